import { describe, expect, test } from '@jest/globals';
import type { ActionPhase, RemediationActionStatus, RemediationPlanStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';
import { testRules } from '../../testing/simulate-plan.ts';

const plan = running({ steps: [{ timeoutSeconds: 60 }, { layer: 'application' }] });
const held = (reason: string, phase: ActionPhase = 'Blocked'): RemediationActionStatus => ({
  phase,
  blocked: { reason, since: at(1) },
  message: `Held by ${reason}.`,
});

/** What is decided at that second when the action is so and the plan was as `before` says. */
function judge(second: number, status: RemediationActionStatus, before?: RemediationPlanStatus, cancel = false) {
  const seen = { ...plan, ...(before && { status: before }) };
  return next(seen, { actions: [actionOf(seen, status, cancel)] }, new Date(at(second)));
}

const stepOf = ({ status }: { status: RemediationPlanStatus }) => status.steps?.[0];

describe('a step whose action is kept from beginning', () => {
  test.each(['NodeExcluded', 'Unmanaged', 'ClusterUpgrading', 'PoolPaused', 'StormActive', 'TargetUnreadable', 'TargetLocked'])(
    'by %s fails once that lasted for its timeout, and its plan with it',
    (reason) => {
      const first = judge(1000, held(reason));
      expect(stepOf(first)).toMatchObject({ phase: 'Running', heldSince: at(1000) });
      expect([first.requeueAfter, first.effects]).toEqual([60_000, []]);
      expect(judge(1059, held(reason), first.status)).toMatchObject({ status: { ...first.status }, requeueAfter: 1000, effects: [] });

      const over = judge(1060, held(reason), first.status);
      expect(stepOf(over)).toMatchObject({ phase: 'Running', reason });
      expect(kindsOf(over.effects)).toEqual(['cancelAction']);
      expect(judge(1061, held(reason), over.status, true)).toMatchObject({ status: over.status, effects: [] });

      const ended = judge(1062, { phase: 'Cancelled', reason: 'CancelRequested', finishedAt: at(1061) }, over.status, true);
      const message = `Held by ${reason}. That did not end within the 60 s that the step may take.`;
      expect(stepOf(ended)).toMatchObject({ phase: 'Failed', reason, message });
      expect(ended.status).toMatchObject({ phase: 'Failed', reason: 'StepFailed', message: expect.stringContaining(message) });
    },
  );

  test.each(['TargetBusy', 'OlderWins', 'ActiveLimit', 'RateLimited', 'NodeBudget', 'StormCooldown'])(
    'by %s waits for its turn however long',
    (reason) => {
      const first = judge(1000, held(reason));
      expect(stepOf(first)?.heldSince).toBeUndefined();
      expect(first.requeueAfter).toBeUndefined();
    },
  );

  test('has the timeout that the policy gives when its plan names none', () => {
    const plain = running();
    const { requeueAfter } = next(plain, { actions: [actionOf(plain, held('PoolPaused'))] });
    expect(requeueAfter).toBe(testRules.defaults.operations.cordon_node.timeoutSeconds * 1000);
  });

  test.each([
    { when: 'it runs', status: { phase: 'Running' }, since: undefined },
    { when: 'it waits for its turn', status: held('TargetBusy'), since: undefined },
    { when: 'it was let through and is not yet at work', status: { phase: 'Admitted' }, since: at(1000) },
    { when: 'another reason holds it', status: held('Unmanaged'), since: at(1000) },
  ] as const)('was held since $since when $when afterwards', ({ status, since }) => {
    const first = judge(1000, held('NodeExcluded'));
    expect(stepOf(judge(1030, status, first.status))?.heldSince).toBe(since);
  });

  test('is left alone by what ended too late, and fails all the same if its action was begun and taken back', () => {
    const over = judge(1060, held('NodeExcluded'), judge(1000, held('NodeExcluded')).status);
    const runs = judge(1061, { phase: 'Running' }, over.status, true);
    expect(stepOf(runs)).toMatchObject({ phase: 'Running', reason: 'NodeExcluded' });
    expect(stepOf(judge(1070, { phase: 'Cancelled', finishedAt: at(1069) }, runs.status, true))).toMatchObject({
      phase: 'Failed',
      reason: 'NodeExcluded',
    });
  });

  test('ends as somebody wants who stops the plan meanwhile', () => {
    const over = judge(1060, held('NodeExcluded'), judge(1000, held('NodeExcluded')).status);
    const stopped = { ...plan, spec: { ...plan.spec, cancel: 'Stop' as const }, status: over.status };
    const ending = next(stopped, { actions: [actionOf(stopped, held('NodeExcluded'), true)] });
    const ended = next(
      { ...stopped, status: ending.status },
      { actions: [actionOf(stopped, { phase: 'Cancelled', reason: 'CancelRequested' }, true)] },
    );
    expect(ended.status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested', steps: [{ phase: 'Cancelled' }, {}] });
  });
});

test('an optional step that is held for too long keeps its plan from nothing', () => {
  const optional = running({ steps: [{ timeoutSeconds: 60, required: false }, { layer: 'application' }] });
  const { status } = next(optional, { actions: [actionOf(optional, held('NodeExcluded'))] });
  const over = next({ ...optional, status }, { actions: [actionOf(optional, held('NodeExcluded'))] }, new Date(at(1060)));
  const ended = next(
    { ...optional, status: over.status },
    { actions: [actionOf(optional, { phase: 'Cancelled', finishedAt: at(1061) }, true)] },
    new Date(at(1061)),
  );
  expect(ended.status.steps?.map(({ phase }) => phase)).toEqual(['Failed', 'Running']);
});
