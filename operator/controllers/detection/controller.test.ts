import { afterEach, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPolicySpec } from '../../api/generated/types.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { at } from '../../testing/action-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, ownedBy, type Conditions } from '../../testing/cluster-objects.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine, type FakeEngineOptions } from '../../testing/fake-engine.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import type { Controller } from '../runtime/deps.ts';
import type { Detector } from './detector.ts';
import { makeDetectionController, makeDetectionPass, reconcileSubject } from './controller.ts';

const allow = ['get *', 'list *', 'discover *', 'create Anomaly', 'patch Anomaly', 'delete Pod'];
const quick = {
  nodes: { notReadySeconds: 3, problemSeconds: 1 },
  clusterOperators: { degradedSeconds: 3 },
  machineConfigPools: { degradedSeconds: 3 },
  workloads: { unavailableSeconds: 3 },
  crashLoops: { restarts: 2, windowSeconds: 60 },
} satisfies RemediationPolicySpec['detectors'];
let running: Controller | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A leading engine at second 100 that detects, over these objects. */
function detecting({ spec = { detectors: quick }, ...options }: FakeEngineOptions & { spec?: RemediationPolicySpec } = {}) {
  const engine = fakeEngine({ allow, ...options });
  engine.put(buildPolicy(spec));
  engine.clock.setNow(new Date(at(100)));
  const controller = makeDetectionController(engine.deps);
  running = controller;
  const reports = (): Anomaly[] => engine.deps.caches.anomalies.list();
  const node = (conditions: Conditions, second: number, more: object = {}) => {
    const made = aNode('worker-1', { conditions, ...more });
    const listed = (made.status?.conditions ?? []).map((one) => ({ ...one, lastTransitionTime: at(second) }));
    const stored = engine.cluster.put({ ...made, status: { conditions: listed } });
    engine.deps.caches.nodes.upsert(stored);
  };
  return { ...engine, controller, reports, node };
}

const untilTrue = (condition: () => boolean) => eventually(() => expect(condition()).toBe(true));

describe('a node', () => {
  test('that has not been Ready for long enough is reported, once', async () => {
    const { controller, node, reports, cluster } = detecting();
    node({ Ready: 'False' }, 90);
    controller.start();
    await untilTrue(() => reports().length === 1);
    node({ Ready: 'Unknown' }, 90);
    await running?.stop();
    expect(reports()).toMatchObject([
      { metadata: { namespace: 'self-healing-platform' }, spec: { type: 'node_not_ready', targets: [{ kind: 'Node', name: 'worker-1' }] } },
    ]);
    expect(cluster.unexpected).toEqual([]);
  });

  test('that is not Ready for a moment is looked at again when that has lasted, and not reported before', async () => {
    const { deps, node, reports, clock } = detecting();
    const queue = { add: () => undefined };
    const pass = makeDetectionPass(deps, queue);
    node({ Ready: 'False' }, 99);
    await reconcileSubject(pass, queue, 'nodes/*');
    expect(await reconcileSubject(pass, queue, 'nodes/worker-1')).toEqual({ after: 2000 });
    expect(reports()).toEqual([]);
    clock.advance(2000);
    await reconcileSubject(pass, queue, 'nodes/worker-1');
    expect(reports()).toHaveLength(1);
  });

  test('that recovers tells its report so', async () => {
    const { controller, node, reports } = detecting();
    node({ MemoryPressure: 'True' }, 90);
    controller.start();
    await untilTrue(() => reports().length === 1);
    node({}, 101);
    await untilTrue(() => reports()[0]?.spec.resolvedAt !== undefined);
  });

  test('that nobody wants managed is not reported', async () => {
    const { controller, node, reports, cluster } = detecting();
    node({ Ready: 'False' }, 90, { labels: { 'coordination.selfheal.dev/managed': 'false' } });
    controller.start();
    node({ Ready: 'False' }, 90, { labels: {} });
    await untilTrue(() => reports().length === 1);
    expect(cluster.calls.filter(({ verb }) => verb === 'create')).toHaveLength(1);
  });

  test('is not looked at when the policy says so, and is as soon as it says otherwise', async () => {
    const { controller, node, reports, put } = detecting({ spec: { detectors: { nodes: { enabled: false } } } });
    node({ Ready: 'False' }, 1);
    controller.start();
    put(buildPolicy({ detectors: quick }));
    await untilTrue(() => reports().length === 1);
    expect(reports()).toHaveLength(1);
  });
});

