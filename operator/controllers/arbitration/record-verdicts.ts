import type { RemediationAction } from '../../api/generated/types.ts';
import { statusFor, type Facts, type Outcome } from '../../domain/arbitration/verdict-status.ts';
import { Conflict, isNotFound, isNotLeader, Terminal, Transient } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { statusRecorder } from '../runtime/record.ts';
import type { Announcer } from './announce.ts';

/** One status to write. */
export interface Showing {
  readonly action: RemediationAction;
  readonly outcome: Outcome;
  readonly facts: Facts;
}

/** Writes verdicts; what one write ends with does not keep the others from being made. */
export interface VerdictRecorder {
  /** True when all are stored. Throws the first Conflict or Transient once all were tried, and at once when we do not lead. */
  record(showings: readonly Showing[]): Promise<boolean>;
  /** Whether writing the action's status failed for good lately. */
  rests(uid: string): boolean;
  /** Milliseconds until the next of those may be tried again; undefined when there is none. */
  restsFor(): number | undefined;
}

const atOnce = 16;
const restMs = 60_000;

/** A recorder that announces what it stored. */
export function makeVerdictRecorder(deps: EngineDeps, announcer: Announcer): VerdictRecorder {
  const recorder = statusRecorder(deps);
  const resting = new Map<string, number>();

  /** What an object as it stands is known to show: most of a long queue need not be compared field by field on each pass. */
  const shown = new WeakMap<RemediationAction, string>();

  const write = async (showing: Showing): Promise<void> => {
    const { action, outcome, facts } = showing;
    const showsIt = gistOf(showing);
    if (shown.get(action) === showsIt) return;
    const stored = await recorder.action(action, statusFor(action, outcome, facts));
    shown.set(stored, showsIt);
    if (stored !== action) announcer.recorded(action, stored);
  };
  const settle = (error: Error, { metadata }: RemediationAction): void => {
    const { message: cause } = error;
    if (!(error instanceof Terminal) || isNotLeader(error)) throw error;
    resting.set(metadata.uid, deps.clock.monotonic() + restMs);
    if (!isNotFound(error)) deps.log.error('A verdict was refused; its action is left out for a minute', { action: metadata.name, cause });
  };

  return {
    rests: (uid) => (resting.get(uid) ?? -Infinity) > deps.clock.monotonic(),
    restsFor() {
      const now = deps.clock.monotonic();
      for (const [uid, until] of resting) if (until <= now) resting.delete(uid);
      return resting.size === 0 ? undefined : Math.min(...resting.values()) - now;
    },
    async record(showings) {
      const outcomes = await inBatches(showings, atOnce, (showing) => attempt(write, showing));
      const failures = outcomes.flatMap((failure) => failure ?? []);
      for (const { error, action } of failures.filter(({ error }) => !isPassing(error))) settle(error, action);
      const [first] = failures.filter(({ error }) => isPassing(error));
      if (first) throw first.error;
      return failures.length === 0;
    },
  };
}

/** Equal for showings that make the same status of the same object, whatever the time. */
function gistOf({ outcome, facts }: Showing): string {
  const rivals = 'rivals' in outcome ? outcome.rivals.slice(0, 1) : [];
  return JSON.stringify([{ ...outcome, rivals }, facts.queuePosition, facts.resolvedTarget]);
}

interface Failure {
  readonly action: RemediationAction;
  readonly error: Error;
}

async function attempt(write: (showing: Showing) => Promise<void>, showing: Showing): Promise<Failure | undefined> {
  try {
    await write(showing);
    return undefined;
  } catch (error) {
    return { action: showing.action, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function isPassing(error: Error): boolean {
  return error instanceof Conflict || error instanceof Transient;
}
