import { describe, expect, test } from '@jest/globals';
import type {
  AnomalyStatus,
  CheckpointStatus,
  Condition,
  RemediationActionStatus,
  RemediationPlanStatus,
  RemediationPolicyStatus,
} from '../../api/generated/types.ts';
import { validateAction, validateAnomaly, validatePlan } from '../../api/validate.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { bounded } from '../diagnosis/bounded.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { bytesOf } from './fit.ts';
import { fitAction, fitAnomaly, fitPlan, fitPolicy } from './fit-status.ts';

const promised = 64 * 1024;
const at = '2026-01-01T00:00:00.000Z';
/** Three bytes each: nothing that is one unit long in a string is longer in UTF-8. */
const text = (length: number) => '過'.repeat(length);
const name = (length: number, index: number) => `n${index}-`.padEnd(length, 'x');
const rows = <T>(count: number, row: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => row(index));

const conditions = (...types: string[]): Condition[] =>
  types.map((type) => ({
    type,
    status: 'False',
    reason: 'R'.repeat(63),
    message: text(2048),
    lastTransitionTime: at,
    observedGeneration: 99,
  }));
const blocked = { reason: 'R'.repeat(63), since: at, until: at, by: name(400, 0) };
const head = { reason: 'R'.repeat(63), message: text(2048), epoch: 1e9, observedGeneration: 1e9, blocked };
const uid = 'e8f2f3a0-0000-4000-8000-000000000000';
const ref = (index: number) => ({ namespace: name(63, 0), name: name(63, index), uid });

const checkpoint = (index: number): CheckpointStatus => ({
  ...{ name: name(63, index), layer: 'infrastructure', startedAt: at, finishedAt: at, pausedSeconds: 86_400 },
  result: index === 19 ? 'Failed' : 'Passed',
  checks: rows(20, (row) => ({
    ...{ name: name(63, row), type: 'openshift_operators_ready', result: index === 19 ? 'Inconclusive' : 'Passed' },
    ...{ message: text(1024), observedAt: at },
  })),
});
const planStatus: RemediationPlanStatus = {
  ...head,
  phase: 'RollbackFailed',
  ...{ progress: '50/50', currentStep: 51, layerPath: 'infra>platform>app', cause: name(400, 0), rollbackSummary: name(253, 0) },
  ...{ specHash: 'f'.repeat(64), suspendedAt: at, startedAt: at, finishedAt: at },
  steps: rows(50, (index) => ({
    ...{ name: name(63, index), phase: 'Failed', reason: 'R'.repeat(30), message: text(1024) },
    ...{ notBefore: at, healthySince: at, startedAt: at, finishedAt: at, actionRef: ref(index) },
  })),
  checkpoints: rows(20, checkpoint),
  rollback: rows(51, (index) => ({ step: name(63, index), result: 'Irreversible', message: text(1024), actionRef: ref(index) })),
  conditions: conditions(
    'InfrastructureHealthy',
    'PlatformHealthy',
    'ApplicationHealthy',
    'Progressing',
    'Blocked',
    'RolledBack',
    'Failed',
  ),
};

const actionStatus: RemediationActionStatus = {
  ...head,
  phase: 'Running',
  specHash: 'f'.repeat(64),
  attempts: 10,
  arbitration: {
    rule: 'R'.repeat(63),
    conflictType: 'exclusive_types',
    winner: name(400, 0),
    against: rows(10, (row) => name(400, row)),
    decidedAt: at,
  },
  conflicts: { day: '2026-01-01', count: 64, winners: rows(64, (row) => name(160, row)) },
  resolvedTarget: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    namespace: name(63, 0),
    name: name(253, 0),
    uid,
    nodes: rows(500, (row) => name(38, row)),
  },
  intents: rows(8, (row) => ({
    ...{ step: name(63, row), token: 'f'.repeat(32), targetUid: uid, at, epoch: 1e9 },
    ...{ outcome: 'Undone', message: text(1024) },
  })),
  before: { job: 'j'.repeat(20 * 1024 - 20) },
  changes: rows(64, () => ({ resource: text(400), from: text(512), to: text(512) })),
  result: { output: 'o'.repeat(8 * 1024 - 20) },
  startedAt: at,
  conditions: conditions('Admitted', 'Executed', 'Blocked'),
};

const target = (row: number) => ({
  apiVersion: `${'a'.repeat(40)}/v1`,
  kind: 'K'.repeat(40),
  namespace: name(63, row),
  name: name(253, row),
  uid,
});
const diagnosis: Diagnosis = {
  affectedLayers: ['infrastructure', 'platform', 'application'],
  impactedResources: rows(64, (row) => ({ layer: 'application', target: target(row), state: text(253) })),
  rootCause: {
    layer: 'infrastructure',
    target: target(0),
    evidence: rows(20, (row) => ({ what: text(512), where: name(400, row), since: at })),
  },
  dependencies: rows(64, (row) => ({ from: name(400, row), to: name(400, row), via: 'ownerReference' })),
  deployments: rows(32, (row) => ({
    ...{ method: 'Operator', managedBy: name(400, row), confidence: 0.95, automated: true, rollback: true },
    ...{ evidence: rows(10, () => text(512)), target: target(row) },
  })),
};
const { affectedLayers, impactedResources, rootCause, dependencies, deployments } = bounded(diagnosis);
const anomalyStatus: AnomalyStatus = {
  ...head,
  phase: 'Failed',
  ...{ affectedLayers: [...affectedLayers], impactedResources: [...impactedResources], rootCause },
  ...{ dependencies: [...dependencies], deployments: [...deployments], planRef: ref(0), duplicateOf: ref(1) },
  ...{ occurrences: 1e9, lastSeenAt: at, fingerprint: 'f'.repeat(64), finishedAt: at },
  history: rows(20, (row) => ({
    plan: name(63, row),
    operation: 'rollback_machine_config',
    target: name(400, row),
    outcome: 'Cancelled',
    at,
  })),
  conditions: conditions('Analyzed', 'Planned', 'Resolved', 'Blocked'),
};

