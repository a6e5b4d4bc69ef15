import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { engineApiVersion, groupOf } from '../../operator/kube/kinds.ts';
import { auditPosition, auditSince, committedWrites, engineUser, rolloutUndoUser, type AuditEntry } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { optInto, optOutOf } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { actionsOf, applyPlan, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { mayPatchNodes } from '../journeys/bench/role.ts';
import { cancel, request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';
import { holdPods, letPodsGo } from '../operations/drain-scene.ts';

const shop = 'dry-shop';
const seen = journey({ nodes: ['dry-w1', 'dry-w2'] });
afterEach(() => dropPolicy(seen.cluster));
afterAll(() => mayPatchNodes(seen.cluster, true));

beforeAll(async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: shop, name: 'pay', replicas: 2, node: 'dry-w1' });
  await createDeployment(cluster, { namespace: 'dry-dns', name: 'dns', node: 'dry-w2' });
  await applyObjects(cluster, [pod('bare', {}), pod('scratch', { volumes: [{ name: 'data', emptyDir: {} }] })]);
  await untilRolledOut(cluster, shop, 'pay');
  await untilRolledOut(cluster, 'dry-dns', 'dns');
  await holdPods(cluster, shop, 'pay');
});

function pod(name: string, more: object): object {
  const containers = [{ name: 'main', image: 'registry.invalid/nothing:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: shop, name }, spec: { nodeName: 'dry-w1', containers, ...more } };
}

const ours = ({ user, userAgent }: AuditEntry): boolean => user === engineUser && userAgent.startsWith('coordination-engine/');
const isDry = ({ uri }: AuditEntry): boolean => uri.includes('dryRun=All');
const words = ({ verb, resource, subresource, code }: AuditEntry): string =>
  `${verb} ${[resource, subresource].filter(Boolean).join('/')} ${code}`;

/** Its own objects, the Lease of its election, and questions that store nothing. */
function isOwn({ group, resource, namespace }: AuditEntry): boolean {
  const isElection = resource === 'leases' && namespace === 'self-healing-platform';
  return group === groupOf(engineApiVersion) || isElection || resource?.startsWith('selfsubject') === true;
}

/** What the engine changed outside of its own objects since then. */
async function changedSince(position: number): Promise<string[]> {
  const entries = (await auditSince(seen.cluster, position)).filter(ours);
  return committedWrites(entries)
    .filter((entry) => !isOwn(entry))
    .map(words);
}

/** What it had the API server judge. */
async function rehearsedSince(position: number): Promise<string[]> {
  return (await auditSince(seen.cluster, position)).filter((entry) => ours(entry) && isDry(entry)).map(words);
}

interface Told {
  readonly gates: readonly { readonly reason: string; readonly message: string }[];
  readonly blockers: readonly string[];
  readonly missingRights: readonly string[];
  readonly refused?: { readonly reason: string; readonly message: string };
}

/** What the dry run found, as it stands in its status. */
function toldBy(action: RemediationAction | undefined): Told {
  expect(action?.status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
  return action?.status?.result as unknown as Told;
}

const gatesOf = (action: RemediationAction | undefined): string[] => toldBy(action).gates.map(({ reason }) => reason);
const messagesOf = ({ status }: RemediationPlan): (string | undefined)[] => status?.steps?.map(({ message }) => message) ?? [];

/** Opens once a year. */
const closed = { maintenanceWindows: [{ name: 'new-year', schedule: '0 3 1 1 *', durationSeconds: 60 }] };

describe('a plan that is a dry run', () => {
  test('tells of each step what it would write, what would hold it, what blocks it and which right is missing, and changes nothing', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, closed);
    await mayPatchNodes(seen.cluster, false);
    const position = await auditPosition(cluster);
    await applyPlan(cluster, {
      name: 'plan-dry',
      mode: 'DryRun',
      approvalRequired: true,
      steps: [
        { operation: 'drain_node', target: 'Node/dry-w1' },
        { layer: 'platform', target: 'Deployment/dry-dns/dns' },
        { layer: 'application', target: `Deployment/${shop}/pay`, operation: 'scale_workload', parameters: { replicas: 3 } },
      ],
    });
    const plan = await untilPlanEnded(cluster, 'plan-dry');
    await mayPatchNodes(seen.cluster, true);
    expect(plan.status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', progress: '3/3' });

    const [drain, restart, scale] = await actionsOf(cluster, plan);
    expect(toldBy(drain)).toMatchObject({ missingRights: ['patch nodes'], refused: { reason: 'DrainBlocked' } });
    expect(toldBy(drain).blockers).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Pod dry-shop\/bare has no controller/),
        expect.stringMatching(/^Pod dry-shop\/scratch has an emptyDir volume/),
        expect.stringMatching(/^Pod dry-shop\/pay-.* by pay \(PodDisruptionBudget\)$/),
      ]),
    );
    const held = expect.arrayContaining(['MaintenanceWindowClosed', 'ApprovalRequired']) as unknown;
    expect([drain, restart, scale].map(gatesOf)).toEqual([held, held, held]);
    const unhindered = { blockers: [], missingRights: [] };
    expect([restart, scale].map(toldBy)).toMatchObject([unhindered, unhindered]);
    expect(restart).toMatchObject({ status: { changes: [{ resource: expect.stringContaining('restartedAt') as unknown }] } });
    expect(scale).toMatchObject({ status: { changes: [{ from: '2', to: '3' }] } });
    expect([restart, scale].map((action) => toldBy(action).refused)).toEqual([undefined, undefined]);

    expect(messagesOf(plan)).toEqual([
      expect.stringMatching(
        /^Dry run: would cordon dry-w1 and evict its pods; refused by DrainBlocked: .*; held by .*; missing: patch nodes\.$/,
      ),
      'Dry run: would replace the pods of Deployment/dry-dns/dns one after the other; held by MaintenanceWindowClosed, ApprovalRequired.',
      'Dry run: would scale Deployment/dry-shop/pay from 2 to 3; held by MaintenanceWindowClosed, ApprovalRequired.',
    ]);
    expect(await rehearsedSince(position)).toEqual(
      expect.arrayContaining([
        'create pods/eviction 201',
        'create pods/eviction 429',
        'patch deployments 200',
        'update deployments/scale 200',
      ]),
    );
    expect(await changedSince(position)).toEqual([]);
  });

  test('does not begin while the engine is suspended', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { suspended: true });
    await eventually(async () => (await policyStatus())?.['reason'] === 'Suspended', {
      within: 30_000,
      describe: 'the policy is in force',
    });
    await applyPlan(cluster, { name: 'plan-late', mode: 'DryRun', steps: [{ target: 'Node/dry-w2' }] });
    await request(cluster, { name: 'late', target: 'Node/dry-w2', dryRun: true });
    await untilPlan(cluster, 'plan-late', ({ status }) => status?.blocked?.reason === 'Suspended');
    await untilBlocked(cluster, 'late', 'Suspended');
    await dropPolicy(cluster);
    expect((await untilPlanEnded(cluster, 'plan-late')).status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
    expect((await untilEnded(cluster, 'late')).status).toMatchObject({ phase: 'Succeeded', message: 'Dry run: would cordon dry-w2.' });
  });
});

