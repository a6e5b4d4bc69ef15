import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Target } from '../../operator/api/generated/types.ts';
import { targetFrom, type ActionWish } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, committedWrites, isByEngine, rolloutUndoUser, type AuditEntry } from '../harness/audit.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine, optInto, optOutOf } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { untilPlanEnded } from '../journeys/bench/plans.ts';
import { getAction, request, untilEnded } from './actions.ts';
import { applyFailingPlan, createIllNode } from './failing-plan.ts';

const namespace = 'ops-template';
const plurals = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;
type Kind = keyof typeof plurals;
let cluster: WorkerCluster;
let operator: Operator;

interface Workload extends KubeObject {
  readonly spec: {
    readonly template: {
      readonly metadata: object;
      readonly spec: { readonly containers: readonly { image: string; resources: object }[] };
    };
  };
}

const main = { name: 'main', image: 'registry.invalid/web:1', resources: { requests: { cpu: '10m', memory: '16Mi' } } };
const sidecar = { name: 'proxy', image: 'registry.invalid/proxy:1', resources: { limits: { memory: '32Mi' } } };

function workload(kind: Kind, name: string): object {
  const labels = { app: name };
  const template = {
    metadata: { labels, annotations: { version: 'one' } },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': 'template-home' },
      terminationGracePeriodSeconds: 1,
      containers: [main, sidecar],
    },
  };
  const counts = kind === 'DaemonSet' ? {} : { replicas: 2 };
  const spec = { ...counts, ...(kind === 'StatefulSet' && { serviceName: name }), selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind, metadata: { namespace, name }, spec };
}

const read = (kind: Kind, name: string) =>
  api<Workload>(cluster, { path: `/apis/apps/v1/namespaces/${namespace}/${plurals[kind]}/${name}` });
const templateOf = async (kind: Kind, name: string) => (await read(kind, name)).spec.template;
const imageOf = async (kind: Kind, name: string) => (await templateOf(kind, name)).spec.containers[0]?.image;
const rolledOut = (kind: Kind, name: string) =>
  kubectl(cluster, ['rollout', 'status', '-n', namespace, `${kind}/${name}`, '--timeout=60s']);
const targetOf = (kind: Kind, name: string): Target => targetFrom(`${kind}/${namespace}/${name}`);

async function create(kind: Kind, name: string): Promise<void> {
  await applyObjects(cluster, [workload(kind, name)]);
  await rolledOut(kind, name);
}

/** A second and a third version, each with other images. */
async function release(kind: Kind, name: string, version: number): Promise<void> {
  await kubectl(cluster, ['set', 'image', '-n', namespace, `${kind}/${name}`, `main=registry.invalid/web:${version}`]);
  await rolledOut(kind, name);
}

/** Writes of the engine on that object since then, as whomever. */
async function entriesOn(name: string, position: number): Promise<AuditEntry[]> {
  const writes = committedWrites(await auditSince(cluster, position));
  return writes.filter((entry) => isByEngine(entry) && entry.namespace === namespace && entry.name === name);
}

const writesOn = async (name: string, position: number) =>
  (await entriesOn(name, position)).map(({ verb, resource }) => `${verb} ${resource}`);
const writersOf = async (name: string, position: number) => (await entriesOn(name, position)).map(({ user }) => user);

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'template-home' }]);
  await createIllNode(cluster, 'template-ill');
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  operator = await startOperator(cluster, { defaults: { pollSeconds: 0.5 } });
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);
afterAll(() => operator.stop());

const kinds: { kind: Kind }[] = [{ kind: 'Deployment' }, { kind: 'StatefulSet' }, { kind: 'DaemonSet' }];

