import { describe, expect, test } from '@jest/globals';
import type { RemediationActionStatus } from '../../api/generated/types.ts';
import { buildCheckpoint, buildPlan, type StepWish } from '../../testing/plan-builder.ts';
import { effectDone, simulatePlan } from '../../testing/simulate-plan.ts';

const cordon: StepWish = { operation: 'cordon_node' };
const scale: StepWish = { layer: 'application', operation: 'scale_workload', parameters: { replicas: 3 } };
const replicas = { resource: 'Deployment/shop/pay.spec.replicas', from: '2', to: '3' };
const boot = { resource: 'Node/w1.status.nodeInfo.bootID', from: 'x', to: 'a new one' };

/** How the plan ends when its last check never passes and what is said of an action by its name. */
function endOf(steps: readonly StepWish[], ends: Readonly<Record<string, RemediationActionStatus>>) {
  const plan = buildPlan({ steps, checkpoints: [buildCheckpoint('application', steps.length, ['pods_running'], { timeoutSeconds: 10 })] });
  return simulatePlan(plan, { checkSays: () => 'Failed', actionEnds: ({ metadata }) => ends[metadata.name] }).plan.status;
}

const done = (changes: RemediationActionStatus['changes']): RemediationActionStatus => ({
  phase: 'Succeeded',
  intents: effectDone(),
  ...(changes && { changes }),
});
const refused: RemediationActionStatus = { phase: 'Failed', reason: 'UndoFailed', message: 'The engine may not update deployments/scale.' };

describe('what a person has to do where an inverse failed', () => {
  test.each([
    { when: 'the change was recorded', changes: [replicas], says: 'set Deployment/shop/pay.spec.replicas back to 2' },
    { when: 'some of it is what nobody can set', changes: [boot, replicas], says: 'set Deployment/shop/pay.spec.replicas back to 2' },
    { when: 'nothing can be set back', changes: [boot], says: 'look at Deployment/shop/pay, which may still be as the step left it' },
    { when: 'nothing was recorded', changes: undefined, says: 'look at Deployment/shop/pay, which may still be as the step left it' },
  ])('is said first when $when', ({ changes, says }) => {
    const status = endOf([cordon, scale], { 'act-test-02': done(changes), 'act-test-02-undo': refused });
    expect(status?.rollback?.map(({ step, result }) => `${step} ${result}`)).toEqual(['step-2 Failed', 'step-1 Undone']);
    expect(status?.phase).toBe('RollbackFailed');
    expect(status?.message).toBe(
      `Rollback: 1 undone, 1 failed. To be done by hand: step-2 (scale_workload of Deployment/shop/pay): ${says}. ` +
        'Then delete the plan, which keeps its claims until then. The application checkpoint failed: pods_running: pods_running says so.',
    );
  });

  test('names at most five steps and fits into a status and an Event', () => {
    const orders = [1, 2, 3, 4, 5, 6, 7];
    const long = `Node/${'w'.repeat(240)}.spec.unschedulable`;
    const ends = orders.flatMap((order): [string, RemediationActionStatus][] => [
      [`act-test-0${order}`, done([{ resource: long, from: 'false', to: 'true' }])],
      [`act-test-0${order}-undo`, refused],
    ]);
    const message = endOf(
      orders.map(() => cordon),
      Object.fromEntries(ends),
    )?.message;
    expect(message).toMatch(/step-7 .*step-3 .*2 more are in status\.rollback\./);
    expect(message).not.toMatch(/step-2 /);
    expect(message?.length).toBeLessThanOrEqual(2048);
  });
});
