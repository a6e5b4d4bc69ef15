import { describe, expect, test } from '@jest/globals';
import { aNode, aPod, aService, aSlice, aWorkload } from '../../testing/cluster-objects.ts';
import { aClaim, anApplication } from '../../testing/provision-objects.ts';
import { seenTarget, seenWorkload, since, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import type { SeenPod } from '../health/objects.ts';
import { diagnose } from './diagnose.ts';
import { linkedBy, managedBy } from './links.ts';
import { targetOf, type SeenTarget, type SeenWorld } from './seen.ts';

const report = { type: 'whatever' };
const minute = (n: number) => `2026-01-01T10:${String(n).padStart(2, '0')}:00Z`;
const pay = aWorkload('Deployment', 'pay');
const down = unavailable(pay);

function failing(node: string, at: number, parts: Parameters<typeof aPod>[1] = {}): SeenPod {
  return since(aPod(`pay-${node}`, { ...parts, ready: false, spec: { ...parts.spec, nodeName: node } }), 'Ready', minute(at));
}
const ill = (name: string, type: string, at: number) => since(aNode(name, { conditions: { [type]: 'True' } }), type, minute(at));
const well = (...names: string[]) => names.map((name) => aNode(name));
const exit = { reason: 'Error', exitCode: 1, finishedAt: minute(10) };
const killed = { reason: 'OOMKilled', exitCode: 137, finishedAt: minute(10) };
const crash = (terminated: object) => [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated } }];
const limited = { containers: [{ name: 'main', resources: { limits: { memory: '64Mi' } } }] };

describe('between a node and what runs on it', () => {
  test.each<{ when: string; pods: SeenPod[]; nodes: SeenWorld['nodes']; cause: string; named?: string }>([
    {
      when: 'the only pod that fails is on the node that was ill before',
      pods: [failing('w1', 10), aPod('pay-w2', { spec: { nodeName: 'w2' } })],
      nodes: [ill('w1', 'MemoryPressure', 9), ...well('w2')],
      cause: 'Node/w1',
    },
    {
      when: 'pods fail on two healthy nodes too',
      pods: [failing('w1', 10), failing('w2', 10), failing('w3', 10)],
      nodes: [ill('w1', 'MemoryPressure', 9), ...well('w2', 'w3')],
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'as many fail on the ill node as elsewhere: the lower layer',
      pods: [failing('w1', 10), failing('w2', 10)],
      nodes: [ill('w1', 'MemoryPressure', 9), ...well('w2')],
      cause: 'Node/w1',
    },
    {
      when: 'two ill nodes account for most',
      pods: [failing('w1', 10), failing('w2', 10), failing('w3', 10)],
      nodes: [ill('w1', 'DiskPressure', 8), ill('w2', 'DiskPressure', 9), ...well('w3')],
      cause: 'Node/w1',
    },
    {
      when: 'nothing that fails is on the ill node',
      pods: [failing('w2', 10), aPod('pay-w1', { spec: { nodeName: 'w1' } })],
      nodes: [ill('w1', 'MemoryPressure', 9), ...well('w2')],
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'a container outgrew its own limit on a node under pressure',
      pods: [failing('w1', 10, { spec: limited, containers: crash(killed) })],
      nodes: [ill('w1', 'MemoryPressure', 5)],
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'a container without a limit was killed on a node under pressure',
      pods: [failing('w1', 10, { containers: crash(killed) })],
      nodes: [ill('w1', 'MemoryPressure', 5)],
      cause: 'Node/w1',
    },
    {
      when: 'a container ends by itself on healthy nodes',
      pods: ['w1', 'w2', 'w3'].map((node) => failing(node, 10, { containers: crash(exit) })),
      nodes: well('w1', 'w2', 'w3'),
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'an image cannot be had on a node that lacks memory',
      pods: [failing('w1', 10, { containers: [{ name: 'main', state: { waiting: { reason: 'ImagePullBackOff' } } }] })],
      nodes: [ill('w1', 'MemoryPressure', 5)],
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'an image cannot be had on a node whose disk is full',
      pods: [failing('w1', 10, { containers: [{ name: 'main', state: { waiting: { reason: 'ImagePullBackOff' } } }] })],
      nodes: [ill('w1', 'DiskPressure', 5)],
      cause: 'Node/w1',
    },
    {
      when: 'node-problem-detector found the kernel of the node to hang before',
      pods: [failing('w1', 10)],
      nodes: [ill('w1', 'KernelDeadlock', 9)],
      cause: 'Node/w1',
    },
    {
      when: 'a pod cannot go away from a node that was lost',
      pods: [{ ...failing('w1', 10), metadata: { ...aPod('pay-w1').metadata, deletionTimestamp: minute(15) } }, failing('w2', 16)],
      nodes: [since(aNode('w1', { conditions: { Ready: 'Unknown' } }), 'Ready', minute(9)), ...well('w2')],
      cause: 'Node/w1',
    },
  ])('it is $cause when $when', ({ pods, nodes, cause }) => {
    expect(diagnose(world([seenWorkload(down, pods)], { nodes }), report).rootCause?.target).toEqual(target(cause));
  });
});