describe('update_resources', () => {
  const containers = [{ name: 'main', requests: { cpu: '0.02', memory: '16Mi' }, limits: { cpu: '1000m', memory: '1.5Gi' } }];
  const update = (kind: Kind, name: string): ActionWish => ({
    type: 'resource_scaling',
    operation: 'update_resources',
    target: `${kind}/${namespace}/${name}`,
    parameters: { containers },
  });

  test.each(kinds)('changes the named containers of a $kind by one write, in the words of the API server', async ({ kind }) => {
    const name = `update-${kind.toLowerCase()}`;
    await create(kind, name);
    const position = await auditPosition(cluster);
    await request(cluster, { name, ...update(kind, name) });
    const { status } = await untilEnded(cluster, name, 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded', intents: [{ step: 'resources', outcome: 'Done' }] });
    expect(status?.changes?.map(({ from, to }) => `${from} ${to}`)).toEqual(['10m 20m', 'none 1', 'none 1536Mi']);
    const { containers: now } = (await templateOf(kind, name)).spec;
    expect(now.map(({ resources }) => resources)).toEqual([
      { requests: { cpu: '20m', memory: '16Mi' }, limits: { cpu: '1', memory: '1536Mi' } },
      sidecar.resources,
    ]);
    expect(await writesOn(name, position)).toEqual([`patch ${plurals[kind]}`]);
    await request(cluster, { name: `${name}-again`, ...update(kind, name) });
    expect((await untilEnded(cluster, `${name}-again`)).status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await writesOn(name, position)).toHaveLength(1);
  });

  test.each([
    {
      why: 'a request above its limit',
      wanted: { requests: { cpu: '2' }, limits: { cpu: '1' } },
      says: 'must be less than or equal to cpu limit',
    },
    { why: 'a request above the limit that is there', of: 'proxy', wanted: { requests: { memory: '64Mi' } }, says: 'memory limit of 32Mi' },
    { why: 'an unknown resource', wanted: { limits: { colour: '1' } }, says: 'colour' },
    { why: 'an unknown container', of: 'other', wanted: { limits: { cpu: '1' } }, says: 'has no container other, only main, proxy' },
  ])('is refused for $why, and nothing is written', async ({ of = 'main', wanted, says }) => {
    const name = 'update-deployment';
    const position = await auditPosition(cluster);
    const action = `refused-${says
      .replaceAll(/[^a-z]+/gi, '-')
      .toLowerCase()
      .slice(0, 30)
      .replace(/-$/, '')}`;
    await request(cluster, { ...update('Deployment', name), name: action, parameters: { containers: [{ name: of, ...wanted }] } });
    const { status } = await untilEnded(cluster, action);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'InvalidParameters', message: expect.stringContaining(says) });
    expect(await writesOn(name, position)).toEqual([]);
  });

  test('is refused for what is no quantity before it competes', async () => {
    const parameters = { containers: [{ name: 'main', limits: { cpu: 'much' } }] };
    await request(cluster, { ...update('Deployment', 'update-deployment'), name: 'refused-much', parameters });
    expect((await untilEnded(cluster, 'refused-much')).status).toMatchObject({ phase: 'Rejected', reason: 'InvalidParameters' });
  });

  test('is taken back to the very same template, and its ReplicaSet comes back', async () => {
    await create('Deployment', 'update-undone');
    const before = await templateOf('Deployment', 'update-undone');
    const position = await auditPosition(cluster);
    const action = { type: 'resource_scaling', operation: 'update_resources', target: targetOf('Deployment', 'update-undone') } as const;
    await applyFailingPlan(cluster, 'plan-update-undone', {
      action: { ...action, parameters: { containers } },
      undo: 'Reversible',
      illNode: 'template-ill',
    });
    expect((await untilPlanEnded(cluster, 'plan-update-undone')).status).toMatchObject({
      phase: 'RolledBack',
      rollback: [{ step: 'change', result: 'Undone' }],
    });
    expect(await templateOf('Deployment', 'update-undone')).toEqual(before);
    expect(await writesOn('update-undone', position)).toEqual(['patch deployments', 'patch deployments']);
    const path = `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=app%3Dupdate-undone`;
    expect((await api<{ items: object[] }>(cluster, { path })).items).toHaveLength(2);
  });

  test('leaves what somebody else has set meanwhile, and says from what to what', async () => {
    await create('Deployment', 'update-drifted');
    const action = { type: 'resource_scaling', operation: 'update_resources', target: targetOf('Deployment', 'update-drifted') } as const;
    await applyFailingPlan(cluster, 'plan-update-drifted', {
      action: { ...action, parameters: { containers } },
      undo: 'Reversible',
      illNode: 'template-ill',
      seconds: 20,
    });
    await eventually(async () => (await getAction(cluster, 'act-update-drifted-01')).status?.phase === 'Succeeded', {
      within: 30_000,
      describe: 'the step is done',
    });
    await kubectl(cluster, ['set', 'resources', '-n', namespace, 'deployment/update-drifted', '-c', 'main', '--limits=cpu=3']);
    expect((await untilPlanEnded(cluster, 'plan-update-drifted')).status).toMatchObject({
      phase: 'RolledBack',
      reason: 'RollbackPartial',
      rollback: [{ step: 'change', result: 'Drifted' }],
    });
    expect((await templateOf('Deployment', 'update-drifted')).spec.containers[0]?.resources).toMatchObject({ limits: { cpu: '3' } });
    const undo = await getAction(cluster, 'act-update-drifted-01-undo');
    expect(JSON.stringify(undo.status)).toContain('limits.cpu of container main from 1 to 3');
  });
});

