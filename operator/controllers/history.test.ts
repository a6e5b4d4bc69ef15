import { afterEach, expect, jest, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan, Anomaly } from '../api/generated/types.ts';
import { makeControllers } from '../engine.ts';
import type { Cache } from '../kube/cache.ts';
import type { StoredObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import { at, buildAction } from '../testing/action-builder.ts';
import { buildAnomaly } from '../testing/anomaly-builder.ts';
import { aNode } from '../testing/cluster-objects.ts';
import { catalogue } from '../testing/court.ts';
import { eventually } from '../testing/eventually.ts';
import { fakeEngine, type FakeEngine } from '../testing/fake-engine.ts';
import { buildPlan } from '../testing/plan-builder.ts';
import type { Controller } from './runtime/deps.ts';

const namespace = 'self-healing-platform';
const ended = { finishedAt: at(0) };
const node = { ...aNode('w1', { conditions: { MemoryPressure: 'True' } }), apiVersion: 'v1', kind: 'Node' };

let controllers: readonly Controller[] = [];
afterEach(async () => {
  await Promise.all(controllers.map((controller) => controller.stop()));
});

/** Every controller of an engine whose caches hold so many incidents that have ended, a hundred for each of the nodes. */
function leading(incidents: number): FakeEngine {
  const allow = ['get *', 'list *', 'create *', 'patch *', 'delete *'];
  const engine = fakeEngine({ objects: [node], operations: catalogue, allow });
  engine.deps.caches.nodes.upsert(node);
  controllers = makeControllers(engine.deps);
  for (let index = 0; index < incidents; index += 1) {
    const [anomaly, plan] = [`anom-old-${index}`, `plan-old-${index}`];
    const target = `Node/w${1 + Math.floor(index / 100)}`;
    const fingerprint = `f${target}`.replace('/', '-');
    engine.put(buildAnomaly({ name: anomaly, targets: [target], status: { phase: 'Resolved', fingerprint, ...ended } }));
    engine.put(buildPlan({ name: plan, anomalyRef: { name: anomaly }, steps: [{ target }], status: { phase: 'Succeeded', ...ended } }));
    const owner = { name: plan, uid: `uid-${plan}` };
    engine.put(buildAction({ name: `act-old-${index}`, target, plan: owner, status: { phase: 'Succeeded', ...ended } }));
  }
  return engine;
}

/** Counts the objects that the caches hand out from now on. */
function handedOut({ deps }: FakeEngine): () => number {
  let count = 0;
  const counted = <T>(objects: T[]): T[] => {
    count += objects.length;
    return objects;
  };
  function watch<T extends StoredObject>(cache: Cache<T>): void {
    const [list, byIndex] = [cache.list.bind(cache), cache.byIndex.bind(cache)];
    jest.spyOn(cache, 'list').mockImplementation((...args) => counted(list(...args)));
    jest.spyOn(cache, 'byIndex').mockImplementation((...args) => counted(byIndex(...args)));
  }
  watch(deps.caches.anomalies);
  watch(deps.caches.plans);
  watch(deps.caches.actions);
  return () => count;
}

const phaseOf = (engine: FakeEngine, kind: 'Anomaly' | 'RemediationPlan' | 'RemediationAction', name: string) =>
  engine.cluster.peek<Anomaly | RemediationPlan | RemediationAction>(kinds[kind], { namespace, name })?.status?.phase;

test.each([0, 10_000])(
  'of %d incidents that have ended, a new one and a change of its node look at those of the same node at most',
  async (incidents) => {
    const engine = leading(incidents);
    for (const controller of controllers) controller.start();
    await eventually(() => expect(engine.cluster.calls.filter(({ what }) => what === 'Lease')).not.toEqual([]));
    const count = handedOut(engine);
    engine.put(buildAnomaly({ name: 'anom-new', targets: ['Node/w1'] }));
    engine.put(buildPlan({ name: 'plan-new', steps: [{ operation: 'observe' }] }));
    engine.put(buildAction({ name: 'act-new', target: 'Node/w1', approvalRequired: true }));
    engine.deps.caches.nodes.upsert({ ...node, metadata: { ...node.metadata, resourceVersion: '999999' } });
    await eventually(() => {
      expect(phaseOf(engine, 'RemediationAction', 'act-new')).toBe('AwaitingApproval');
      expect(phaseOf(engine, 'Anomaly', 'anom-new')).toBe('Planned');
      expect(phaseOf(engine, 'RemediationPlan', 'plan-new')).toBeDefined();
    });
    expect(count()).toBeLessThan(500);
  },
);
