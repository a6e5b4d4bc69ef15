import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runPage } from '../docs/run-page.ts';
import { argocdPatience, startArgoCd, type ArgoCd } from '../harness/argocd.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyFluxCrds } from '../harness/flux-crds.ts';
import { createRepository, type GitRepository } from '../harness/git-repository.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode, setNodeCondition, untilNode } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, planNow, untilPlan } from '../journeys/bench/plans.ts';
import { writtenPlan } from '../journeys/bench/written.ts';
import { handedBack } from '../limits/stopping-scene.ts';
import { createShipped, prune, refresh, untilHealth } from './application.ts';

const root = join(import.meta.dirname, '../..');
const samples = join(root, 'samples');
const nodes = ['worker-1', 'worker-2', 'worker-3', 'gitops-4', 'gitops-5'];
const seen = journey({ nodes, stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'] });
let argocd: ArgoCd | undefined;
let repository: GitRepository;

beforeAll(async () => {
  const { cluster } = seen;
  argocd = await startArgoCd(cluster, ['--persist-resource-health']);
  await kubectl(cluster, commandIn('config/gitops/argocd-health.yaml'));
  await createDeployment(cluster, { namespace: 'samples', name: 'front', replicas: 2, node: 'worker-1' });
  const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
  await createDeployment(cluster, { namespace: 'shop', name: 'cart', node: 'worker-2', podLabels: stuck });
  await untilRolledOut(cluster, 'samples', 'front');
  await eventually(async () => (await podsOf(cluster, 'shop', 'cart'))[0]?.status.phase === 'Running', {
    within: 60_000,
    describe: 'the cart runs and is not ready',
  });
}, argocdPatience);

/* Before the nodes go, without which no pod is ever gone: others have a shop too. */
afterAll(async () => {
  await kubectl(seen.cluster, ['delete', 'configmap', '-n', 'self-healing-platform', 'our-playbooks', '--ignore-not-found']);
  await kubectl(seen.cluster, ['delete', 'namespace', 'shop', 'samples', 'flux-system', '--ignore-not-found', '--timeout=90s']);
  await argocd?.stop();
});

/** The words of the kubectl command that a file's comment gives, run from the top of the repository. */
function commandIn(file: string): string[] {
  const [, command = ''] = /^# {3}kubectl (.*)$/m.exec(readFileSync(join(root, file), 'utf8')) ?? [];
  return command.split(' ').map((word) => (word.startsWith('config/') ? join(root, word) : word));
}

/** No pod of front may go, so that whoever drains its node is at work for as long as this is there. */
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { namespace: 'samples', name: 'front' },
  spec: { minAvailable: '100%', selector: { matchLabels: { app: 'front' } } },
};

describe('samples/ as an Application', () => {
  test('is Progressing while the engine is at work and somebody is asked, then Healthy, and Synced all the time', async () => {
    const { cluster } = seen;
    await applyObjects(cluster, [budget]);
    await setNodeCondition(cluster, 'worker-1', { type: 'MemoryPressure', status: 'True' });
    repository = await createRepository(cluster);
    await repository.commitFolder('samples', samples);
    await createShipped(cluster, 'remediations', repository, 'samples');
    await untilHealth(cluster, 'remediations', {
      'Anomaly/anom-node-memory-pressure': 'Progressing',
      'RemediationPlan/plan-maintenance': 'Suspended',
      'RemediationAction/act-what-would-a-drain-do': 'Healthy',
      application: 'Progressing',
      sync: 'Synced',
    });
    const approval = { decision: 'Approved', by: 'a person' };
    await kubectl(cluster, [
      ...['patch', 'rplan', 'plan-maintenance', '-n', 'self-healing-platform', '--type=merge'],
      ...['-p', JSON.stringify({ spec: { approval } })],
    ]);
    await kubectl(cluster, ['delete', 'pdb', '-n', 'samples', 'front']);
    await untilHealth(cluster, 'remediations', {
      'Anomaly/anom-node-memory-pressure': 'Healthy',
      'Anomaly/anom-cart-unavailable': 'Healthy',
      'RemediationPlan/plan-maintenance': 'Healthy',
      application: 'Healthy',
      sync: 'Synced',
    });
  });
});

describe('a plan in git', () => {
  /** A node is cordoned and then looked at for ten minutes. */
  const looksOn = (name: string, node: string) =>
    writtenPlan({
      name: `plan-${name}`,
      steps: [{ target: `Node/${node}` }, { operation: 'observe', target: `Node/${node}`, parameters: { seconds: 600 } }],
    });

  async function executing(name: string, node: string): Promise<GitRepository> {
    const git = await createRepository(seen.cluster);
    await git.commit({ 'plan.json': looksOn(name, node) });
    await createShipped(seen.cluster, name, git, 'manifests');
    await untilNode(seen.cluster, node, ({ spec }) => spec.unschedulable === true);
    return git;
  }

  test('is Progressing while it executes, and Degraded once a person had it rolled back, which git does not take back', async () => {
    const { cluster } = seen;
    await executing('by-hand', 'gitops-4');
    const plan = 'RemediationPlan/plan-by-hand';
    await untilHealth(cluster, 'by-hand', { [plan]: 'Progressing', application: 'Progressing', sync: 'Synced' });
    await kubectl(cluster, [
      'patch',
      'rplan',
      'plan-by-hand',
      '-n',
      'self-healing-platform',
      '--type=merge',
      '-p',
      '{"spec":{"cancel":"Rollback"}}',
    ]);
    const { status } = await untilHealth(cluster, 'by-hand', { [plan]: 'Degraded', application: 'Degraded', sync: 'Synced' });
    expect(status?.resources?.[0]?.health?.message).toMatch(/^RolledBack\/CancelRequested: /);
    expect((await getNode(cluster, 'gitops-4')).spec.unschedulable ?? false).toBe(false);
  });

  test('that git has no more is left to a person to prune, and then stops, keeps what is done and leaves no claim', async () => {
    const { cluster } = seen;
    const git = await executing('withdrawn', 'gitops-5');
    await git.commit({ 'nothing.json': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nothing', namespace: 'default' } } });
    await refresh(cluster, 'withdrawn');
    await untilHealth(cluster, 'withdrawn', { 'RemediationPlan/plan-withdrawn': 'Progressing', sync: 'OutOfSync' });
    expect((await untilPlan(cluster, 'plan-withdrawn', () => true)).metadata.deletionTimestamp).toBeUndefined();
    await prune(cluster, 'withdrawn');
    await eventually(async () => (await planNow(cluster, 'plan-withdrawn')) === undefined, {
      within: 60_000,
      describe: 'the plan is gone',
    });
    const actions = `${pathOf('remediationactions', '').slice(0, -1)}`;
    const left = async () => (await api<{ items: { metadata: { name: string } }[] }>(cluster, { path: actions })).items;
    await eventually(async () => (await left()).every(({ metadata }) => !metadata.name.startsWith('act-withdrawn-')), {
      within: 60_000,
      describe: 'its actions are gone with it',
    });
    expect(handedBack(await getNode(cluster, 'gitops-5'))).toEqual({ cordoned: true, claimed: false });
  });
});

describe('the policy in git', () => {
  test('is Suspended while the kill switch is on, and no sync turns it off', async () => {
    const { cluster } = seen;
    const git = await createRepository(cluster);
    await git.commitFolder('policy', join(root, 'config/policy'));
    await createShipped(cluster, 'limits', git, 'policy');
    const policy = 'RemediationPolicy/cluster';
    await untilHealth(cluster, 'limits', { [policy]: 'Healthy', application: 'Healthy', sync: 'Synced' });
    await kubectl(cluster, ['patch', 'rpol', 'cluster', '--type=merge', '-p', '{"spec":{"suspended":true}}']);
    await untilHealth(cluster, 'limits', { [policy]: 'Suspended', application: 'Suspended', sync: 'Synced' });
    await prune(cluster, 'limits');
    expect(await kubectl(cluster, ['get', 'rpol', 'cluster', '-o', 'jsonpath={.spec.suspended}'])).toBe('true');
    await kubectl(cluster, ['patch', 'rpol', 'cluster', '--type=merge', '-p', '{"spec":{"suspended":false}}']);
    await untilHealth(cluster, 'limits', { [policy]: 'Healthy', application: 'Healthy' });
  });
});

test('docs/gitops.md says what works, and what that prints', async () => {
  await applyFluxCrds(seen.cluster);
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
  await runPage(seen.cluster, 'docs/gitops.md');
});
