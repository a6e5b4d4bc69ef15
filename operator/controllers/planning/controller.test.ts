import { afterEach, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { incidentName } from '../../api/names.ts';
import { targetString } from '../../api/target.ts';
import type { StoredObject } from '../../kube/client.ts';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aPool, aWorkload, configured, ownedBy } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { since, unavailable } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';

const allow = ['get *', 'list *', 'patch Anomaly/status', 'create RemediationPlan'];
const system = 'self-healing-platform';
const pressed = aNode('w1', { conditions: { MemoryPressure: 'True' } });
const pay = aWorkload('Deployment', 'pay');
const set = aWorkload('ReplicaSet', 'pay-abc', { ownerReferences: ownedBy(pay) });
const podOn = (node: string, more = {}) =>
  aPod('pay-abc-1', {
    ownerReferences: ownedBy(set),
    labels: { app: 'pay', 'pod-template-hash': 'abc' },
    spec: { nodeName: node },
    ...more,
  });

const running: Controller[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.stop()));
});

function engineWith(objects: readonly StoredObject[] = [pressed, pay, set, podOn('w1')], more: string[] = []) {
  const engine = fakeEngine({ objects, missing: [], allow: [...allow, ...more] });
  for (const { kind, metadata } of objects) {
    const node = kind === 'Node' ? engine.cluster.peek(kinds.Node, { name: metadata.name }) : undefined;
    if (node) engine.deps.caches.nodes.upsert(node);
  }
  return engine;
}

type Engine = ReturnType<typeof engineWith>;

function start({ deps }: Engine): Controller {
  const controller = makePlanningController(deps);
  running.push(controller);
  controller.start();
  return controller;
}

const statusOf = ({ cluster }: Engine, name = 'anom-1', namespace = system) =>
  cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name })?.status;
const planOf = ({ cluster }: Engine, name = 'plan-1', namespace = system) =>
  cluster.peek<RemediationPlan>(kinds.RemediationPlan, { namespace, name });
const writes = ({ cluster }: Engine) =>
  cluster.calls.filter(({ verb }) => verb !== 'get' && verb !== 'list').map(({ verb, what }) => `${verb} ${what}`);

/** Progression says so of the plan. */
function progress(engine: Engine, status: RemediationPlan['status'], name = 'plan-1'): void {
  const plan = planOf(engine, name);
  if (!plan) throw new Error(`${name} is not there`);
  engine.put({ ...plan, status });
}

async function analyzed(objects: readonly StoredObject[], wish: AnomalyWish) {
  const engine = engineWith(objects);
  start(engine);
  engine.put(buildAnomaly(wish));
  await eventually(() => expect(['Planned', 'Suppressed', 'Failed']).toContain(statusOf(engine)?.phase));
  const steps = planOf(engine)?.spec.steps.map(({ action }) => `${action.operation} ${targetString(action.target)}`);
  return { engine, steps, status: statusOf(engine) };
}

describe('the way of an anomaly', () => {
  test('leads from the report over its plan to Resolved, in five writes', async () => {
    const engine = engineWith();
    start(engine);
    engine.put(buildAnomaly({ targets: ['Node/w1'] }));
    await eventually(() => expect(statusOf(engine)?.planRef?.uid).toBeDefined());
    expect(statusOf(engine)?.planRef?.uid).toBe(planOf(engine)?.metadata.uid);
    expect(planOf(engine)?.spec.steps.map(({ action }) => action.operation)).toEqual(['drain_and_reboot_node', 'restart_deployment']);
    progress(engine, { phase: 'Executing' });
    await eventually(() => expect(statusOf(engine)?.phase).toBe('Remediating'));
    progress(engine, { phase: 'Succeeded', message: 'done' });
    await eventually(() =>
      expect(statusOf(engine)).toMatchObject({ phase: 'Resolved', reason: 'PlanSucceeded', finishedAt: expect.anything() }),
    );
    expect(writes(engine)).toEqual([
      'patch Anomaly/status',
      'create RemediationPlan',
      ...Array.from({ length: 3 }, () => 'patch Anomaly/status'),
    ]);
    expect(engine.cluster.unexpected).toEqual([]);
  });

  test('is told in the log and by Events on the anomaly and on the node', async () => {
    const { engine } = await analyzed([pressed], { targets: ['Node/w1'] });
    await eventually(() => expect(engine.events).toHaveLength(3));
    expect(engine.logged).toEqual(['Anomaly submitted: anom-1']);
    expect(engine.events.map(({ reason, regarding }) => `${reason} ${regarding.kind}`).sort()).toEqual([
      'AnomalyDetected Anomaly',
      'AnomalyDetected Node',
      'PlanCreated Anomaly',
    ]);
    expect(engine.events.find(({ regarding }) => regarding.kind === 'Node')?.regarding).toMatchObject({ name: 'w1', uid: 'uid-w1' });
  });

  test('ends in Failed/PlanDeleted when somebody deletes the plan, and no other is made', async () => {
    const { engine } = await analyzed([pressed], { targets: ['Node/w1'] });
    await eventually(() => expect(statusOf(engine)?.planRef?.uid).toBeDefined());
    const plan = planOf(engine);
    engine.cluster.remove(kinds.RemediationPlan, { namespace: system, name: 'plan-1' });
    if (plan) engine.deps.caches.plans.remove({ ...plan, metadata: { ...plan.metadata, resourceVersion: '9999' } });
    await eventually(() => expect(statusOf(engine)).toMatchObject({ phase: 'Failed', reason: 'PlanDeleted' }));
    expect(writes(engine).filter((write) => write.startsWith('create'))).toHaveLength(1);
  });
});

