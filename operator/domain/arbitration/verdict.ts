import type { ConflictType } from '../../api/generated/types.ts';
import type { WaitingReason } from '../../api/waiting-reasons.ts';
import type { Hold } from '../limits/hold.ts';
import type { Found } from './lane.ts';

/** Why an action waits in the queue. */
export type BlockReason = Extract<
  WaitingReason,
  'TargetHeld' | 'TargetBusy' | 'LowerPriority' | 'OlderWins' | 'DeterministicPreferred' | 'ActiveLimit'
>;

/** Who is in the way, as kind/namespace/name. */
export interface Rival {
  readonly ref: string;
  readonly conflictType: ConflictType;
}

/** What arbitration says of one waiting action; the first of its rivals is the one that goes first. */
export type Verdict =
  /** Execution told it to wait and the time is not up. */
  | { readonly kind: 'paused' }
  /** A limit keeps it from beginning; `unapproved`: after that a person has to say yes. */
  | ({ readonly kind: 'held'; readonly unapproved?: boolean } & Hold)
  | {
      readonly kind: 'awaitingApproval';
      readonly reason: 'LowConfidence' | 'ApprovalRequired';
      /** The approval rule that wants it, if one does. */
      readonly rule?: string;
      /** When the request expires. */
      readonly until: Date;
    }
  | { readonly kind: 'blocked'; readonly reason: BlockReason; readonly rivals: readonly Rival[] }
  /** Its rivals are those that wait for it. */
  | { readonly kind: 'admitted'; readonly rivals: readonly Rival[] }
  | {
      readonly kind: 'ended';
      readonly phase: 'Superseded' | 'Rejected';
      readonly reason: 'DuplicateOf' | 'LowConfidence' | 'DeterministicPreferred' | 'ApprovalExpired';
      readonly rivals: readonly Rival[];
    };

/** At most this many rivals are named. */
export const namedRivals = 10;

/** The form in which rivals are recorded. */
export function rivalsOf(found: readonly Found[]): Rival[] {
  return found.slice(0, namedRivals).map(({ contender, conflictType }) => ({ ref: contender.ref, conflictType }));
}
