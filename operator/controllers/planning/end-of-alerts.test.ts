import { afterEach, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';

const namespace = 'self-healing-platform';
const pressed = aNode('w1', { conditions: { MemoryPressure: 'True' } });
const running: Controller[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((controller) => controller.stop()));
});

/** Two alerts about a node, of which the first has a plan and the second repeats it. */
async function twoAlerts(second: Partial<Anomaly['spec']> = {}) {
  const allow = ['get *', 'list *', 'patch Anomaly/status', 'create RemediationPlan', 'patch RemediationPlan'];
  const engine = fakeEngine({ objects: [pressed], missing: [], allow });
  const node = engine.cluster.peek(kinds.Node, { name: 'w1' });
  if (node) engine.deps.caches.nodes.upsert(node);
  const controller = makePlanningController(engine.deps);
  running.push(controller);
  controller.start();
  const anomalyOf = (name: string) => engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name });
  const tell = (name: string, spec: Partial<Anomaly['spec']>): void => {
    const stored = anomalyOf(name);
    if (!stored) throw new Error(`${name} is not there`);
    const generation = (stored.metadata.generation ?? 1) + 1;
    engine.put({ ...stored, metadata: { ...stored.metadata, generation }, spec: { ...stored.spec, ...spec } });
  };
  const alert = { targets: ['Node/w1'], reporter: 'alertmanager' };
  engine.put(buildAnomaly({ name: 'anom-1', ...alert }));
  await eventually(() => expect(anomalyOf('anom-1')?.status?.planRef?.uid).toBeDefined());
  engine.put(buildAnomaly({ name: 'anom-2', ...alert, ...second, targets: alert.targets }));
  await eventually(() => expect(anomalyOf('anom-2')?.status?.reason).toBe('DuplicateOf'));
  const cancel = () => engine.cluster.peek<RemediationPlan>(kinds.RemediationPlan, { namespace, name: 'plan-1' })?.spec.cancel;
  return { tell, anomalyOf, cancel };
}

const end = { resolvedAt: '2026-01-01T01:00:00Z' };

test('a plan goes on while another alert about the same still fires, and is stopped with the last', async () => {
  const { tell, anomalyOf, cancel } = await twoAlerts();
  tell('anom-1', end);
  tell('anom-2', { reports: 3 });
  await eventually(() => expect(anomalyOf('anom-1')?.status).toMatchObject({ observedGeneration: 2, occurrences: 4 }));
  expect(cancel()).toBeUndefined();
  tell('anom-2', end);
  await eventually(() => expect(cancel()).toBe('Stop'));
});

test('what is only observed keeps no plan going', async () => {
  const { tell, cancel } = await twoAlerts({ mode: 'Observe' });
  tell('anom-1', end);
  await eventually(() => expect(cancel()).toBe('Stop'));
});
