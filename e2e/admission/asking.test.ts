import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { api, find } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { removeAdmission } from './people.ts';
import { openScene, type Scene, type Who } from './scene.ts';
import { anAction, anAnomaly, aPlan, collectionOf, ownedBy, team, type Wish } from './wishes.ts';

const system = 'self-healing-platform';
const other = 'adm-other';
let cluster: WorkerCluster;
let scene: Scene;

beforeAll(async () => {
  cluster = await workerCluster();
  scene = await openScene(cluster);
});

afterAll(() => removeAdmission(cluster));

describe('asking', () => {
  const owner = (kind: string) => [{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind, name: 'x', uid: 'foreign' }];
  const peek = [{ ...buildCheckpoint('application', 1, ['workload_available']), name: 'look' }];
  const lookAt = (namespace: string) =>
    peek.map((one) => ({
      ...one,
      checks: one.checks.map((check) => ({ ...check, targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' }] })),
    }));

  test.each<{ when: string; who?: Who; wish: () => Wish; says: string }>([
    { when: 'an action names nobody', wish: () => anAction(), says: 'accepted' },
    { when: 'an action names its user', wish: () => anAction({ requestedBy: scene.user('ann') }), says: 'accepted' },
    {
      when: 'an action names another',
      wish: () => anAction({ requestedBy: 'jo' }),
      says: 'must be the user who asks: system:serviceaccount',
    },
    { when: 'a plan names another', wish: () => aPlan({ requestedBy: 'jo' }), says: 'must be the user who asks' },
    { when: 'an anomaly names another', wish: () => anAnomaly({ requestedBy: 'jo' }), says: 'must be the user who asks' },
    {
      when: 'a person says that a rule asks',
      wish: () => anAction({ source: 'deterministic' }),
      says: 'takes the verb use on sources/deterministic',
    },
    { when: 'a person says that a model asks', wish: () => anAnomaly({ source: 'ai_driven', confidence: 0.9 }), says: 'sources/ai_driven' },
    {
      when: 'a rule asks where it may',
      who: 'robot',
      wish: () => anAnomaly({ namespace: system, source: 'deterministic', targets: ['Node/w1'] }),
      says: 'accepted',
    },
    { when: 'a rule asks where it may not', who: 'robot', wish: () => anAnomaly({ source: 'deterministic' }), says: 'takes the verb use' },
    {
      when: 'a rule says that a model asks',
      who: 'robot',
      wish: () => anAnomaly({ namespace: system, source: 'ai_driven', confidence: 1, targets: ['Node/w1'] }),
      says: 'sources/ai_driven',
    },
    {
      when: 'the target lies in another namespace (row 7)',
      wish: () => anAction({ target: `Deployment/${other}/web` }),
      says: 'CrossNamespaceTarget',
    },
    {
      when: 'a target of an anomaly does',
      wish: () => anAnomaly({ targets: [`Deployment/${team}/web`, `Deployment/${other}/web`] }),
      says: 'CrossNamespaceTarget',
    },
    {
      when: 'the target of a step does',
      wish: () => aPlan({ steps: [{ layer: 'application', target: `Deployment/${other}/web` }] }),
      says: 'CrossNamespaceTarget',
    },
    { when: 'what a check looks at does', wish: () => aPlan({ checkpoints: lookAt(other) }), says: 'CrossNamespaceTarget' },
    { when: 'what a check looks at does not', wish: () => aPlan({ checkpoints: lookAt(team) }), says: 'accepted' },
    {
      when: 'the target has no namespace of its own',
      wish: () => anAnomaly({ targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }] }),
      says: 'accepted',
    },
    {
      when: 'a node is asked for by a team (row 8)',
      wish: () => anAction({ type: 'node_remediation', target: 'Node/w1' }),
      says: 'ClusterScopedTarget',
    },
    { when: 'a pool is reported by a team', wish: () => anAnomaly({ targets: ['MachineConfigPool/worker'] }), says: 'ClusterScopedTarget' },
    {
      when: 'a node is asked for in the system namespace',
      who: 'ops',
      wish: () => anAction({ namespace: system, type: 'node_remediation', target: 'Node/w1' }),
      says: 'accepted',
    },
    { when: 'any namespace is asked for there', who: 'ops', wish: () => anAction({ namespace: system }), says: 'accepted' },
    {
      when: 'a team correlates its own namespace',
      wish: () => anAction({ type: 'alert_correlation', target: `Namespace/${team}` }),
      says: 'accepted',
    },
    {
      when: 'a team correlates another namespace',
      wish: () => anAction({ type: 'alert_correlation', target: `Namespace/${other}` }),
      says: 'ClusterScopedTarget',
    },
    {
      when: 'somebody undoes an action of a plan',
      who: 'admin',
      wish: () => anAction({ priority: 1, compensates: { name: 'a', uid: 'b' } }),
      says: "engine's own: it undoes",
    },
    {
      when: 'the engine undoes one',
      who: 'engine',
      wish: () => anAction({ priority: 1, compensates: { name: 'a', uid: 'b' } }),
      says: 'accepted',
    },
    {
      when: 'the engine acts for somebody',
      who: 'engine',
      wish: () => anAction({ source: 'ai_driven', confidence: 1, requestedBy: 'jo' }),
      says: 'accepted',
    },
    {
      when: 'an action claims a plan (row 27)',
      wish: () => ownedBy(anAction(), owner('RemediationPlan')),
      says: 'metadata.ownerReferences to',
    },
    { when: 'a plan claims an anomaly', who: 'admin', wish: () => ownedBy(aPlan(), owner('Anomaly')), says: 'metadata.ownerReferences to' },
    {
      when: 'it is created approved (row 16)',
      wish: () => ({ ...anAction(), spec: { ...anAction().spec, approval: { decision: 'Approved', by: scene.user('ann') } } }),
      says: '422',
    },
  ])('is told $says when $when', async ({ who = 'ann', wish, says }) => {
    expect(await scene.create(who, wish(), { dryRun: true })).toContain(says);
  });
});

describe('by the roles of Kubernetes itself', () => {
  const cannot = (verb: string) => new RegExp(`^403 .* cannot ${verb} resource`);

  test('whoever edits a namespace asks there, and approves nothing', async () => {
    const wish = anAction({ requestedBy: scene.user('ann'), approvalRequired: true });
    expect(await scene.create('editor', anAction(), { dryRun: true })).toBe('accepted');
    expect(await scene.create('editor', anAction({ namespace: system }), { dryRun: true })).toMatch(cannot('create'));
    expect(await scene.create('ann', wish)).toBe('accepted');
    expect(await scene.decide('editor', wish)).toContain('takes the verb approve');
    expect(await scene.patch('editor', wish, { spec: { cancel: true } })).toBe('accepted');
  });

  test('whoever views it looks', async () => {
    expect(await scene.create('reader', anAction(), { dryRun: true })).toMatch(cannot('create'));
    for (const wish of [anAction(), aPlan(), anAnomaly()]) expect(await scene.look('reader', wish)).toBe('accepted');
  });
});

describe('what is protected', () => {
  const policy = (spec: object) => ({
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPolicy',
    metadata: { name: 'cluster' },
    spec: { protected: spec },
  });
  const dns = 'Deployment/kube-system/dns';
  const inDns = { namespace: 'kube-system', target: dns } as const;

  test.each<{ what: string; who?: Who; wish: () => Wish; says: string }>([
    {
      what: 'what Kubernetes stands on (row 11)',
      wish: () => anAction(inDns),
      says: 'ProtectedTarget: to have Deployment/kube-system/dns',
    },
    { what: 'it by an anomaly', wish: () => anAnomaly({ namespace: 'kube-system', targets: [dns] }), says: 'ProtectedTarget' },
    {
      what: 'it by a plan',
      wish: () => aPlan({ namespace: 'kube-system', steps: [{ layer: 'application', target: dns }] }),
      says: 'ProtectedTarget',
    },
    { what: 'it from the system namespace', who: 'ops', wish: () => anAction({ namespace: system, target: dns }), says: 'ProtectedTarget' },
    {
      what: 'the engine itself',
      who: 'ops',
      wish: () => anAction({ namespace: system, target: `Deployment/${system}/coordination-engine` }),
      says: 'ProtectedTarget',
    },
    {
      what: 'what OpenShift stands on',
      who: 'ops',
      wish: () => anAction({ namespace: system, target: 'Deployment/openshift-dns/dns' }),
      says: 'ProtectedTarget',
    },
    { what: 'it with the verb there', who: 'guard', wish: () => anAction({ namespace: system, target: dns }), says: 'accepted' },
    {
      what: 'another with the verb elsewhere',
      who: 'guard',
      wish: () => anAction({ namespace: system, target: 'Deployment/kube-public/x' }),
      says: 'ProtectedTarget',
    },
    { what: 'it as an administrator', who: 'admin', wish: () => anAction(inDns), says: 'accepted' },
    { what: 'it by a dry run', wish: () => anAction({ ...inDns, dryRun: true }), says: 'accepted' },
    { what: 'nothing of it but a look', wish: () => anAction({ ...inDns, operation: 'observe' }), says: 'accepted' },
    { what: 'it reported only', wish: () => anAnomaly({ namespace: 'kube-system', targets: [dns], mode: 'Observe' }), says: 'accepted' },
    {
      what: 'a node',
      who: 'ops',
      wish: () => anAction({ namespace: system, type: 'node_remediation', target: 'Node/w1' }),
      says: 'accepted',
    },
  ])('$what: whoever asks to have it remediated is told $says', async ({ who = 'ann', wish, says }) => {
    expect(await scene.create(who, wish(), { dryRun: true })).toContain(says);
  });

  test('is what the policy names, by pattern or by name, besides what always is', async () => {
    await applyObjects(cluster, [policy({ namespaces: ['adm-t*m'], targets: [{ kind: 'Node', name: 'w1' }] })]);
    const ask = (who: Who, wish: Wish) => scene.create(who, wish, { dryRun: true });
    const node = (name: string) => anAction({ namespace: system, type: 'node_remediation', target: `Node/${name}` });
    await eventually(async () => (await ask('ann', anAction())).includes('ProtectedTarget'), {
      within: 30_000,
      describe: 'the policy holds',
    });
    expect(await ask('ops', node('w1'))).toContain('ProtectedTarget: to have Node/w1 remediated');
    expect(await ask('ops', node('w2'))).toBe('accepted');
    expect(await ask('ann', anAction(inDns))).toContain('ProtectedTarget');
    await kubectl(cluster, ['delete', 'remediationpolicy', 'cluster']);
    await eventually(async () => (await ask('ann', anAction())) === 'accepted', { within: 30_000, describe: 'the policy holds no longer' });
  });
});

describe('who belongs to whom', () => {
  const reference = (kind: string, { name, uid }: { name: string; uid: string }) => [
    { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind, name, uid, controller: true, blockOwnerDeletion: true },
  ];

  /** A plan and its action, as the engine makes it. */
  async function family(): Promise<{ parent: Wish; child: Wish }> {
    const parent = aPlan();
    expect(await scene.create('engine', parent)).toBe('accepted');
    const child = ownedBy(anAction(), reference('RemediationPlan', (await scene.read(parent)).metadata));
    expect(await scene.create('engine', child)).toBe('accepted');
    return { parent, child };
  }
  const remove = (wish: Wish, propagationPolicy: string) =>
    api(cluster, { method: 'DELETE', path: `${collectionOf(wish)}/${wish.metadata.name}`, body: { propagationPolicy } });

  test('is said by the engine alone, when something is created and ever after', async () => {
    const { child } = await family();
    expect(await scene.patch('ann', child, { metadata: { ownerReferences: null } })).toContain('neither added nor taken away');
    expect(await scene.patch('ann', child, { spec: { cancel: true } })).toBe('accepted');
    const lone = anAction();
    expect(await scene.create('ann', lone)).toBe('accepted');
    const claim = { metadata: { ownerReferences: reference('RemediationPlan', { name: 'a', uid: 'b' }) } };
    expect(await scene.patch('admin', lone, claim)).toContain('neither added nor taken away');
    const foreign = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }];
    expect(await scene.create('ann', ownedBy(anAction(), foreign), { dryRun: true })).toBe('accepted');
  });

  test("is still the garbage collector's to edit: orphans lose their owner, children go with theirs", async () => {
    const [orphaned, gone] = [await family(), await family()];
    await remove(orphaned.parent, 'Orphan');
    await remove(gone.parent, 'Foreground');
    await eventually(async () => (await scene.read(orphaned.child)).metadata.ownerReferences === undefined, {
      within: 30_000,
      describe: 'the orphan has no owner',
    });
    const path = `${collectionOf(gone.child)}/${gone.child.metadata.name}`;
    await eventually(async () => (await find(cluster, path)) === undefined, { within: 30_000, describe: 'the child went with its owner' });
  });
});