test.each([
  { secondsLater: 30, cause: 'Node/w1' },
  { secondsLater: 31, cause: 'Deployment/shop/pay' },
])('a node that is seen to be ill $secondsLater s after its pods failed: $cause', ({ secondsLater, cause }) => {
  const at = new Date(Date.parse(minute(10)) + secondsLater * 1000).toISOString();
  const node = since(aNode('w1', { conditions: { Ready: 'False' } }), 'Ready', at);
  expect(diagnose(world([seenWorkload(down, [failing('w1', 10)])], { nodes: [node] }), report).rootCause?.target).toEqual(target(cause));
});

test('of two ill nodes it is the one that more stands on which suffers, though the other was ill first', () => {
  const targets = ['a', 'b'].map((name) => seenWorkload(unavailable(aWorkload('Deployment', name)), [failing('w1', 10)]));
  const nodes = [seenTarget(ill('w2', 'MemoryPressure', 1)), seenTarget(ill('w1', 'MemoryPressure', 9))];
  const { rootCause } = diagnose(world([...nodes, ...targets]), report);
  expect(rootCause?.target?.name).toBe('w1');
  expect(rootCause?.evidence?.[1]?.what).toBe('what stands on it suffers too: Deployment/shop/a, Deployment/shop/b');
});

test('it is the application under three healthy nodes, though a fourth is named that was ill before', () => {
  const pods = ['w1', 'w2', 'w3', 'w4'].map((node) => failing(node, 10));
  const seen = world([seenTarget(ill('w4', 'DiskPressure', 2)), seenWorkload(down, pods)], { nodes: well('w1', 'w2', 'w3') });
  const { rootCause, affectedLayers } = diagnose(seen, report);
  expect(rootCause?.target).toEqual(target('Deployment/shop/pay'));
  expect(affectedLayers).toEqual(['infrastructure', 'application']);
  expect(rootCause?.evidence?.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'its pods fail on nodes that are healthy: w1, w2, w3',
      'DiskPressure does not account for what fails there, since that fails elsewhere or by itself too',
    ]),
  );
});

test('a node that is ill and is not the cause is told of, though nobody named it', () => {
  const { rootCause, impactedResources } = diagnose(
    world([seenWorkload(down, [failing('w1', 10)])], { nodes: [ill('w1', 'PIDPressure', 12)] }),
    report,
  );
  expect(impactedResources.map(({ target: { kind } }) => kind)).toEqual(['Deployment']);
  expect(rootCause?.evidence).toContainEqual({
    what: 'PIDPressure began only after what runs there had failed',
    where: 'Node/w1',
    since: minute(12),
  });
});

const found = (kind: 'claim' | 'service' | 'application', object: object & Parameters<typeof targetOf>[0], more: object = {}) =>
  ({ kind, asked: targetOf(object), target: targetOf(object), [kind]: object, ...more }) as unknown as SeenTarget;

