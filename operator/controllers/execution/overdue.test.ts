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

type World = Awaited<ReturnType<typeof atWork>>;

/** What was deleted is so, the action is asked to end, and the engine was away for so many seconds. */
async function deleting({ engine, action }: World, deleted: string, away = 0) {
  const running = stored(engine, action);
  engine.put({ ...running, spec: { ...running.spec, cancel: true } });
  if (deleted === 'the action') await engine.cluster.delete(kinds.RemediationAction, keyOf(action));
  if (deleted === 'its plan') engine.put(buildPlan({ ...plan, deleted: true }));
  engine.clock.advance(away * 1000);
}

/** What becomes of the action within so many seconds, in which it is looked at every five. */
async function within({ engine, action }: World, seconds: number) {
  for (let second = 0; second < seconds; second += 5) {
    await pass(engine, action);
    engine.clock.advance(5000);
  }
  await pass(engine, action);
  return stored(engine, action).status;
}

const outcome = (ends: string | undefined) =>
  ends === undefined ? { phase: 'Running' } : { phase: ends === 'TargetUnreadable' ? 'Failed' : 'Cancelled', reason: ends };

/** Reads of the Deployment fail until the returned function is called. */
function silence({ engine }: World) {
  const get = engine.cluster.get.bind(engine.cluster);
  engine.cluster.get = (kind, key) => (kind === kinds.Deployment ? noAnswer() : get(kind, key));
  return () => (engine.cluster.get = get);
}

describe('a target that nobody can read', () => {
  test.each([
    { deleted: 'the action', seconds: 290, ends: undefined },
    { deleted: 'the action', seconds: 310, ends: 'TargetUnreadable' },
    { deleted: 'its plan', seconds: 290, ends: undefined },
    { deleted: 'its plan', seconds: 310, ends: 'TargetUnreadable' },
    { deleted: 'nothing', seconds: 310, ends: undefined },
  ])('keeps an action that is to end for $seconds s after $deleted was deleted: it ends $ends', async ({ deleted, seconds, ends }) => {
    const one = await atWork(scaleWorkload);
    silence(one);
    await deleting(one, deleted);
    expect(await within(one, seconds)).toMatchObject(outcome(ends));
  });

  test.each([
    { deleted: 'the action', ends: 'Deleted' },
    { deleted: 'its plan', ends: 'CancelRequested' },
  ])('for a moment only, long after $deleted was deleted, keeps nothing from being taken back', async ({ deleted, ends }) => {
    const one = await atWork(scaleWorkload);
    const answer = silence(one);
    await deleting(one, deleted, 400);
    expect(await within(one, 100)).toMatchObject({ phase: 'Running', blocked: { reason: 'TargetUnreadable' } });
    answer();
    expect(await within(one, 30)).toMatchObject({ phase: 'Cancelled', reason: ends, result: { undo: { scale: 'Undone' } } });
  });

  test('is waited for once, not again until what was begun on it ends', async () => {
    const one = await atWork(working(scaleWorkload, { abandon: noAnswer }));
    await deleting(one, 'the action');
    silence(one);
    const status = await within(one, 310);
    expect(status).toMatchObject(outcome('TargetUnreadable'));
    expect(status?.message).toBe('What it did may have stayed, for its target cannot be read: no answer in time');
  });

  test.each([
    { asked: 'is asked to end', cancel: true, ends: { phase: 'Cancelled', message: 'Somebody asked the action to stop.' } },
    { asked: 'is not asked to end yet', cancel: false, ends: { phase: 'Admitted' } },
  ])('does not keep what has done nothing, and fails nothing that $asked', async ({ cancel, ends }) => {
    const engine = executionEngine([aWorkload('Deployment', 'web')], { operations: [scaleWorkload] });
    const wish = { type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas: 5 }, cancel } as const;
    const action = buildAction({ name: 'act-1', plan, status: { phase: 'Admitted' }, ...wish });
    engine.put(buildPlan({ ...plan, deleted: true }));
    engine.put(action);
    silence({ engine, action });
    expect(await within({ engine, action }, 10)).toMatchObject({ phase: ends.phase });
    engine.clock.advance(400_000);
    expect(await within({ engine, action }, 0)).toMatchObject(ends);
  });

  test('does not end a rollback because its plan is deleted', async () => {
    const engine = executionEngine([aWorkload('Deployment', 'web')], { operations: [scaleWorkload] });
    const usual = { type: 'resource_scaling', target: 'Deployment/shop/web', parameters: { replicas: 5 }, plan } as const;
    const intents = [{ step: 'scale', token: 'token', at: '2026-01-01T00:00:00Z', outcome: 'Done' as const }];
    const undone = buildAction({ name: 'act-0', ...usual, status: { phase: 'Succeeded', intents, before: { replicas: 2 } } });
    const compensates = { name: 'act-0', uid: undone.metadata.uid };
    const action = buildAction({ name: 'act-0-undo', ...usual, compensates, timeoutSeconds: 3600, status: { phase: 'Running' } });
    engine.put(buildPlan({ ...plan, deleted: true, status: { phase: 'RollingBack' } }));
    engine.put(undone);
    engine.put(action);
    silence({ engine, action });
    engine.clock.advance(400_000);
    expect(await within({ engine, action }, 310)).toMatchObject(outcome(undefined));
  });
});

/** It never gets done, and is told to end in that way. */
function working(operation: Operation, more: Partial<Operation['effects'][number]>): Operation {
  const look = () => Promise.resolve({ kind: 'working', message: 'At it.' } as const);
  return { ...operation, effects: operation.effects.map((effect) => ({ ...effect, look, ...more })) };
}

describe('what was begun and does not end', () => {
  const again = () => Promise.resolve('again' as const);

  test.each([
    { why: 'it goes on', abandon: again, seconds: 290, ends: undefined },
    { why: 'it goes on', abandon: again, seconds: 310, ends: 'Deleted' },
    { why: 'nobody answers', abandon: noAnswer, seconds: 290, ends: undefined },
    { why: 'nobody answers', abandon: noAnswer, seconds: 310, ends: 'Deleted' },
  ])('because $why keeps an action for $seconds s after it was deleted: it ends $ends', async ({ abandon, seconds, ends }) => {
    const one = await atWork(working(scaleWorkload, { abandon }));
    await deleting(one, 'the action');
    expect(await within(one, seconds)).toMatchObject(outcome(ends));
  });

  test.each([
    { first: 'it goes on', answer: again },
    { first: 'nobody answers', answer: noAnswer },
  ])('is told to end more than once, long after the action was deleted, when at first $first', async ({ answer }) => {
    let asked = 0;
    const abandon = () => ((asked += 1) === 1 ? answer() : Promise.resolve());
    const one = await atWork(working(scaleWorkload, { abandon }));
    await deleting(one, 'the action', 400);
    expect(await within(one, 5)).toMatchObject(outcome('Deleted'));
    expect(asked).toBe(2);
  });
});
