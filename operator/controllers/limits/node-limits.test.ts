import { describe, expect, test } from '@jest/globals';
import type { NodeGroupStatus, RemediationPolicySpec } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import type { KubeObject } from '../../kube/client.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { aNode, aPool, type Conditions } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { wishOfAction } from './limits.ts';
import { concernsLimits } from './node-view.ts';

let version = 0;
const nodeOf = (name: string, conditions: Conditions = {}, more = {}) =>
  ({ ...aNode(name, { conditions, ...more, resourceVersion: String((version += 1)) }) }) as unknown as KubeObject;
const four = { nodes: { minHealthy: 4, stormCooldownSeconds: 10, maxInFlight: 3 } };

/** Seven nodes, of which four must be healthy; the clock stands at second 100. */
function stage({ spec = four, nodeGroups }: { spec?: RemediationPolicySpec; nodeGroups?: NodeGroupStatus[] } = {}) {
  const engine = fakeEngine({ allow: ['get *', 'list *'] });
  const { deps, clock, put, cluster } = engine;
  put({ ...buildPolicy(spec), ...(nodeGroups && { status: { nodeGroups } }) });
  const set = (name: string, conditions: Conditions = {}, more = {}) => deps.caches.nodes.upsert(nodeOf(name, conditions, more));
  for (let n = 1; n <= 7; n += 1) set(`w${n}`);
  const now = (second: number) => clock.setNow(new Date(at(second)));
  now(100);
  return {
    ...engine,
    now,
    set,
    ill: (...names: string[]) => names.forEach((name) => set(name, { Ready: 'False' })),
    stage: () => deps.limits.nodeGroups().get('worker')?.stage,
    place: (name: string) => deps.limits.nodePlaces().of(name),
    calls: () => cluster.calls.map(({ verb, what }) => `${verb} ${what}`),
  };
}

const cordon = (wish: ActionWish) => buildAction({ operation: 'cordon_node', target: 'Node/w4', ...wish });
const admitted = (second: number): ActionWish['status'] => ({
  phase: 'Succeeded',
  conditions: [{ type: 'Admitted', status: 'True', reason: 'Admitted', message: '', lastTransitionTime: at(second) }],
});