describe('among what applications are made of', () => {
  const web = aService('pay');
  const service = found('service', web, { slices: [aSlice(web, [{ ready: false }])], pods: [failing('w1', 10)] });
  const claim = found('claim', aClaim('data', { status: { phase: 'Pending' } }));
  const gone = { kind: 'missing', asked: target('StorageClass/fast'), target: target('StorageClass/fast') } as const;
  const app = found('application', anApplication('shop', { health: { status: 'Degraded', lastTransitionTime: minute(1) } }));
  const workload = seenWorkload(down, [failing('w1', 10)]);
  const link = (from: SeenTarget, to: SeenTarget, via: string) => ({ from: from.target, to: to.target, via });

  test.each<{ when: string; seen: SeenWorld; cause: string }>([
    {
      when: 'a Service has no endpoints since its workload is down',
      seen: world([service], { beyond: [workload], links: [link(service, workload, linkedBy.endpoints)] }),
      cause: 'Deployment/shop/pay',
    },
    {
      when: 'the claim of a workload has no volume',
      seen: world([workload], { beyond: [claim], links: [link(workload, claim, linkedBy.claim)] }),
      cause: 'PersistentVolumeClaim/shop/data',
    },
    {
      when: 'the claim asks for a StorageClass that is not there',
      seen: world([workload], {
        beyond: [claim, gone],
        links: [link(workload, claim, linkedBy.claim), link(claim, gone, linkedBy.storageClass)],
      }),
      cause: 'StorageClass/fast',
    },
    {
      when: 'an Application is degraded by what it manages',
      seen: world([app], { beyond: [workload], links: [link(workload, app, managedBy)] }),
      cause: 'Deployment/shop/pay',
    },
  ])('it is $cause when $when', ({ seen, cause }) => {
    expect(diagnose(seen, report).rootCause?.target).toMatchObject({ ...target(cause), apiVersion: expect.any(String) });
  });
});

describe('a report about what is not there', () => {
  const missing = (text: string): SeenTarget => ({ kind: 'missing', asked: target(text), target: target(text) });

  test.each([
    { targets: ['Node/w9'], layers: ['infrastructure'] },
    { targets: ['Pod/shop/pay-1'], layers: ['application'] },
    { targets: ['Pod/shop/pay-1', 'ClusterOperator/dns'], layers: ['platform', 'application'] },
  ])('has layers by the kinds of $targets, and hits no object', ({ targets, layers }) => {
    const found = diagnose(world(targets.map(missing)), { ...report, targets: targets.map(target) });
    expect(found).toMatchObject({ affectedLayers: layers, impactedResources: [], deployments: [] });
    expect(found.rootCause?.target).toBeUndefined();
    expect(found.rootCause?.evidence).toContainEqual({ what: 'it does not exist', where: targets[0] });
  });

  test('is about what is there as soon as something there is ill', () => {
    const found = diagnose(world([missing('Pod/shop/old'), seenWorkload(down)]), report);
    expect(found.affectedLayers).toEqual(['application']);
    expect(found.rootCause?.evidence).toContainEqual({ what: 'it does not exist', where: 'Pod/shop/old' });
    expect(found.rootCause?.target).toEqual(target('Deployment/shop/pay'));
  });
});

describe('what only the report can say', () => {
  const claim = found('claim', aClaim('data'));
  const rolling = aNode('w1', {
    annotations: { 'machineconfiguration.openshift.io/currentConfig': 'a', 'machineconfiguration.openshift.io/desiredConfig': 'b' },
  });
  const running = seenWorkload(pay, [aPod('pay-1', { spec: { nodeName: 'w1' } })]);

  test.each<{ type: string; details: Record<string, string>; state: string | undefined }>([
    { type: 'pvc_full', details: {}, state: 'StorageFull' },
    { type: 'alert', details: { alertname: 'KubePersistentVolumeFillingUp' }, state: 'StorageFull' },
    { type: 'something', details: {}, state: undefined },
  ])('a claim is $state by a report of type $type', ({ type, details, state }) => {
    expect(diagnose(world([claim]), { type, details }).impactedResources[0]?.state).toBe(state);
  });

  test.each([
    { when: 'the configuration beneath changes', nodes: [rolling], states: ['Updating', 'Latency'] },
    { when: 'all is well beneath', nodes: well('w1'), states: [] },
  ])('answers that take long make $states when $when', ({ nodes, states }) => {
    const { impactedResources, rootCause } = diagnose(world([running], { nodes }), { type: 'latency_high' });
    expect(impactedResources.map(({ state }) => state)).toEqual(states);
    expect(rootCause?.layer).toBe(states.length > 0 ? 'infrastructure' : undefined);
  });
});