describe('the same words over five clusters', () => {
  const words = { type: 'high_latency', description: 'pay is slow', targets: ['Deployment/shop/pay'] } satisfies AnomalyWish;
  const down = unavailable(pay);
  const failed = since(podOn('w1', { ready: false }), 'Ready', '2026-01-01T10:00:00Z');
  const tracked = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/pay' };
  const at = (hour: number) => since(pressed, 'MemoryPressure', `2026-01-01T${hour}:00:00Z`);

  test.each<{ when: string; objects: readonly StoredObject[]; steps: string[] }>([
    {
      when: 'its node was under pressure before',
      objects: [down, set, failed, at(9)],
      steps: ['drain_and_reboot_node Node/w1', 'restart_deployment Deployment/shop/pay'],
    },
    { when: 'its node came under pressure after', objects: [down, set, failed, at(11)], steps: ['restart_deployment Deployment/shop/pay'] },
    {
      when: 'its node waits for its machine configuration',
      objects: [down, set, failed, aNode('w1', { annotations: configured('a', 'b') }), aPool('worker')],
      steps: ['monitor_mco Node/w1', 'restart_deployment Deployment/shop/pay'],
    },
    {
      when: 'Argo CD deploys it',
      objects: [aWorkload('Deployment', 'pay', { annotations: tracked, status: { readyReplicas: 0 } }), aNode('w1')],
      steps: ['argocd_sync Deployment/shop/pay'],
    },
    {
      when: 'Helm released it',
      objects: [
        aWorkload('Deployment', 'pay', { annotations: { 'meta.helm.sh/release-name': 'pay' }, status: { readyReplicas: 0 } }),
        aNode('w1'),
      ],
      steps: ['observe Deployment/shop/pay'],
    },
  ])('give $steps when $when', async ({ objects, steps }) => {
    expect((await analyzed(objects, words)).steps).toEqual(steps);
    expect((await analyzed(objects, { ...words, type: 'never_heard_of' })).steps).toEqual(steps);
  });

  test('give no plan when everything is well', async () => {
    expect(await analyzed([pay, set, podOn('w1'), aNode('w1')], words)).toMatchObject({
      steps: undefined,
      status: { reason: 'NothingWrong' },
    });
  });
});