test('what lasts after a report that a crash kept from being seen is not reported twice', async () => {
  const { controller, node, reports, cluster, deps } = detecting();
  node({ Ready: 'False' }, 90);
  controller.start();
  await untilTrue(() => reports().length === 1);
  await controller.stop();
  const [first] = reports();
  if (first) deps.caches.anomalies.remove(first);
  controller.start();
  await untilTrue(() => cluster.calls.filter(({ verb }) => verb === 'create').length === 2);
  expect(await cluster.list(kinds.Anomaly)).toMatchObject({ items: [{}] });
});

describe('beside nodes', () => {
  test.each([
    { object: aClusterOperator('network', { Degraded: 'True' }), type: 'cluster_operator_degraded' },
    { object: aPool('worker', { conditions: { Degraded: 'True' } }), type: 'machine_config_pool_degraded' },
  ])('a $object.kind that is degraded is reported with $type', async ({ object, type }) => {
    const conditions = (object.status?.conditions ?? []).map((one) => ({ ...one, lastTransitionTime: at(1) }));
    const { controller, reports } = detecting({ objects: [{ ...object, status: { ...object.status, conditions } }] });
    controller.start();
    await untilTrue(() => reports().length === 1);
    expect(reports()).toMatchObject([{ metadata: { namespace: 'self-healing-platform' }, spec: { type } }]);
  });

  test('where OpenShift is not installed nothing of it is watched', async () => {
    const { controller, node, reports, logged } = detecting({ missing: [kinds.ClusterOperator, kinds.MachineConfigPool] });
    node({ Ready: 'False' }, 1);
    controller.start();
    await untilTrue(() => reports().length === 1);
    expect(logged.filter((line) => line.includes('Cannot watch'))).toEqual([]);
  });

  test.each([
    { object: aClusterOperator('network', { Degraded: 'True' }), kind: kinds.ClusterOperator, detector: 'clusterOperators' },
    { object: aPool('worker', { conditions: { Degraded: 'True' } }), kind: kinds.MachineConfigPool, detector: 'machineConfigPools' },
  ])(
    'a $kind.kind is watched once its kind is installed, which costs one question in RESYNC_SECONDS',
    async ({ object, kind, detector }) => {
      const { deps, cluster } = detecting({ objects: [object], missing: [kind], settings: { resyncSeconds: 60 } });
      const pass = makeDetectionPass(deps, { add: () => undefined });
      const gate = () => reconcileSubject(pass, { add: () => undefined }, `${detector}/*`);
      expect([await gate(), await gate()]).toEqual([{ after: 60_000 }, { after: 60_000 }]);
      expect(cluster.calls.map(({ verb, what }) => `${verb} ${what}`)).toEqual([`discover ${kind.kind}`, `discover ${kind.kind}`]);
      cluster.install(kind);
      expect(await gate()).toBeUndefined();
      await eventually(() => expect(pass.detectors.get(detector)?.subjects()).toEqual([object.metadata.name]));
    },
  );

  const selector = { matchLabels: { app: 'pay' } };
  const pay = aWorkload('Deployment', 'pay', { spec: { replicas: 1, selector }, status: { readyReplicas: 0 } });
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const podOf = (restartCount: number, startTime: string) => {
    const pod = aPod('pay-1', {
      ready: false,
      labels: { app: 'pay' },
      ownerReferences: ownedBy(pay),
      containers: [{ name: 'app', restartCount }],
    });
    const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: startTime }];
    return { ...pod, status: { ...pod.status, startTime, conditions } };
  };

  test('a workload whose pod has not been ready for long enough is reported in its namespace', async () => {
    const { controller, reports } = detecting({ objects: [pay, podOf(0, at(90)), shop] });
    controller.start();
    await untilTrue(() => reports().length === 1);
    expect(reports()).toMatchObject([
      {
        metadata: { namespace: 'shop' },
        spec: { type: 'workload_unavailable', severity: 'high', targets: [{ kind: 'Deployment', name: 'pay' }] },
      },
    ]);
  });

  test('a workload of which each time another pod is not ready, as in a rollout, is not reported until one stays so', async () => {
    const { deps, reports, clock, cluster } = detecting({ objects: [pay, podOf(0, at(99)), shop] });
    const queue = { add: () => undefined };
    const pass = makeDetectionPass(deps, queue);
    const subject = 'workloads/Deployment/shop/pay';
    await reconcileSubject(pass, queue, 'workloads/*');
    await eventually(() => expect(pass.detectors.get('workloads')?.subjects()).toEqual(['Deployment/shop/pay']));
    expect(await reconcileSubject(pass, queue, subject)).toEqual({ after: 2000 });
    clock.advance(2000);
    cluster.put(podOf(0, at(101)));
    expect(await reconcileSubject(pass, queue, subject)).toEqual({ after: 2000 });
    expect(reports()).toEqual([]);
    clock.advance(2000);
    await reconcileSubject(pass, queue, subject);
    expect(reports()).toHaveLength(1);
    const reads = cluster.calls.length;
    await reconcileSubject(pass, queue, subject);
    expect(cluster.calls).toHaveLength(reads);
    await pass.detectors.get('workloads')?.close();
  });

  test('a workload in a namespace that nobody wants managed is asked about every ten minutes only', async () => {
    const unmanaged = { ...shop, metadata: { name: 'shop', labels: { 'coordination.selfheal.dev/managed': 'false' } } };
    const { deps, reports } = detecting({ objects: [pay, podOf(0, at(90)), unmanaged] });
    const queue = { add: () => undefined };
    const pass = makeDetectionPass(deps, queue);
    await reconcileSubject(pass, queue, 'workloads/*');
    await eventually(() => expect(pass.detectors.get('workloads')?.subjects()).toHaveLength(1));
    expect(await reconcileSubject(pass, queue, 'workloads/Deployment/shop/pay')).toEqual({ after: 600_000 });
    expect(reports()).toEqual([]);
    await pass.detectors.get('workloads')?.close();
  });

  test('a container that was restarted often enough is reported as its workload', async () => {
    const spec = { detectors: { ...quick, workloads: { enabled: false } } };
    const { controller, reports } = detecting({ objects: [pay, podOf(2, at(90)), shop], spec });
    controller.start();
    await untilTrue(() => reports().length === 1);
    expect(reports()).toMatchObject([{ spec: { type: 'crash_loop', targets: [{ kind: 'Deployment', name: 'pay' }] } }]);
  });

  describe('a report of a crash loop', () => {
    const loop = { type: 'crash_loop', severity: 'medium', reporter: 'detector/crashLoops', detectedAt: at(20) } as const;
    const backingOff = { name: 'app', restartCount: 40, state: { waiting: { reason: 'CrashLoopBackOff' } } };

    /** An engine that has just taken over while what another one reported is open. */
    const takingOver = async (container: object) => {
      const pod = podOf(40, at(0));
      const seen = { ...pod, status: { ...pod.status, containerStatuses: [{ ...pod.status.containerStatuses?.[0], ...container }] } };
      const engine = detecting({ objects: [pay, seen, shop] });
      engine.put(buildAnomaly({ ...loop, namespace: 'shop', targets: ['Deployment/shop/pay'] }));
      const queue = { add: () => undefined };
      const pass = makeDetectionPass(engine.deps, queue);
      await reconcileSubject(pass, queue, 'crashLoops/*');
      await eventually(() => expect(pass.detectors.get('crashLoops')?.subjects()).toEqual(['Deployment/shop/pay']));
      const look = () => reconcileSubject(pass, queue, 'crashLoops/Deployment/shop/pay');
      return { ...engine, look, isTold: () => engine.reports()[0]?.spec.resolvedAt !== undefined, stop: () => stopAll(pass.detectors) };
    };
    const stopAll = (detectors: ReadonlyMap<string, Detector>) => Promise.all([...detectors.values()].map((one) => one.close()));

    test('is told of no recovery by an engine that has just begun to look, and of one when a window went by', async () => {
      const { look, isTold, clock, stop } = await takingOver({});
      expect(await look()).toEqual({ after: 60_000 });
      expect(isTold()).toBe(false);
      clock.advance(60_000);
      await look();
      expect(isTold()).toBe(true);
      await stop();
    });

    test('is told of no recovery while the kubelet only backs off for longer than the window', async () => {
      const { look, isTold, clock, stop } = await takingOver(backingOff);
      await look();
      clock.advance(60_000);
      expect(await look()).toEqual({ after: 6_000 });
      expect(isTold()).toBe(false);
      await stop();
    });
  });

  test('a pod of no workload that a kubelet backs off from is reported itself', async () => {
    const spec = { detectors: { ...quick, workloads: { enabled: false } } };
    const lone = { ...podOf(2, at(90)), metadata: { ...podOf(0, at(90)).metadata, ownerReferences: [] } };
    const event = {
      ...{ apiVersion: 'events.k8s.io/v1', kind: 'Event', reason: 'BackOff', type: 'Warning' },
      metadata: { name: 'pay-1.1', namespace: 'shop' },
      regarding: { kind: 'Pod', namespace: 'shop', name: 'pay-1' },
    };
    const { controller, reports } = detecting({ objects: [lone, event, shop], spec });
    controller.start();
    await untilTrue(() => reports().length === 1);
    expect(reports()).toMatchObject([{ spec: { type: 'crash_loop', targets: [{ kind: 'Pod', namespace: 'shop', name: 'pay-1' }] } }]);
  });
});

