import { afterEach, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { Conflict } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aWorkload, ownedBy } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { unavailable } from '../../testing/seen-world.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';

const namespace = 'self-healing-platform';
const allow = ['get *', 'list *', 'patch Anomaly/status', 'patch Anomaly', 'create RemediationPlan', 'create RemediationAction'];
const pressed = aNode('w1', { conditions: { MemoryPressure: 'True' } });
const pay = unavailable(aWorkload('Deployment', 'pay'));
const set = aWorkload('ReplicaSet', 'pay-abc', { ownerReferences: ownedBy(pay) });
const pod = aPod('pay-abc-1', { ownerReferences: ownedBy(set), labels: { app: 'pay' }, spec: { nodeName: 'w1' }, ready: false });

const running: Controller[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.stop()));
});

function begin(spec: Parameters<typeof buildPolicy>[0] = { incidents: { joinSeconds: 300, verificationSeconds: 300 } }) {
  const engine = fakeEngine({ objects: [pressed, pay, set, pod], missing: [], allow });
  const node = engine.cluster.peek(kinds.Node, { name: 'w1' });
  if (node) engine.deps.caches.nodes.upsert(node);
  engine.put(buildPolicy(spec));
  const controller = makePlanningController(engine.deps);
  running.push(controller);
  controller.start();
  return engine;
}
type Engine = ReturnType<typeof begin>;

const anomalyOf = ({ cluster }: Engine, name: string) => cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name });
const statusOf = (engine: Engine, name: string) => anomalyOf(engine, name)?.status;
const plansOf = ({ deps }: Engine) => deps.caches.plans.list().map(({ metadata }) => metadata.name);

function report(engine: Engine, name: string, wish: AnomalyWish = {}): void {
  engine.put(buildAnomaly({ name, targets: ['Node/w1'], creationTimestamp: engine.clock.now().toISOString(), ...wish }));
}

/** The plan of the anomaly ends well. */
async function succeed(engine: Engine, name: string): Promise<void> {
  await eventually(() => expect(statusOf(engine, `anom-${name}`)?.planRef?.uid).toBeDefined());
  const plan = engine.cluster.peek<RemediationPlan>(kinds.RemediationPlan, { namespace, name: `plan-${name}` });
  if (!plan) throw new Error(`plan-${name} is not there`);
  const steps = plan.spec.steps.map((step) => ({ name: step.name, phase: 'Succeeded' as const, startedAt: '2026-01-01T00:00:00Z' }));
  engine.put({ ...plan, status: { phase: 'Succeeded', steps } });
  await eventually(() => expect(statusOf(engine, `anom-${name}`)?.phase).toBe('Resolved'));
  engine.clock.advance(1000);
}

describe('what belongs to an incident', () => {
  test('joins its plan while it is open and for some time after, found by indexes', async () => {
    const engine = begin();
    report(engine, 'anom-node');
    await eventually(() => expect(statusOf(engine, 'anom-node')?.planRef?.uid).toBeDefined());
    report(engine, 'anom-pay', { targets: ['Deployment/shop/pay'] });
    await eventually(() =>
      expect(statusOf(engine, 'anom-pay')).toMatchObject({ reason: 'PartOfIncident', planRef: { name: 'plan-node' } }),
    );
    await succeed(engine, 'node');
    report(engine, 'anom-pod', { targets: ['Pod/shop/pay-abc-1'], fingerprint: 'another' });
    await eventually(() =>
      expect(statusOf(engine, 'anom-pod')).toMatchObject({ reason: 'PartOfIncident', planRef: { name: 'plan-node' } }),
    );
    expect(plansOf(engine)).toEqual(['plan-node']);
  });
});

describe('what comes back', () => {
  test('is told of the anomaly before, in an Event and in the metric too, once', async () => {
    const engine = begin();
    report(engine, 'anom-1');
    await succeed(engine, '1');
    engine.cluster.failNext('patch Anomaly/status', new Conflict({ code: 409, reason: 'Conflict', message: 'it was written meanwhile' }));
    report(engine, 'anom-2');
    await eventually(() => {
      engine.clock.advance(100);
      expect(statusOf(engine, 'anom-1')?.ineffective).toBe(1);
    });
    await eventually(() => expect(statusOf(engine, 'anom-2')).toMatchObject({ ineffective: 1, planRef: { uid: expect.anything() } }));
    expect(engine.counted.filter((one) => one === 'ineffective')).toHaveLength(1);
    expect(engine.events.filter(({ reason }) => reason === 'Ineffective').map(({ regarding }) => regarding.kind)).toEqual(['Anomaly']);
  });

  test('three times has no fourth plan until somebody writes down why', async () => {
    const engine = begin();
    for (const name of ['1', '2', '3']) {
      report(engine, `anom-${name}`);
      await succeed(engine, name);
    }
    report(engine, 'anom-4');
    await eventually(() => expect(statusOf(engine, 'anom-4')).toMatchObject({ phase: 'Pending', reason: 'Ineffective' }));
    const stored = anomalyOf(engine, 'anom-4');
    if (!stored) throw new Error('it is there');
    engine.put({ ...stored, metadata: { ...stored.metadata, annotations: { [keys.clearBlock]: 'a new board is in' } } });
    await eventually(() => expect(statusOf(engine, 'anom-4')?.planRef?.uid).toBeDefined());
    expect(plansOf(engine)).toEqual(['plan-1', 'plan-2', 'plan-3', 'plan-4']);
  });
});

describe('a model that may vote', () => {
  const asks = { diagnosis: { model: { name: 'layers' } } };

  test('is asked once, and what it answers wakes the anomaly', async () => {
    const engine = begin(asks);
    report(engine, 'anom-1', { targets: [], type: 'orders_wait' });
    const key = { namespace, name: 'act-1-vote-01' };
    await eventually(() => expect(engine.deps.caches.actions.get(key)).toBeDefined());
    const action = engine.deps.caches.actions.get(key);
    if (!action) throw new Error('it was asked');
    const outputs = [{ name: 'layers', shape: [1, 3], data: [0.1, 0.9, 0.2] }];
    engine.put({ ...action, status: { phase: 'Succeeded', result: { outputs } } });
    await eventually(() => expect(statusOf(engine, 'anom-1')).toMatchObject({ phase: 'Planned', vote: { used: true, platform: 0.9 } }));
  });

  test('is not asked by tenants', async () => {
    const engine = begin(asks);
    engine.put(buildAnomaly({ name: 'anom-t', namespace: 'shop', type: 'orders_wait' }));
    await eventually(() => expect(engine.deps.caches.plans.list()).toHaveLength(1));
    expect(engine.deps.caches.actions.list()).toEqual([]);
  });
});