describe('rollout_undo', () => {
  const undo = (kind: Kind, name: string, parameters: Record<string, unknown> = {}): ActionWish => ({
    type: 'application_remediation',
    operation: 'rollout_undo',
    target: `${kind}/${namespace}/${name}`,
    parameters,
  });

  test.each(kinds)('gives a $kind its previous template, or the one that is named, as kubectl would', async ({ kind }) => {
    const name = `undo-${kind.toLowerCase()}`;
    await create(kind, name);
    const first = await templateOf(kind, name);
    await release(kind, name, 2);
    const second = await templateOf(kind, name);
    await kubectl(cluster, ['patch', '-n', namespace, `${kind}/${name}`, '--type=json', '-p', removedVersion]);
    await release(kind, name, 3);
    const position = await auditPosition(cluster);
    await request(cluster, { ...undo(kind, name), name });
    const { status } = await untilEnded(cluster, name, 60_000);
    expect(status).toMatchObject({ phase: 'Succeeded', intents: [{ step: 'rollback', outcome: 'Done' }] });
    expect(JSON.stringify(status?.before).length).toBeLessThan(200);
    expect(await templateOf(kind, name)).toEqual({ ...second, metadata: { ...second.metadata, annotations: undefined } });
    await request(cluster, { ...undo(kind, name, { toRevision: 1 }), name: `${name}-first` });
    expect((await untilEnded(cluster, `${name}-first`, 60_000)).status).toMatchObject({ phase: 'Succeeded', before: { toRevision: 1 } });
    expect(await templateOf(kind, name)).toEqual(first);
    expect(await writesOn(name, position)).toEqual([`patch ${plurals[kind]}`, `patch ${plurals[kind]}`]);
    expect(await writersOf(name, position)).toEqual([rolloutUndoUser, rolloutUndoUser]);
  });
  const removedVersion = JSON.stringify([{ op: 'remove', path: '/spec/template/metadata/annotations' }]);

  test('is done already, or refused, without a write', async () => {
    await create('Deployment', 'undo-refused');
    const position = await auditPosition(cluster);
    const ask = async (name: string, parameters: Record<string, unknown> = {}) => {
      await request(cluster, { ...undo('Deployment', 'undo-refused', parameters), name });
      return (await untilEnded(cluster, name)).status;
    };
    expect(await ask('undo-none')).toMatchObject({
      phase: 'Failed',
      reason: 'NoSuchRevision',
      message: expect.stringContaining('revisions: 1.'),
    });
    expect(await ask('undo-seven', { toRevision: 7 })).toMatchObject({ phase: 'Failed', reason: 'NoSuchRevision' });
    expect(await ask('undo-now', { toRevision: 1 })).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(await ask('undo-zero', { toRevision: 0 })).toMatchObject({ phase: 'Rejected', reason: 'InvalidParameters' });
    await kubectl(cluster, ['rollout', 'pause', '-n', namespace, 'deployment/undo-refused']);
    expect(await ask('undo-paused')).toMatchObject({ phase: 'Failed', reason: 'RolloutPaused' });
    expect(await writesOn('undo-refused', position)).toEqual([]);
  });

  test('is refused where it was not opted into, before the first step of a plan and without a write', async () => {
    await create('Deployment', 'undo-unwanted');
    await release('Deployment', 'undo-unwanted', 2);
    const position = await auditPosition(cluster);
    await optOutOf(cluster, 'rollout-undo');
    const says = expect.stringContaining('kubectl apply -k config/opt-in/rollout-undo');
    await request(cluster, { ...undo('Deployment', 'undo-unwanted'), name: 'undo-unwanted' });
    expect((await untilEnded(cluster, 'undo-unwanted')).status).toMatchObject({ phase: 'Failed', reason: 'Forbidden', message: says });
    await applyFailingPlan(cluster, 'plan-undo-unwanted', action('undo-unwanted'));
    expect((await untilPlanEnded(cluster, 'plan-undo-unwanted')).status).toMatchObject({
      phase: 'Failed',
      reason: 'InvalidPlan',
      message: says,
    });
    await optInto(cluster, 'rollout-undo');
    expect(await writesOn('undo-unwanted', position)).toEqual([]);
  });

  const action = (name: string) => ({
    action: { type: 'application_remediation', operation: 'rollout_undo', target: targetOf('Deployment', name) } as const,
    undo: 'Reversible' as const,
    illNode: 'template-ill',
  });

  test('is taken back by going forward again', async () => {
    await create('Deployment', 'undo-undone');
    await release('Deployment', 'undo-undone', 2);
    const before = await templateOf('Deployment', 'undo-undone');
    await applyFailingPlan(cluster, 'plan-undo-undone', action('undo-undone'));
    expect((await untilPlanEnded(cluster, 'plan-undo-undone')).status).toMatchObject({
      phase: 'RolledBack',
      rollback: [{ step: 'change', result: 'Undone' }],
    });
    expect(await templateOf('Deployment', 'undo-undone')).toEqual(before);
  });

  test('is not taken back over a template that somebody else has set meanwhile', async () => {
    await create('Deployment', 'undo-drifted');
    await release('Deployment', 'undo-drifted', 2);
    await applyFailingPlan(cluster, 'plan-undo-drifted', { ...action('undo-drifted'), seconds: 20 });
    await eventually(async () => (await getAction(cluster, 'act-undo-drifted-01')).status?.phase === 'Succeeded', {
      within: 30_000,
      describe: 'the step is done',
    });
    await release('Deployment', 'undo-drifted', 3);
    expect((await untilPlanEnded(cluster, 'plan-undo-drifted')).status).toMatchObject({
      rollback: [{ step: 'change', result: 'Drifted' }],
    });
    expect(await imageOf('Deployment', 'undo-drifted')).toBe('registry.invalid/web:3');
  });
});