describe('repetitions', () => {
  test('make no plan and count on the first, however many there are', async () => {
    const { engine } = await analyzed([pressed], { targets: ['Node/w1'] });
    for (const i of [2, 3, 4, 5, 6]) engine.put(buildAnomaly({ name: `anom-${i}`, type: `word_${i}`, targets: ['Node/w1'] }));
    await eventually(() => expect(statusOf(engine)?.occurrences).toBe(6));
    expect(statusOf(engine, 'anom-6')).toMatchObject({ phase: 'Suppressed', reason: 'DuplicateOf', duplicateOf: { name: 'anom-1' } });
    expect(writes(engine).filter((write) => write === 'create RemediationPlan')).toHaveLength(1);
  });

  test('that arrive together make one plan', async () => {
    const engine = engineWith([pressed]);
    for (const i of [1, 2, 3, 4, 5, 6, 7, 8]) engine.put(buildAnomaly({ name: `anom-${i}`, targets: ['Node/w1'] }));
    start(engine);
    await eventually(() => expect(writes(engine).filter((write) => write === 'patch Anomaly/status').length).toBeGreaterThan(8));
    await eventually(() =>
      expect([1, 2, 3, 4, 5, 6, 7, 8].filter((i) => statusOf(engine, `anom-${i}`)?.phase === 'Planned')).toHaveLength(1),
    );
    await eventually(() =>
      expect([1, 2, 3, 4, 5, 6, 7, 8].filter((i) => statusOf(engine, `anom-${i}`)?.phase === 'Suppressed')).toHaveLength(7),
    );
    expect(writes(engine).filter((write) => write === 'create RemediationPlan')).toHaveLength(1);
  });

  test('by two pods of one Deployment are one', async () => {
    const second = { ...podOn('w1'), metadata: { ...podOn('w1').metadata, name: 'pay-abc-2', uid: 'second' } };
    const { engine } = await analyzed([unavailable(pay), set, podOn('w1', { ready: false }), second, aNode('w1')], {
      targets: ['Pod/shop/pay-abc-1'],
    });
    engine.put(buildAnomaly({ name: 'anom-2', targets: ['Pod/shop/pay-abc-2'] }));
    await eventually(() => expect(statusOf(engine, 'anom-2')?.reason).toBe('DuplicateOf'));
    await eventually(() => expect(statusOf(engine)?.occurrences).toBe(2));
  });

  test('by the reporter itself count too', async () => {
    const { engine } = await analyzed([pressed], { targets: ['Node/w1'] });
    const stored = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: system, name: 'anom-1' });
    if (stored)
      engine.put({
        ...stored,
        metadata: { ...stored.metadata, generation: 2 },
        spec: { ...stored.spec, reports: 4, lastReportedAt: '2026-01-02T00:00:00Z' },
      });
    await eventually(() => expect(statusOf(engine)).toMatchObject({ occurrences: 4, lastSeenAt: '2026-01-02T00:00:00Z' }));
  });
});

describe('a process that died', () => {
  /** Planning ran until this call failed as it does when the process is killed, and another process goes on. */
  async function diedAt(call: string): Promise<Engine> {
    const engine = engineWith([pressed]);
    engine.cluster.failNext(call, new Transient({ message: 'killed', reason: 'Killed' }));
    const first = start(engine);
    engine.put(buildAnomaly({ targets: ['Node/w1'] }));
    await eventually(() => expect(engine.logged.join()).toContain('killed'));
    await first.stop();
    start(engine);
    await eventually(() => expect(statusOf(engine)?.planRef?.uid).toBeDefined());
    return engine;
  }

  test.each(['patch Anomaly/status', 'create RemediationPlan'])('before %s leaves one plan all the same', async (call) => {
    const engine = await diedAt(call);
    expect(engine.cluster.peek(kinds.RemediationPlan, { namespace: system, name: 'plan-1' })).toBeDefined();
    expect(engine.cluster.peek(kinds.RemediationPlan, { namespace: system, name: 'plan-1-d' })).toBeUndefined();
  });

  test('after the create, before it heard of it, finds its plan', async () => {
    const engine = await diedAt('create RemediationPlan');
    const plan = planOf(engine);
    const anomaly = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: system, name: 'anom-1' });
    const forgetful = engineWith([pressed]);
    if (!plan || !anomaly) throw new Error('the first process left both');
    forgetful.cluster.put(plan);
    forgetful.put({ ...anomaly, status: { ...anomaly.status, planRef: { namespace: system, name: 'plan-1' } } });
    start(forgetful);
    await eventually(() => expect(statusOf(forgetful)?.planRef?.uid).toBe(plan.metadata.uid));
    expect(writes(forgetful)).toEqual(['patch Anomaly/status']);
  });
});

