import { describe, expect, test } from '@jest/globals';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { setCondition } from '../conditions.ts';
import { columnsOf, summaryOf } from './columns.ts';
import { holdsTargets, summarise } from './phases.ts';

const now = new Date(0);
const progressing = setCondition(undefined, { type: 'Progressing', status: 'True', reason: 'StepRunning', message: 'Step 1.' }, now);

describe('phase, reason and message', () => {
  test.each([
    { when: 'a step runs', conditions: progressing, summary: { phase: 'Executing', reason: 'StepRunning', message: 'Step 1.' } },
    {
      when: 'a step is held up',
      conditions: setCondition(progressing, { type: 'Blocked', status: 'True', reason: 'EvictionBlocked', message: 'A pod is held.' }, now),
      summary: { phase: 'Executing', reason: 'EvictionBlocked', message: 'A pod is held.' },
    },
    {
      when: 'it rolls back',
      conditions: setCondition(
        setCondition(progressing, { type: 'Progressing', status: 'True', reason: 'RollingBack', message: 'Undoing.' }, now),
        { type: 'RolledBack', status: 'Unknown', reason: 'CheckpointFailed', message: 'node_ready' },
        now,
      ),
      summary: { phase: 'RollingBack', reason: 'CheckpointFailed', message: 'node_ready' },
    },
    { when: 'nothing is known', conditions: [], summary: { phase: 'Pending', reason: 'Queued', message: '' } },
  ])('come from the condition that decides when $when', ({ conditions, summary }) => {
    expect(summarise(conditions)).toEqual(summary);
  });

  test.each([
    { phase: 'Pending', holds: false },
    { phase: 'AwaitingApproval', holds: false },
    { phase: 'Executing', holds: true },
    { phase: 'Verifying', holds: true },
    { phase: 'RollingBack', holds: true },
    { phase: 'Succeeded', holds: false },
    { phase: 'Cancelled', holds: false },
  ] as const)('$phase holds its targets: $holds', ({ phase, holds }) => {
    expect(holdsTargets(phase)).toBe(holds);
  });
});

describe('the columns', () => {
  test('count ended steps, name the lowest that is not, and the layers from below, those without a step too', () => {
    const plan = buildPlan({
      steps: [{}, {}, { layer: 'application' }],
      checkpoints: [buildCheckpoint('platform', 2, ['networking_functional'])],
    });
    const steps = [
      { name: 'step-1', phase: 'Skipped' as const },
      { name: 'step-2', phase: 'Waiting' as const },
      { name: 'step-3', phase: 'Pending' as const },
    ];
    expect(columnsOf(plan, { steps }, undefined)).toMatchObject({ progress: '1/3', currentStep: 2, layerPath: 'infra>platform>app' });
  });

  test('sum up a rollback', () => {
    expect(summaryOf([{ result: 'Undone' }, { result: 'Irreversible' }, { result: 'Undone' }])).toBe('2 undone, 1 irreversible');
    expect(summaryOf([])).toBeUndefined();
  });
});
