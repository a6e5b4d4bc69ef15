import type { Checkpoint, CheckpointStatus, CheckStatus } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { checkTimeout, type Defaults } from '../planning/defaults.ts';

/** What the verdicts of one pass mean for the checkpoint. */
export type Judgement =
  | { readonly kind: 'waiting'; readonly until: Date }
  | {
      readonly kind: 'judged';
      readonly result: 'Passed' | 'Failed' | 'NotApplicable';
      readonly reason: Reason;
      readonly message: string;
      readonly failing: readonly string[];
    };

/**
 * Passes when every check is Passed or NotApplicable in this one pass, however late; fails when a check that is neither has used up its own
 * timeout (suspended time does not count); until then waits for the first timeout.
 */
export function judgeCheckpoint(checkpoint: Checkpoint, state: CheckpointStatus, defaults: Defaults, now: Date): Judgement {
  const bad = (state.checks ?? []).filter(({ result }) => result !== 'Passed' && result !== 'NotApplicable');
  if (bad.length === 0) return passed(checkpoint, state.checks ?? []);
  const ends = bad.map(({ name }) => endOf(checkpoint, state, name, defaults));
  const failing = bad.filter((_check, index) => now.getTime() >= (ends[index] ?? Infinity));
  if (failing.length === 0) return { kind: 'waiting', until: new Date(Math.min(...ends)) };
  const told = failing.map(describe).join('; ');
  return {
    kind: 'judged',
    result: 'Failed',
    reason: 'CheckpointFailed',
    message: `The ${checkpoint.layer} checkpoint failed: ${told}`,
    failing: failing.map(called),
  };
}

function passed({ layer }: Checkpoint, checks: readonly CheckStatus[]): Judgement {
  if (checks.every(({ result }) => result === 'NotApplicable')) {
    const message = `No check of the ${layer} layer applies to this cluster and these targets.`;
    return { kind: 'judged', result: 'NotApplicable', reason: 'NotApplicable', message, failing: [] };
  }
  return {
    kind: 'judged',
    result: 'Passed',
    reason: 'CheckpointPassed',
    message: `Every check of the ${layer} layer passed.`,
    failing: [],
  };
}

function endOf(checkpoint: Checkpoint, { startedAt, pausedSeconds = 0 }: CheckpointStatus, name: string, defaults: Defaults): number {
  const check = checkpoint.checks.find((one) => one.name === name);
  const seconds = check ? (check.timeoutSeconds ?? checkTimeout(defaults, check.type)) : 0;
  return Date.parse(startedAt ?? '') + (seconds + pausedSeconds) * 1000;
}

/** The type says what failed; the name only where it adds something. */
function called({ name, type }: CheckStatus): string {
  return name.replaceAll('-', '_') === type ? type : `${type} (${name})`;
}

function describe(check: CheckStatus): string {
  const { result, message } = check;
  const why = result === 'Inconclusive' ? `could not be read: ${message ?? ''}` : (message ?? 'did not pass');
  return `${called(check)}: ${why}`;
}