test('what two pods are reported as is told of a recovery when both are well, or gone', async () => {
  const spec = { detectors: { ...quick, workloads: { enabled: false } } };
  const job = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'work', uid: 'uid-work', controller: true }];
  const podOf = (name: string, restartCount: number) => {
    const pod = aPod(name, { ready: false, ownerReferences: job, containers: [{ name: 'app', restartCount }] });
    return { ...pod, status: { ...pod.status, startTime: at(90) } };
  };
  const { deps, cluster, reports, clock } = detecting({ objects: [podOf('a', 2), podOf('b', 2)], spec });
  const queue = { add: () => undefined };
  const pass = makeDetectionPass(deps, queue);
  await reconcileSubject(pass, queue, 'crashLoops/*');
  const look = async (...pods: readonly string[]) => {
    for (const pod of pods) await reconcileSubject(pass, queue, `crashLoops/Pod/shop/${pod}`);
    return reports().map(({ spec: { targets, resolvedAt } }) => ({ of: targets?.[0]?.kind, told: resolvedAt !== undefined }));
  };
  expect(await look('a', 'b')).toEqual([{ of: 'Job', told: false }]);
  await cluster.delete(kinds.Pod, { namespace: 'shop', name: 'b' });
  clock.advance(10_000);
  expect(await look('b', 'a')).toEqual([{ of: 'Job', told: false }]);
  await cluster.delete(kinds.Pod, { namespace: 'shop', name: 'a' });
  clock.advance(10_000);
  expect(await look('a')).toEqual([{ of: 'Job', told: true }]);
  await pass.detectors.get('crashLoops')?.close();
});

test('a report that may not be made is said in the log, and tried again later', async () => {
  const { deps, node, reports, cluster, logged } = detecting();
  const queue = { add: () => undefined };
  const pass = makeDetectionPass(deps, queue);
  cluster.failNext('create Anomaly', new Terminal({ reason: 'Forbidden', message: 'no', code: 403 }));
  node({ Ready: 'False' }, 1);
  await reconcileSubject(pass, queue, 'nodes/*');
  expect(await reconcileSubject(pass, queue, 'nodes/worker-1')).toEqual({ after: 600_000 });
  expect(logged).toEqual(['Trouble was detected that may not be reported']);
  await reconcileSubject(pass, queue, 'nodes/worker-1');
  expect(reports()).toHaveLength(1);
});