const policyStatus: RemediationPolicyStatus = {
  ...{ reason: head.reason, message: head.message, epoch: 1e9, observedGeneration: 1e9 },
  effective: rows(40, (row) => ({ field: name(63, row), value: text(1024), source: 'Environment', variable: 'V'.repeat(63) })),
  nodeGroups: rows(64, (row) => ({
    name: name(63, row),
    nodes: 5000,
    unhealthy: 5000,
    maxUnhealthy: 5000,
    stormSince: at,
    stormEndedAt: at,
  })),
  conditions: conditions('Accepted', 'Suspended', 'StormActive'),
};

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('the longest status', () => {
  test.each([
    { of: 'a plan', long: planStatus, fit: () => fitPlan(planStatus), again: () => fitPlan(fitPlan(planStatus)) },
    { of: 'an action', long: actionStatus, fit: () => fitAction(actionStatus), again: () => fitAction(fitAction(actionStatus)) },
    { of: 'an anomaly', long: anomalyStatus, fit: () => fitAnomaly(anomalyStatus), again: () => fitAnomaly(fitAnomaly(anomalyStatus)) },
    { of: 'the policy', long: policyStatus, fit: () => fitPolicy(policyStatus), again: () => fitPolicy(fitPolicy(policyStatus)) },
  ])('of $of is cut to less than 64 KiB, once and for all', ({ long, fit, again }) => {
    expect(bytesOf(long)).toBeGreaterThan(promised);
    expect(bytesOf(fit())).toBeLessThan(promised);
    expect(again()).toEqual(fit());
  });

  test('is still what the API server takes', () => {
    expect(validatePlan(stored({ ...buildPlan({}), status: fitPlan(planStatus) }))).toMatchObject({ ok: true });
    expect(validateAction(stored({ ...buildAction({}), status: fitAction(actionStatus) }))).toMatchObject({ ok: true });
    expect(validateAnomaly(stored({ ...buildAnomaly({}), status: fitAnomaly(anomalyStatus) }))).toMatchObject({ ok: true });
  });

  test('keeps whatever is decided by: names, references, times, results, what is to be restored', () => {
    const plan = fitPlan(planStatus);
    const bare = <T extends { message?: string }>(list: readonly T[] = []) => list.map((row) => ({ ...row, message: undefined }));
    expect(bare(plan.steps)).toEqual(bare(planStatus.steps));
    expect(bare(plan.rollback)).toEqual(bare(planStatus.rollback));
    expect(plan.checkpoints?.map(({ result }) => result)).toEqual(planStatus.checkpoints?.map(({ result }) => result));
    expect(plan.checkpoints?.at(-1)?.checks).toHaveLength(20);
    const { before, result, resolvedTarget, intents } = fitAction(actionStatus);
    expect({ before, result, resolvedTarget }).toEqual({
      before: actionStatus.before,
      result: actionStatus.result,
      resolvedTarget: actionStatus.resolvedTarget,
    });
    expect(bare(intents)).toEqual(bare(actionStatus.intents));
  });
});

test('a status of usual size stays as it is', () => {
  const usual: RemediationPlanStatus = {
    ...planStatus,
    message: 'm',
    steps: planStatus.steps?.slice(0, 5),
    checkpoints: undefined,
    rollback: undefined,
    conditions: conditions('Failed'),
  };
  expect(fitPlan(usual)).toBe(usual);
});

test('a condition of somebody else stays as they wrote it', () => {
  const theirs = conditions('example.org/Verified');
  expect(fitPlan({ ...planStatus, conditions: [...(planStatus.conditions ?? []), ...theirs] }).conditions?.at(-1)).toEqual(theirs[0]);
});

test('a diagnosis is bounded from its far end: the cause stays, and with it the first that are hit', () => {
  const first = <T extends { target: object }>(list: readonly T[]) => list[0]?.target;
  expect(rootCause?.target).toEqual(diagnosis.rootCause?.target);
  expect(first(impactedResources)).toEqual(first(diagnosis.impactedResources));
  expect(first(deployments)).toEqual(first(diagnosis.deployments));
  expect(bytesOf(bounded(diagnosis))).toBeLessThan(32 * 1024);
  const small: Diagnosis = { ...diagnosis, impactedResources: [], rootCause: undefined, dependencies: [], deployments: [] };
  expect(bounded(small)).toBe(small);
});
