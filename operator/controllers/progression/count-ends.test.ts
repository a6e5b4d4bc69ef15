import { describe, expect, test } from '@jest/globals';
import type { RemediationPlanStatus, StepStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { countEnds } from './count-ends.ts';

function counted(before: RemediationPlanStatus | undefined, after: RemediationPlanStatus): string[] {
  const engine = fakeEngine();
  const plan = buildPlan({ steps: [{}] });
  countEnds(engine.deps.metrics, { ...plan, status: before }, { ...plan, status: after });
  return engine.counted;
}

const running: StepStatus = { name: 'step-1', phase: 'Running', startedAt: at(0) };

describe('a step is counted', () => {
  test.each<[StepStatus['phase'], readonly string[]]>([
    ['Running', []],
    ['Waiting', []],
    ['Succeeded', ['step infrastructure Succeeded 7']],
    ['Failed', ['step infrastructure Failed 7']],
    ['Skipped', ['step infrastructure Skipped 7']],
    ['Cancelled', ['step infrastructure Cancelled 7']],
  ])('when it becomes %s: %j', (phase, told) => {
    const after = { phase: 'Executing', steps: [{ ...running, phase, finishedAt: at(7) }] } as const;
    expect(counted({ phase: 'Executing', steps: [running] }, { ...after, steps: [...after.steps] })).toEqual(told);
  });

  test('once, however often the plan is stored afterwards', () => {
    const done: RemediationPlanStatus = { phase: 'Executing', steps: [{ ...running, phase: 'Succeeded', finishedAt: at(7) }] };
    expect(counted(done, { ...done, phase: 'Verifying' })).toEqual([]);
  });

  test('not at all if it never began', () => {
    expect(counted(undefined, { phase: 'Executing', steps: [{ name: 'step-1', phase: 'Cancelled' }] })).toEqual([]);
  });
});

describe('a plan is counted', () => {
  const executing: RemediationPlanStatus = { phase: 'Executing', startedAt: at(0) };

  test.each<[RemediationPlanStatus['phase'], string | undefined, readonly string[]]>([
    ['Succeeded', undefined, ['plan Succeeded 90']],
    ['Failed', 'StepFailed', ['plan Failed 90']],
    ['RolledBack', 'StepFailed', ['plan RolledBack 90', 'rolled back step RolledBack']],
    ['RolledBack', 'NameCollision', ['plan RolledBack 90', 'rolled back step RolledBack']],
    ['RolledBack', 'CancelRequested', ['plan RolledBack 90', 'rolled back request RolledBack']],
    ['RollbackFailed', 'CheckpointFailed', ['plan RollbackFailed 90', 'rolled back checkpoint RollbackFailed']],
  ])('when it ends %s because of %s: %j', (phase, reason, told) => {
    const conditions =
      reason === undefined ? [] : [{ type: 'Failed', status: 'True' as const, reason, message: '', lastTransitionTime: at(90) }];
    expect(counted(executing, { ...executing, phase, finishedAt: at(90), conditions })).toEqual(told);
  });

  test('without a time if it never took its targets', () => {
    expect(counted({ phase: 'Pending' }, { phase: 'Cancelled', finishedAt: at(90) })).toEqual(['plan Cancelled not begun']);
  });

  test('once, whatever is stored afterwards', () => {
    const done: RemediationPlanStatus = { ...executing, phase: 'Succeeded', finishedAt: at(90) };
    expect(counted(done, { ...done, observedGeneration: 2 })).toEqual([]);
  });
});
