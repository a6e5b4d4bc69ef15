import { describe, expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { fakeEngine, type FakeEngineOptions } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { addIndexes } from './observe.ts';
import { wakePlans } from './wake.ts';

const own = 'self-healing-platform/plan-test';

/** The keys that are woken once everything that is put first is there. */
function awake(options: FakeEngineOptions = {}) {
  const engine = fakeEngine(options);
  const keys: string[] = [];
  addIndexes(engine.deps.caches);
  wakePlans(engine.deps, (key) => keys.push(key));
  return { ...engine, caches: engine.deps.caches, keys, sleep: () => void keys.splice(0) };
}

const owner = { name: 'plan-test', uid: 'uid-plan-test' };

describe('a plan is woken', () => {
  test('when it is new, its spec changes or it is deleted, but not by its own status and finalizer', () => {
    const { put, keys, sleep, cluster, caches } = awake();
    const plan = buildPlan();
    put(plan);
    expect(keys).toEqual([own]);
    sleep();
    put({ ...plan, status: { phase: 'Pending' } });
    put({ ...plan, metadata: { ...plan.metadata, finalizers: ['coordination.selfheal.dev/cancel'] } });
    expect(keys).toEqual([]);
    put({ ...plan, metadata: { ...plan.metadata, generation: 2 } });
    put({ ...plan, metadata: { ...plan.metadata, generation: 2, deletionTimestamp: at(1) } });
    expect(keys).toEqual([own, own]);
    expect(cluster.calls).toEqual([]);
    expect(caches.plans.size).toBe(1);
  });

  test('by a condition that somebody else sets on it, not by one of its own', () => {
    const { put, keys, sleep } = awake();
    const plan = buildPlan();
    const condition = (type: string, status: 'True' | 'False') => ({
      type,
      status,
      reason: 'Said',
      message: '',
      lastTransitionTime: at(1),
    });
    put(plan);
    sleep();
    put({ ...plan, status: { conditions: [condition('Progressing', 'True')] } });
    expect(keys).toEqual([]);
    put({ ...plan, status: { conditions: [condition('Progressing', 'True'), condition('example.com/Verified', 'False')] } });
    put({ ...plan, status: { conditions: [condition('Progressing', 'True'), condition('example.com/Verified', 'True')] } });
    put({ ...plan, status: { conditions: [condition('Progressing', 'False'), condition('example.com/Verified', 'True')] } });
    put({ ...plan, status: { conditions: [condition('Progressing', 'False')] } });
    expect(keys).toEqual([own, own, own]);
  });

  test('by every change of its actions', () => {
    const { put, keys } = awake();
    put(buildAction({ plan: owner }));
    put(buildAction({ plan: owner, status: { phase: 'Running' } }));
    put(buildAction());
    expect(keys).toEqual([own, own]);
  });

  test('by its actions even when a deletion that orphans them took their owner away', () => {
    const { put, keys, sleep } = awake();
    put(buildPlan({ status: { phase: 'Executing' } }));
    const action = buildAction({ plan: owner });
    const labels = { 'coordination.selfheal.dev/plan-uid': owner.uid };
    put(action);
    sleep();
    put({ ...action, metadata: { ...action.metadata, labels, ownerReferences: [] }, status: { phase: 'Cancelled' } });
    expect(keys).toEqual([own]);
  });

  test('while it waits, by the end of any other action or plan', () => {
    const { put, keys, sleep } = awake();
    put(buildPlan({ status: { phase: 'Pending' } }));
    put(buildPlan({ name: 'plan-idle', status: { phase: 'Executing' } }));
    sleep();
    put(buildAction({ name: 'lone', status: { phase: 'Running' } }));
    expect(keys).toEqual([]);
    put(buildAction({ name: 'lone', status: { phase: 'Failed' } }));
    expect(keys).toEqual([own]);
    put(buildPlan({ name: 'plan-other', status: { phase: 'Executing' } }));
    sleep();
    put(buildPlan({ name: 'plan-other', status: { phase: 'Succeeded' } }));
    expect(keys).toEqual([own]);
  });

  test('while it waits, by what the engine learns of its rights', async () => {
    const denied = ['patch nodes'];
    const { put, keys, sleep, deps } = awake({ denied });
    put(buildPlan({ status: { phase: 'AwaitingApproval', blocked: { reason: 'ApprovalRequired', since: at(1) } } }));
    put(buildPlan({ name: 'plan-idle', status: { phase: 'Executing' } }));
    sleep();
    await deps.rights.known.ask('all');
    expect(keys).toEqual([own]);
    await deps.rights.known.ask('open');
    expect(keys).toEqual([own]);
    denied.pop();
    await deps.rights.known.ask('open');
    expect(keys).toEqual([own, own]);
  });

  test('when its anomaly changes', () => {
    const { put, keys, sleep } = awake();
    put(buildPlan({ anomalyRef: { name: 'anom-test' } }));
    sleep();
    put({
      apiVersion: 'coordination.selfheal.dev/v1alpha1',
      kind: 'Anomaly',
      metadata: { name: 'anom-test', namespace: 'self-healing-platform', uid: 'a', resourceVersion: '1', creationTimestamp: at(0) },
      spec: { type: 'x', severity: 'high', source: 'manual' },
    });
    expect(keys).toEqual([own]);
  });

  test('when what repeats its anomaly changes', () => {
    const { put, keys, sleep } = awake();
    put(buildPlan({ anomalyRef: { name: 'anom-test' } }));
    sleep();
    const duplicateOf = { namespace: 'self-healing-platform', name: 'anom-test', uid: 'a' };
    put(buildAnomaly({ name: 'anom-other', status: { phase: 'Suppressed', duplicateOf } }));
    put(buildAnomaly({ name: 'anom-else' }));
    expect(keys).toEqual([own]);
  });

  test('while it is verified, by a change of a node that it targets', () => {
    const { put, keys, sleep, caches } = awake();
    put(buildPlan({ status: { phase: 'Verifying' } }));
    put(buildPlan({ name: 'plan-else', steps: [{ target: 'Node/w2' }], status: { phase: 'Verifying' } }));
    sleep();
    caches.nodes.upsert({ ...aNode('w1') });
    expect(keys).toEqual([own]);
  });
});