async function policyStatus(): Promise<{ readonly [field: string]: unknown } | undefined> {
  const path = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster';
  return (await api<KubeObject & { status?: { readonly [field: string]: unknown } }>(seen.cluster, { path })).status;
}

describe('an action that is a dry run', () => {
  test('waits for nobody, holds nobody, and tells who would go first', async () => {
    const { cluster } = seen;
    await request(cluster, {
      name: 'at-work',
      operation: 'drain_node',
      target: 'Node/dry-w1',
      parameters: { force: true, deleteEmptyDirData: true },
    });
    await untilAction(cluster, 'at-work', ({ status }) => status?.phase === 'Running');
    await request(cluster, { name: 'asks', target: 'Node/dry-w1', dryRun: true, source: 'ai_driven', confidence: 0.2 });
    const asks = await untilEnded(cluster, 'asks');
    expect(asks.status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
    expect(gatesOf(asks)).toContain('LowConfidence');
    await request(cluster, { name: 'asks-too', operation: 'uncordon_node', target: 'Node/dry-w1', dryRun: true });
    expect(gatesOf(await untilEnded(cluster, 'asks-too'))).toEqual(expect.arrayContaining(['TargetBusy', 'TargetHeld']));
    await letPodsGo(cluster, shop, 'pay');
    expect((await untilEnded(cluster, 'at-work', 60_000)).status).toMatchObject({ phase: 'Succeeded' });
  });

  test('tells what admission has against the write', async () => {
    const { cluster } = seen;
    await forbidScaling();
    const position = await auditPosition(cluster);
    const scale = { type: 'resource_scaling', target: 'Deployment/dry-dns/dns', parameters: { replicas: 2 } } as const;
    await request(cluster, { name: 'forbidden', ...scale, dryRun: true });
    const { status } = await untilEnded(cluster, 'forbidden');
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', changes: [{ from: '1', to: '2' }] });
    expect(status?.result?.['refused']).toMatchObject({ message: expect.stringContaining('nobody scales here') as unknown });
    expect(status?.message).toContain('nobody scales here');
    expect(await changedSince(position)).toEqual([]);
    await kubectl(cluster, ['delete', 'validatingadmissionpolicybinding,validatingadmissionpolicy', 'dry-no-scaling']);
  });

  test('tells which rights an operation lacks that is to be opted into', async () => {
    const { cluster } = seen;
    await optOutOf(cluster, 'rollout-undo');
    const position = await auditPosition(cluster);
    const undo = { type: 'application_remediation', operation: 'rollout_undo', target: 'Deployment/dry-dns/dns' } as const;
    await kubectl(cluster, ['set', 'env', '-n', 'dry-dns', 'deployment/dns', 'SECOND=yes']);
    await untilRolledOut(cluster, 'dry-dns', 'dns');
    await request(cluster, { name: 'lacks', ...undo, dryRun: true });
    const { status } = await untilEnded(cluster, 'lacks');
    expect(status?.result).toMatchObject({
      missingRights: ['create serviceaccounts/token in self-healing-platform'],
      refused: { reason: 'Forbidden' },
    });
    await optInto(cluster, 'rollout-undo');
    await eventually(() => kubectl(cluster, ['get', 'serviceaccount', 'rollout-undo', '-n', 'self-healing-platform']), {
      within: 30_000,
      describe: 'the account is back',
    });
    await request(cluster, { name: 'lacks-nothing', ...undo, dryRun: true });
    expect(toldBy(await untilEnded(cluster, 'lacks-nothing'))).toEqual({ gates: [], blockers: [], missingRights: [] });
    const byAccount = async () => (await auditSince(cluster, position)).filter(({ user }) => user === rolloutUndoUser);
    await eventually(async () => (await byAccount()).length > 0, { within: 30_000, describe: 'the account has asked' });
    expect((await byAccount()).map((entry) => `${words(entry)} ${isDry(entry)}`)).toEqual(['patch deployments 200 true']);
    expect(await changedSince(position)).toEqual([]);
  });

  test('that is cancelled, or whose target is not there, ends as it should', async () => {
    const { cluster } = seen;
    await request(cluster, { name: 'nowhere', target: 'Node/dry-w9', dryRun: true });
    expect((await untilEnded(cluster, 'nowhere')).status).toMatchObject({
      phase: 'Succeeded',
      reason: 'DryRun',
      result: { refused: { reason: 'TargetNotFound' } },
    });
    await cancel(cluster, 'nowhere');
  });
});

/** True afterwards: the API server refuses every change of replicas in the namespace. */
async function forbidScaling(): Promise<void> {
  const name = 'dry-no-scaling';
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const where = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'dry-dns' } } };
  const resourceRules = [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments/scale'] }];
  const validations = [{ expression: 'false', message: 'nobody scales here' }];
  await applyObjects(seen.cluster, [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: { matchConstraints: { ...where, resourceRules }, validations },
    },
    { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec: { policyName: name, validationActions: ['Deny'] } },
  ]);
  const refused = () =>
    kubectl(seen.cluster, ['scale', '-n', 'dry-dns', 'deployment/dns', '--replicas=4', '--dry-run=server']).then(
      () => false,
      () => true,
    );
  await eventually(refused, { within: 20_000, describe: 'scaling is refused' });
}