test('a foreign plan of that name is left alone: the second name is taken', async () => {
  const engine = engineWith([pressed]);
  engine.cluster.put({
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPlan',
    metadata: { namespace: system, name: 'plan-1' },
    spec: { steps: [] },
  });
  start(engine);
  engine.put(buildAnomaly({ targets: ['Node/w1'], uid: 'abcdef-1' }));
  await eventually(() => expect(writes(engine)).toContain('create RemediationPlan'));
  engine.clock.advance(1000);
  await eventually(() => expect(statusOf(engine)?.planRef?.uid).toBeDefined());
  expect(statusOf(engine)?.planRef).toMatchObject({ name: 'plan-1-abcde', uid: planOf(engine, 'plan-1-abcde')?.metadata.uid });
  expect(planOf(engine)?.spec.steps).toEqual([]);
});

test('what may not be read keeps the anomaly Pending, and is read again', async () => {
  const engine = engineWith([pressed]);
  engine.cluster.failNext('get Node', new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: 'get', resource: 'nodes' }));
  start(engine);
  engine.put(buildAnomaly({ targets: ['Node/w1'] }));
  await eventually(() =>
    expect(statusOf(engine)).toMatchObject({ phase: 'Pending', reason: 'Forbidden', message: expect.stringContaining('get nodes') }),
  );
  const before = engine.cluster.calls.length;
  const stored = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: system, name: 'anom-1' });
  if (stored) engine.put({ ...stored, metadata: { ...stored.metadata, generation: 2 } });
  await eventually(() => expect(statusOf(engine)).toMatchObject({ phase: 'Planned' }));
  expect(engine.cluster.calls.length).toBeGreaterThan(before);
});

test('a plan that has not begun is stopped when the reporter saw it end', async () => {
  const engine = engineWith([pressed], ['patch RemediationPlan']);
  start(engine);
  engine.put(buildAnomaly({ targets: ['Node/w1'] }));
  await eventually(() => expect(statusOf(engine)?.planRef?.uid).toBeDefined());
  const stored = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: system, name: 'anom-1' });
  if (stored)
    engine.put({
      ...stored,
      metadata: { ...stored.metadata, generation: 2 },
      spec: { ...stored.spec, resolvedAt: '2026-01-01T01:00:00Z' },
    });
  await eventually(() => expect(planOf(engine)?.spec.cancel).toBe('Stop'));
  progress(engine, { phase: 'Cancelled' });
  await eventually(() => expect(statusOf(engine)).toMatchObject({ phase: 'Resolved', reason: 'ResolvedByReporter' }));
});

describe('two tenants on one ill node', () => {
  const name = incidentName(target('Node/w1'));
  const bankPay = aWorkload('Deployment', 'pay', { namespace: 'bank' });
  const bankSet = aWorkload('ReplicaSet', 'pay-abc', { namespace: 'bank', ownerReferences: ownedBy(bankPay) });
  const bankPod = { ...podOn('w1', { ready: false, namespace: 'bank', ownerReferences: ownedBy(bankSet) }) };
  const objects = [pressed, unavailable(pay), set, podOn('w1', { ready: false }), unavailable(bankPay), bankSet, bankPod];

  test('meet in one anomaly of the system namespace, whose plan covers both', async () => {
    const engine = engineWith(objects, ['create Anomaly', 'patch Anomaly']);
    start(engine);
    engine.put(buildAnomaly({ name: 'anom-shop', namespace: 'shop', targets: ['Pod/shop/pay-abc-1'] }));
    await eventually(() => expect(statusOf(engine, 'anom-shop', 'shop')).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident' }));
    engine.cluster.failNext('patch Anomaly', new Conflict({ code: 409, reason: 'Conflict', message: 'it was written meanwhile' }));
    engine.put(buildAnomaly({ name: 'anom-bank', namespace: 'bank', targets: ['Deployment/bank/pay'] }));
    await eventually(() => expect(statusOf(engine, 'anom-bank', 'bank')).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident' }));

    const incident = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace: system, name });
    const planName = `plan-${name.slice('anom-'.length)}`;
    for (const [tenant, namespace] of [
      ['anom-shop', 'shop'],
      ['anom-bank', 'bank'],
    ] as const)
      expect(statusOf(engine, tenant, namespace)?.planRef).toMatchObject({ namespace: system, name: planName });
    expect(incident).toMatchObject({ spec: { reporter: 'planning', reports: 2 }, status: { phase: 'Planned' } });
    expect(planOf(engine, planName)?.spec.steps.map(({ action }) => targetString(action.target))).toEqual([
      'Node/w1',
      'Deployment/bank/pay',
      'Deployment/shop/pay',
    ]);
  });
});
