import { afterEach, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';

const namespace = 'self-healing-platform';
let running: Controller | undefined;

afterEach(async () => {
  await running?.stop();
});

/** An engine at work on an anomaly whose plan is refused once. */
function refusing(code: number, reason: string, message = 'the server says no') {
  const engine = fakeEngine({
    objects: [aNode('w1', { conditions: { MemoryPressure: 'True' } })],
    missing: [],
    allow: ['get *', 'list *', 'patch Anomaly/status', 'create RemediationPlan'],
  });
  const refusal = new Terminal({ code, reason, message, verb: 'create', resource: 'remediationplans' });
  engine.cluster.failNext('create RemediationPlan', refusal);
  running = makePlanningController(engine.deps);
  running.start();
  engine.put(buildAnomaly({ targets: ['Node/w1'] }));
  const status = () => engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name: 'anom-1' })?.status;
  const lookAgain = () => {
    const stored = engine.cluster.peek<Anomaly>(kinds.Anomaly, { namespace, name: 'anom-1' });
    if (stored) engine.put({ ...stored, metadata: { ...stored.metadata, generation: 2 } });
  };
  return { ...engine, status, lookAgain };
}

test('a plan that may not be created blocks its anomaly, and is created the next time', async () => {
  const { status, events, lookAgain } = refusing(403, 'Forbidden');
  await eventually(() =>
    expect(status()).toMatchObject({
      phase: 'Planned',
      reason: 'Forbidden',
      message: 'The engine may not create remediationplans: the server says no',
      blocked: { reason: 'Forbidden' },
    }),
  );
  expect(events.map(({ reason }) => reason)).toContain('PlanRefused');
  lookAgain();
  await eventually(() => expect(status()?.planRef?.uid).toBeDefined());
  expect(status()).toMatchObject({ phase: 'Planned', reason: 'PlanCreated' });
});

test('a plan that the kill switch keeps from being created waits for its end, and no right is said to be missing', async () => {
  const { status, lookAgain } = refusing(403, 'Forbidden', "ValidatingAdmissionPolicy 'x' denied request: Suspended: it is off");
  await eventually(() => expect(status()).toMatchObject({ phase: 'Planned', reason: 'Suspended', blocked: { reason: 'Suspended' } }));
  lookAgain();
  await eventually(() => expect(status()).toMatchObject({ phase: 'Planned', reason: 'PlanCreated' }));
});

test('a plan that is invalid ends its anomaly with the words of the API server', async () => {
  const { status } = refusing(422, 'Invalid');
  await eventually(() => expect(status()).toMatchObject({ phase: 'Failed', reason: 'ApplyFailed' }));
  expect(status()?.message).toContain('the server says no');
});
