import { checkpoints, node, steps } from './good-objects.ts';
import type { KindName } from './kinds.ts';

/** A field of spec that nobody may change: a value, another one, and what else the spec needs for both to be good. */
export interface FixedField {
  readonly kind: KindName;
  readonly field: string;
  readonly value: unknown;
  readonly other: unknown;
  /** The API server fills it or requires it, so that it cannot be absent. */
  readonly always?: boolean;
  readonly besides?: Readonly<Record<string, unknown>>;
}

type Rows = readonly Omit<FixedField, 'kind'>[];

const anomaly: Rows = [
  { field: 'type', value: 'a', other: 'b', always: true },
  { field: 'severity', value: 'high', other: 'low', always: true },
  { field: 'source', value: 'manual', other: 'deterministic', always: true },
  { field: 'reporter', value: 'a', other: 'b' },
  { field: 'requestedBy', value: 'ann', other: 'bob' },
  { field: 'confidence', value: 0.5, other: 0.6 },
  { field: 'description', value: 'a', other: 'b' },
  { field: 'targets', value: [node], other: [{ ...node, name: 'w2' }] },
  { field: 'recommendedAction', value: 'a', other: 'b' },
  { field: 'detectedAt', value: '2026-01-01T00:00:00Z', other: '2026-01-01T00:00:01Z' },
  { field: 'fingerprint', value: 'a', other: 'b' },
  { field: 'mode', value: 'Observe', other: 'Automatic' },
];

const plan: Rows = [
  { field: 'steps', value: steps, other: steps.map((step) => ({ ...step, waitSeconds: 1 })), always: true },
  { field: 'checkpoints', value: checkpoints, other: checkpoints.slice(1) },
  { field: 'layers', value: ['infrastructure'], other: ['platform'] },
  { field: 'anomalyRef', value: { name: 'a' }, other: { name: 'b' } },
  { field: 'source', value: 'manual', other: 'deterministic', always: true },
  { field: 'confidence', value: 0.5, other: 0.6 },
  { field: 'priority', value: 3, other: 1, always: true },
  { field: 'mode', value: 'DryRun', other: 'Automatic' },
  { field: 'requestedBy', value: 'ann', other: 'bob' },
  { field: 'rollbackPolicy', value: 'OnFailure', other: 'Never', always: true },
  { field: 'ttlSecondsAfterFinished', value: 60, other: 61 },
  { field: 'approvalRequired', value: true, other: false, always: true },
];

const action: Rows = [
  { field: 'type', value: 'node_remediation', other: 'platform_remediation', always: true, besides: { operation: 'observe' } },
  { field: 'operation', value: 'cordon_node', other: 'uncordon_node', always: true },
  { field: 'target', value: node, other: { ...node, name: 'w2' }, always: true },
  { field: 'source', value: 'manual', other: 'deterministic', always: true },
  { field: 'confidence', value: 0.5, other: 0.6 },
  { field: 'requestedBy', value: 'ann', other: 'bob' },
  { field: 'priority', value: 3, other: 1, always: true },
  { field: 'parameters', value: { a: { b: [1] } }, other: { a: { b: [2] } } },
  { field: 'timeoutSeconds', value: 60, other: 61 },
  { field: 'retries', value: { attempts: 3 }, other: { attempts: 4 }, always: true },
  { field: 'dryRun', value: true, other: false, always: true },
  { field: 'compensates', value: { name: 'a', uid: '1' }, other: { name: 'a', uid: '2' }, besides: { priority: 1 } },
  { field: 'approvalRequired', value: true, other: false, always: true },
];

/** Every field of design section 2 that is fixed after creation. */
export const fixedFields: readonly FixedField[] = [
  ...anomaly.map((row) => ({ kind: 'Anomaly' as const, ...row })),
  ...plan.map((row) => ({ kind: 'RemediationPlan' as const, ...row })),
  ...action.map((row) => ({ kind: 'RemediationAction' as const, ...row })),
];

/** A knob of spec: how it may be turned after creation, one turn after the other. */
export interface Knob {
  readonly kind: KindName;
  readonly turns: readonly Readonly<Record<string, unknown>>[];
}

const approval = { decision: 'Approved', by: 'ann', at: '2026-01-01T00:00:00Z', reason: 'seen', specHash: 'ab12' };

/** Every knob of design section 2. */
export const knobs: readonly Knob[] = [
  {
    kind: 'Anomaly',
    turns: [{ reports: 1 }, { reports: 2, lastReportedAt: '2026-01-01T00:00:00Z' }, { resolvedAt: '2026-01-01T00:00:00Z' }],
  },
  { kind: 'RemediationPlan', turns: [{ suspend: true }, { suspend: false }] },
  { kind: 'RemediationPlan', turns: [{ cancel: 'Stop' }, { cancel: 'Rollback' }] },
  { kind: 'RemediationPlan', turns: [{ approval }] },
  { kind: 'RemediationAction', turns: [{ cancel: true }] },
  { kind: 'RemediationAction', turns: [{ approval: { ...approval, decision: 'Denied' } }] },
];
