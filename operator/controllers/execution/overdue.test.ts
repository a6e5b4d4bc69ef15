import { describe, expect, test } from '@jest/globals';
import { finalizers } from '../../api/resource.ts';
import { Transient } from '../../kube/errors.ts';
import { keyOf } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Operation } from '../../operations/operation.ts';
import { scaleWorkload } from '../../operations/scale-workload.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { executionEngine } from '../../testing/execution-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { carryOut, pass, stored } from '../../testing/run-action.ts';

const plan = { name: 'plan-1', uid: 'uid-plan-1' };

const noAnswer = () => Promise.reject(new Transient({ reason: 'Timeout', message: 'no answer in time' }));

/** An action of a plan that is at work. */
async function atWork(operation: Operation) {
  const engine = executionEngine([aWorkload('Deployment', 'web', { status: { availableReplicas: 2 } })], { operations: [operation] });
  const wish = { type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas: 5 } } as const;
  const action = buildAction({ name: 'act-1', plan, status: { phase: 'Admitted' }, ...wish });
  engine.put(buildPlan({ ...plan, status: { phase: 'Executing' } }));
  engine.put(action);
  await carryOut(engine, action, 500);
  expect(stored(engine, action)).toMatchObject({ metadata: { finalizers: [finalizers.undo] }, status: { phase: 'Running' } });
  return { engine, action };
}

/** What was deleted is so, and so many seconds have gone by, in which the action was asked to end. */
async function deleting({ engine, action }: Awaited<ReturnType<typeof atWork>>, deleted: string, seconds: number) {
  const running = stored(engine, action);
  engine.put({ ...running, spec: { ...running.spec, cancel: true } });
  if (deleted === 'the action') await engine.cluster.delete(kinds.RemediationAction, keyOf(action));
  if (deleted === 'its plan') engine.put(buildPlan({ ...plan, deleted: true }));
  engine.clock.advance(seconds * 1000);
  for (let passes = 0; passes < 6; passes += 1) await pass(engine, action);
  return stored(engine, action).status;
}

const outcome = (ends: string | undefined) => (ends === undefined ? { phase: 'Running' } : { reason: ends });

describe('a target that nobody can read', () => {
  test.each([
    { deleted: 'the action', seconds: 290, ends: undefined },
    { deleted: 'the action', seconds: 301, ends: 'TargetUnreadable' },
    { deleted: 'its plan', seconds: 290, ends: undefined },
    { deleted: 'its plan', seconds: 301, ends: 'TargetUnreadable' },
    { deleted: 'nothing', seconds: 301, ends: undefined },
  ])('keeps an action that is to end, $seconds s after $deleted was deleted: it ends $ends', async ({ deleted, seconds, ends }) => {
    const one = await atWork(scaleWorkload);
    const get = one.engine.cluster.get.bind(one.engine.cluster);
    one.engine.cluster.get = (kind, key) => (kind === kinds.Deployment ? noAnswer() : get(kind, key));
    expect(await deleting(one, deleted, seconds)).toMatchObject(outcome(ends));
  });
});

describe('what was begun and does not end', () => {
  const stuck = (abandon: () => Promise<'again'>): Operation => ({
    ...scaleWorkload,
    effects: scaleWorkload.effects.map((effect) => ({
      ...effect,
      look: () => Promise.resolve({ kind: 'working', message: 'At it.' }),
      abandon,
    })),
  });
  const again = () => Promise.resolve('again' as const);

  test.each([
    { why: 'it goes on', abandon: again, seconds: 290, ends: undefined },
    { why: 'it goes on', abandon: again, seconds: 301, ends: 'Deleted' },
    { why: 'nobody answers', abandon: noAnswer, seconds: 290, ends: undefined },
    { why: 'nobody answers', abandon: noAnswer, seconds: 301, ends: 'Deleted' },
  ])('because $why keeps an action $seconds s after it was deleted: it ends $ends', async ({ abandon, seconds, ends }) => {
    expect(await deleting(await atWork(stuck(abandon)), 'the action', seconds)).toMatchObject(outcome(ends));
  });
});