describe('a storm', () => {
  test('is seen by the nodes, cools down, lets go one by one what it held, and is over when none of that waits', () => {
    const { stage: now, now: setNow, ill, set, put, place } = stage();
    expect(now()).toBe('calm');
    ill('w1', 'w2', 'w3', 'w4');
    expect(now()).toBe('storm');
    put(cordon({ name: 'a', createdAt: 101 }));
    put(cordon({ name: 'b', createdAt: 102, target: 'Node/w5' }));
    setNow(110);
    set('w1');
    expect(now()).toBe('cooldown');
    setNow(119);
    expect(now()).toBe('cooldown');
    setNow(120);
    expect(now()).toBe('release');
    expect(place('w4')?.release).toEqual({ group: 'worker', at: Date.parse(at(120)), everyMs: 10_000 });
    put(cordon({ name: 'a', createdAt: 101, status: admitted(120) }));
    expect(place('w5')?.release?.at).toBe(Date.parse(at(130)));
    put(cordon({ name: 'b', createdAt: 102, target: 'Node/w5', status: admitted(130) }));
    expect(now()).toBe('calm');
    expect(place('w5')?.release).toBeUndefined();
  });

  test('counts one more action of a plan that had begun before as no new beginning', () => {
    const { stage: now, now: setNow, ill, set, put, place } = stage();
    const plan = { name: 'p', uid: 'uid-p' };
    const steps = [1, 2].map((n) => ({ name: `step-${n}`, phase: 'Succeeded' as const, actionRef: { name: `p-${n}` } }));
    put({ ...buildPlan({ ...plan, steps: [{ target: 'Node/w1' }, { target: 'Node/w1' }] }), status: { phase: 'Executing', steps } });
    ill('w1', 'w2', 'w3', 'w4');
    expect(now()).toBe('storm');
    put(cordon({ name: 'a', createdAt: 101 }));
    setNow(110);
    set('w1');
    expect(now()).toBe('cooldown');
    setNow(125);
    put(cordon({ name: 'p-1', plan, target: 'Node/w1', status: admitted(100) }));
    put(cordon({ name: 'p-2', plan, target: 'Node/w1', status: admitted(124) }));
    expect(place('w4')?.release?.at).toBe(Date.parse(at(120)));
  });

  test('lasts for a plan that it held, until the step on the node begins', () => {
    const { stage: now, now: setNow, ill, set, put } = stage();
    const plan = buildPlan({ name: 'p', createdAt: 101, steps: [{ target: 'Node/w4' }] });
    ill('w1', 'w2', 'w3', 'w4');
    expect(now()).toBe('storm');
    put(plan);
    setNow(110);
    set('w1');
    expect(now()).toBe('cooldown');
    setNow(120);
    expect(now()).toBe('release');
    put({ ...plan, status: { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Running', actionRef: { name: 'p-1' } }] } });
    expect(now()).toBe('release');
    put(cordon({ name: 'p-1', plan: { name: 'p', uid: plan.metadata.uid }, status: admitted(121) }));
    expect(now()).toBe('calm');
  });

  test.each<{ holds: string; object: 'plan' | 'action'; is: string }>([
    { holds: 'StormCooldown', object: 'action', is: 'release' },
    { holds: 'NodeBudget', object: 'action', is: 'release' },
    { holds: 'RateLimited', object: 'action', is: 'release' },
    { holds: 'NodeExcluded', object: 'action', is: 'calm' },
    { holds: 'ApprovalRequired', object: 'action', is: 'calm' },
    { holds: 'TargetLocked', object: 'action', is: 'calm' },
    { holds: 'StormActive', object: 'plan', is: 'release' },
    { holds: 'Suspended', object: 'plan', is: 'calm' },
    { holds: 'MaintenanceWindowClosed', object: 'plan', is: 'calm' },
    { holds: 'TargetHeld', object: 'plan', is: 'calm' },
  ])('is $is after its cooldown while the older $object waits for $holds', ({ holds, object, is }) => {
    const { stage: now, now: setNow, ill, set, put } = stage();
    ill('w1', 'w2', 'w3', 'w4');
    expect(now()).toBe('storm');
    const blocked = { reason: holds, since: at(101) };
    if (object === 'action') put(cordon({ name: 'a', createdAt: 101, status: { phase: 'Blocked', blocked } }));
    else put({ ...buildPlan({ name: 'p', createdAt: 101, steps: [{ target: 'Node/w4' }] }), status: { phase: 'Pending', blocked } });
    setNow(110);
    set('w1');
    expect(now()).toBe('cooldown');
    setNow(120);
    expect(now()).toBe(is);
  });

  test.each<{ when: string; remembered: Partial<NodeGroupStatus>; second: number; is: string }>([
    { when: 'lasted and is over', remembered: { stormSince: at(50) }, second: 100, is: 'cooldown' },
    { when: 'ended a short while ago', remembered: { stormEndedAt: at(95) }, second: 100, is: 'cooldown' },
    { when: 'ended long ago', remembered: { stormEndedAt: at(80) }, second: 100, is: 'calm' },
  ])('of which the status of the policy says that it $when is remembered by whoever leads next', ({ remembered, second, is }) => {
    const { stage: now, now: setNow } = stage({ nodeGroups: [{ name: 'worker', nodes: 7, unhealthy: 4, maxUnhealthy: 3, ...remembered }] });
    setNow(second);
    expect(now()).toBe(is);
  });

  test('is over for a replica that saw it, and did not look again before the leader had said so and forgotten it', () => {
    const { stage: now, now: setNow, ill, set, put } = stage();
    ill('w1', 'w2', 'w3', 'w4');
    expect(now()).toBe('storm');
    set('w1');
    const group = { name: 'worker', nodes: 7, unhealthy: 3, maxUnhealthy: 3 };
    for (const memory of [{ stormEndedAt: at(110) }, {}]) put({ ...buildPolicy(four), status: { nodeGroups: [{ ...group, ...memory }] } });
    setNow(200);
    expect(now()).toBe('calm');
  });

  test('is not looked for again before a node, or what is said of storms, changes', () => {
    const { deps, set, ill } = stage();
    const before = deps.limits.nodeGroups();
    set('w1');
    expect(deps.limits.nodeGroups()).toBe(before);
    ill('w1');
    expect(deps.limits.nodeGroups()).not.toBe(before);
  });
});

describe('places', () => {
  const plane = { labels: { 'node-role.kubernetes.io/control-plane': '' } };
  const pooled = { labels: { ...plane.labels, 'karpenter.sh/nodepool': 'blue' } };

  test.each([
    { of: 'workers', amount: 3, node: 'w1', place: { name: 'worker', max: 3 } },
    { of: 'workers, by a percentage', amount: '49%', node: 'w1', place: { name: 'worker', max: 3 } },
    { of: 'workers, at least one', amount: '10%', node: 'w1', place: { name: 'worker', max: 1 } },
    { of: 'the control plane', amount: 3, node: 'm1', place: { name: 'control-plane', max: 1 } },
    { of: 'the control plane in a pool', amount: 3, node: 'm2', place: { name: 'control-plane', max: 1 } },
    { of: 'nobody', amount: 3, node: 'gone', place: undefined },
  ])('of $of with $amount are $place', ({ amount, node, place }) => {
    const engine = stage({ spec: { nodes: { maxInFlight: amount } } });
    engine.set('m1', {}, plane);
    engine.set('m2', {}, pooled);
    expect(engine.place(node)).toEqual(place);
  });

  test('are taken by claims of who is at work, not by what a failed rollback or a gone one left', () => {
    const engine = stage();
    engine.set('w2', {}, { annotations: { [keys.claim]: 'uid-at-work' } });
    engine.set('w3', {}, { annotations: { [keys.claim]: 'uid-failed' } });
    engine.set('w4', {}, { annotations: { [keys.claim]: 'uid-gone' } });
    engine.put(buildAction({ name: 'at-work', uid: 'uid-at-work', status: { phase: 'Running' } }));
    engine.put(buildPlan({ name: 'plan-failed', uid: 'uid-failed', status: { phase: 'RollbackFailed' } }));
    expect(engine.deps.limits.nodePlaces().claimed).toEqual([{ node: 'w2', by: 'uid-at-work' }]);
  });
});

describe('upgrades', () => {
  const reads = ['get ClusterVersion', 'list MachineConfigPool'];
  const wish = wishOfAction(cordon({ name: 'a' }), undefined);

  test('are read for who wants to disturb a node, and not again while that is young', async () => {
    const { deps, calls, clock } = stage();
    await deps.limits.read([wishOfAction(buildAction({ operation: 'uncordon_node', target: 'Node/w1' }), undefined)]);
    expect(calls()).toEqual([]);
    await deps.limits.read([wish]);
    await deps.limits.read([wish]);
    await deps.limits.confirm([wish]);
    expect(calls()).toEqual(reads);
    clock.advance(10_000);
    await deps.limits.read([wish]);
    await deps.limits.confirm([wish]);
    expect(calls()).toEqual([...reads, ...reads]);
  });

  test('that hold are read again soon, and let go when they are over', async () => {
    const { deps, cluster, clock, set } = stage();
    set('w4', {}, { labels: { 'node-role.kubernetes.io/worker': '' } });
    cluster.put(aPool('worker', { spec: { paused: true } }));
    await deps.limits.read([wish]);
    expect(deps.limits.onWish(wish).map(({ reason }) => reason)).toEqual(['PoolPaused']);
    cluster.put(aPool('worker'));
    clock.advance(3000);
    await deps.limits.read([wish]);
    expect(deps.limits.onWish(wish)).toEqual([]);
  });

  test.each([
    new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'later' }),
    new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }),
  ])('that cannot be read ($reason) hold, whatever was known before', async (failure) => {
    const { deps, cluster, clock, logged } = stage();
    await deps.limits.read([wish]);
    expect(deps.limits.onWish(wish)).toEqual([]);
    clock.advance(10_000);
    cluster.get = () => Promise.reject(failure);
    await deps.limits.read([wish]);
    await deps.limits.confirm([wish]);
    expect(deps.limits.onWish(wish).map(({ reason }) => reason)).toEqual(['TargetUnreadable']);
    expect(logged).toContain('Whether the cluster is being upgraded could not be read; whoever wants a node waits');
  });
});

describe('a change of a node', () => {
  const before = nodeOf('w1');
  test.each([
    { of: 'nothing', after: nodeOf('w1'), concerns: false },
    { of: 'its health', after: nodeOf('w1', { DiskPressure: 'True' }), concerns: true },
    { of: 'a label', after: nodeOf('w1', {}, { labels: { a: 'b' } }), concerns: true },
    { of: 'a claim', after: nodeOf('w1', {}, { annotations: { [keys.claim]: 'x' } }), concerns: true },
    { of: 'an annotation of somebody else', after: nodeOf('w1', {}, { annotations: { note: 'x' } }), concerns: false },
    { of: 'a veto', after: nodeOf('w1', {}, { annotations: { 'cluster.x-k8s.io/paused': '' } }), concerns: true },
    { of: 'a taint', after: nodeOf('w1', {}, { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } }), concerns: true },
  ])('in $of concerns limits: $concerns', ({ after, concerns }) =>
    expect(concernsLimits({ kind: 'updated', object: after, previous: before })).toBe(concerns),
  );
});
