import { describe, expect, test } from '@jest/globals';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { setCondition } from '../conditions.ts';
import { columnsOf, summaryOf } from './columns.ts';
import { holdsTargets, isTerminalPhase, summarise } from './phases.ts';

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
    { phase: 'Pending', terminal: false, holds: false },
    { phase: 'AwaitingApproval', terminal: false, holds: false },
    { phase: 'Executing', terminal: false, holds: true },
    { phase: 'Verifying', terminal: false, holds: true },
    { phase: 'RollingBack', terminal: false, holds: true },
    { phase: 'Succeeded', terminal: true, holds: false },
    { phase: 'Cancelled', terminal: true, holds: false },
  ] as const)('$phase is terminal: $terminal, holds its targets: $holds', ({ phase, terminal, holds }) => {
    expect([isTerminalPhase(phase), holdsTargets(phase)]).toEqual([terminal, holds]);
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
