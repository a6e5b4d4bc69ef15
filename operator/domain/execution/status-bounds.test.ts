import { expect, test } from '@jest/globals';
import type { Intent, RemediationActionStatus } from '../../api/generated/types.ts';
import { validateAction } from '../../api/validate.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { decideExecution } from './decide.ts';
import { undoStep } from './intents.ts';
import type { Inspection, Look } from './look.ts';
import type { Sight } from './seen.ts';
import { stageOf, type OperationShape } from './stage.ts';

const now = new Date('2026-01-01T01:00:00Z');
/** Longer than any field, and every cut of it by an odd number of units falls into a character. */
const message = `x${'\u{1F600}'.repeat(3000)}`;
const operation: OperationShape = { effects: [{ name: 'a', undoable: true }], settles: true };
const intent = (step: string, outcome?: Intent['outcome']): Intent => ({
  step,
  token: 't',
  at: now.toISOString(),
  ...(outcome && { outcome }),
});
const running = (...intents: Intent[]): RemediationActionStatus => ({
  phase: 'Running',
  startedAt: now.toISOString(),
  attempts: 1,
  intents,
});
const stopping = (...intents: Intent[]): RemediationActionStatus => ({
  ...running(...intents),
  conditions: [{ type: 'Executed', status: 'False', reason: 'TimedOut', message: 'late', lastTransitionTime: now.toISOString() }],
});
const admitted: RemediationActionStatus = { phase: 'Admitted' };
const inspected = (inspection: Inspection): Sight => ({ kind: 'inspected', inspection });
const looked = (look: Look): Sight => ({ kind: 'looked', look });
const change = { resource: message, from: message, to: message };
const readyFor: Inspection = { kind: 'ready', before: {}, targetUid: 'u', changes: Array.from({ length: 99 }, () => change) };
const ready = inspected(readyFor);
const rehearsed = (inspection: Inspection): Sight => {
  const many = Array.from({ length: 99 }, () => message);
  const gates = many.map(() => ({ reason: 'Suspended', message }) as const);
  return {
    kind: 'rehearsed',
    inspection,
    findings: { gates, blockers: many, missingRights: many, refused: { reason: 'Forbidden', message } },
  };
};
const refusal = (final: boolean): Sight => ({ kind: 'refusal', refusal: { reason: 'Forbidden', message, final, passing: false } });
const held: Look = { kind: 'working', message, blocked: { reason: 'EvictionBlocked', by: message } };

interface Row {
  readonly what: string;
  readonly status: RemediationActionStatus;
  readonly sight: Sight;
  readonly wish?: ActionWish;
}

const rows: readonly Row[] = [
  { what: 'changes', status: admitted, sight: ready },
  { what: 'changes of a dry run', status: admitted, sight: rehearsed(readyFor), wish: { dryRun: true } },
  { what: 'a refusal', status: admitted, sight: inspected({ kind: 'refused', reason: 'DrainBlocked', message }) },
  {
    what: 'a refusal of a dry run',
    status: admitted,
    sight: rehearsed({ kind: 'refused', reason: 'DrainBlocked', message }),
    wish: { dryRun: true },
  },
  { what: 'nothing to do', status: admitted, sight: inspected({ kind: 'nothingToDo', message }) },
  { what: 'a takeover before the start', status: admitted, sight: inspected({ kind: 'takenOver', message }) },
  { what: 'a wait', status: admitted, sight: inspected({ kind: 'blocked', reason: 'TargetHeld', message, by: message }) },
  { what: 'what is impossible', status: admitted, sight: { kind: 'impossible', reason: 'InvalidParameters', message } },
  { what: 'a refused write', status: running(intent('a')), sight: refusal(false) },
  { what: 'a write refused for good', status: running(intent('a')), sight: refusal(true) },
  { what: 'an effect under way', status: running(intent('a')), sight: looked(held) },
  { what: 'an effect that failed', status: running(intent('a')), sight: looked({ kind: 'failed', reason: 'SyncFailed', message }) },
  { what: 'an effect that is done', status: running(intent('a')), sight: looked({ kind: 'done', message }) },
  { what: 'a rollout', status: running(intent('a', 'Done')), sight: looked(held) },
  {
    what: 'a rollout that failed',
    status: running(intent('a', 'Done')),
    sight: looked({ kind: 'failed', reason: 'RolloutFailed', message }),
  },
  { what: 'a refused inverse', status: stopping(intent('a', 'Done'), intent(undoStep('a'))), sight: refusal(false) },
  {
    what: 'an inverse that failed',
    status: stopping(intent('a', 'Done'), intent(undoStep('a'))),
    sight: looked({ kind: 'failed', reason: 'SyncFailed', message }),
  },
];

test.each(rows)('the API server takes the status that tells of $what, however long the text is', ({ status, sight, wish }) => {
  const action = buildAction({ name: 'act-1', status, ...wish });
  const stage = stageOf({ action, operation }, now);
  const next = decideExecution({ action, operation, stage, sight, timeoutSeconds: 300, pollSeconds: 5, suspended: false, epoch: 4 }, now);
  const stored: unknown = JSON.parse(JSON.stringify({ ...action, status: next.status }));
  expect(validateAction(stored)).toMatchObject({ ok: true });
  // JSON spells out half a character only when it stands alone.
  expect(JSON.stringify(stored)).not.toMatch(/\\ud/);
});

test('what would have to be remembered for its undo is never cut: too much of it ends the action before it begins', () => {
  const sight = inspected({ kind: 'ready', before: { job: 'x'.repeat(20 * 1024) }, targetUid: 'u', changes: [] });
  const action = buildAction({ name: 'act-1', status: admitted });
  const stage = stageOf({ action, operation }, now);
  const { status } = decideExecution(
    { action, operation, stage, sight, timeoutSeconds: 300, pollSeconds: 5, epoch: 4, suspended: false },
    now,
  );
  expect(status).toMatchObject({ phase: 'Failed', reason: 'InvalidParameters', message: expect.stringMatching(/larger than 20 KiB/) });
  expect([status.intents, status.before]).toEqual([undefined, undefined]);
});
