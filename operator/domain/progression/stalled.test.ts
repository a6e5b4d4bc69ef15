import { describe, expect, test } from '@jest/globals';
import type { CheckType, OperationName, RemediationPlanStatus } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { builtInDefaults } from '../planning/defaults.ts';
import { isStalled } from './stalled.ts';

const rules = { defaults: builtInDefaults, suspended: false };
const steps = [{ operation: 'cordon_node', timeoutSeconds: 100 }, { operation: 'drain_node' }] as const satisfies PlanWish['steps'];
const checkpoint = buildCheckpoint('infrastructure', 1, []);
const checks = [
  { name: 'ready', type: 'node_ready' },
  { name: 'calm', type: 'no_node_pressure', timeoutSeconds: 200 },
] as const;
const checkpoints = [{ ...checkpoint, checks: [...checks] }];
const begun = { name: 'step-1', phase: 'Running', startedAt: at(0) } as const;
const ended = { name: 'step-1', phase: 'Succeeded', startedAt: at(0), finishedAt: at(10) } as const;
const judging = { name: checkpoint.name, layer: 'infrastructure', result: 'Pending', startedAt: at(0) } as const;
const undoing: RemediationPlanStatus = {
  phase: 'RollingBack',
  rollback: [{ step: 'step-1', result: 'Pending' }],
  conditions: [{ type: 'RolledBack', status: 'Unknown', reason: 'StepFailed', message: '', lastTransitionTime: at(0) }],
};

function stalledAt(seconds: number, status: RemediationPlanStatus, wish: PlanWish = {}, suspended = false): boolean {
  const plan = buildPlan({ steps, checkpoints, ...wish, status });
  return isStalled(plan, { ...rules, suspended }, new Date(at(seconds)));
}

describe('a plan stalls a minute after the end of', () => {
  test.each<[string, number, RemediationPlanStatus]>([
    ["the step's own timeout", 100, { phase: 'Executing', steps: [begun] }],
    ['the usual timeout of its operation', 900, { phase: 'Executing', steps: [{ ...begun, name: 'step-2' }] }],
    ['the wait after a step', 40, { phase: 'Executing', steps: [{ ...ended, phase: 'Waiting', notBefore: at(40) }] }],
    ['the longest check of its checkpoint', 300, { phase: 'Verifying', checkpoints: [judging] }],
    ['that and the time for which it was suspended', 320, { phase: 'Verifying', checkpoints: [{ ...judging, pausedSeconds: 20 }] }],
    ['what its rollback may take', 100, undoing],
    ['what it did last, when nothing is at work', 10, { phase: 'Executing', startedAt: at(0), steps: [ended] }],
  ])('%s (second %i)', (_, end, status) => {
    expect([end + 60, end + 61].map((second) => stalledAt(second, status))).toEqual([false, true]);
  });

  test.each<[string, RemediationPlanStatus]>([
    ['an operation', { phase: 'Executing', steps: [begun] }],
    ['a check', { phase: 'Verifying', checkpoints: [judging] }],
    ['an inverse', undoing],
  ])('what is usual for %s that this build does not know', (_, status) => {
    const tomorrow: string = 'defragment';
    const wish = {
      steps: [{ operation: tomorrow as OperationName }],
      checkpoints: [{ ...checkpoint, checks: [{ name: 'new', type: tomorrow as CheckType }] }],
    };
    expect([360, 361].map((second) => stalledAt(second, status, wish))).toEqual([false, true]);
  });

  test('one of several steps that are at work at once', () => {
    const both: RemediationPlanStatus = { phase: 'Executing', steps: [begun, { ...begun, name: 'step-2' }] };
    expect(stalledAt(200, both)).toBe(true);
  });
});

describe('a plan does not stall', () => {
  const late: RemediationPlanStatus = { phase: 'Executing', steps: [begun] };
  const muchLater = 1_000_000;

  test.each<[string, RemediationPlanStatus, PlanWish]>([
    ['before it has begun', { phase: 'Pending' }, {}],
    ['while a person is asked', { phase: 'AwaitingApproval' }, {}],
    ['once it has ended', { ...late, phase: 'Succeeded' }, {}],
    ['while it is suspended', late, { suspend: true }],
    ['when nothing says since when', { phase: 'Executing' }, {}],
    ['when its rollback does not say since when', { phase: 'RollingBack', rollback: [{ step: 'step-1', result: 'Pending' }] }, {}],
    ['without a status', {}, {}],
  ])('%s', (_, status, wish) => expect(stalledAt(muchLater, status, wish)).toBe(false));

  test('while the kill switch is on, unless it is being rolled back, which goes on', () => {
    expect([late, undoing].map((status) => stalledAt(muchLater, status, {}, true))).toEqual([false, true]);
  });
});
