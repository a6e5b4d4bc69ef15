import type { Change } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import type { WaitingReason } from '../../api/waiting-reasons.ts';

/** State recorded before the first effect; no nulls in it, since a merge patch would drop them. */
export type Before = Readonly<Record<string, unknown>>;

/** Facts of the outcome for people and for the columns of a report. */
export type Facts = Readonly<Record<string, unknown>>;

/** Why an action that may act has nothing to write. */
export type Conclusion = Extract<Reason, 'AlreadyDone' | 'NotDegraded'>;

/** The outcome of reading the world before anything is written. */
export type Inspection =
  | { readonly kind: 'ready'; readonly before: Before; readonly targetUid: string; readonly changes: readonly Change[] }
  /** `reason` is AlreadyDone unless told. */
  | { readonly kind: 'nothingToDo'; readonly message: string; readonly reason?: Conclusion }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly message: string }
  | { readonly kind: 'blocked'; readonly reason: WaitingReason; readonly message: string; readonly by?: string }
  /** A person undid what an earlier step of the same plan did to the target. */
  | { readonly kind: 'takenOver'; readonly message: string };

/** What the live target says about an effect, or about the whole operation once its effects are made. */
export type Look =
  /** The token is not there: the effect has not happened and may be applied (again, with the same token). */
  | { readonly kind: 'absent' }
  | Working
  | { readonly kind: 'done'; readonly message?: string; readonly result?: Facts }
  /** `begun` says that some of it was made and stays so; `passing`, only where nothing is written, that it is tried again as retries tell. */
  | { readonly kind: 'failed'; readonly reason: Reason; readonly message: string; readonly begun?: boolean; readonly passing?: boolean }
  /** A person undid or replaced what we did: the action ends Cancelled/TakenOver. */
  | { readonly kind: 'takenOver'; readonly message: string }
  /** Only for an undo: the target no longer holds what we wrote, so it is left alone. */
  | { readonly kind: 'drifted'; readonly message: string }
  /** Only for an undo: as the target is now, nothing can take the effect back. */
  | { readonly kind: 'irreversible'; readonly message: string };

/** It has begun and goes on; `apply` is called again each pass only when `advance` is set (a drain evicts a slice at a time). */
export interface Working {
  readonly kind: 'working';
  readonly message: string;
  readonly advance?: boolean;
  readonly blocked?: { readonly reason: WaitingReason; readonly by?: string };
  /** False while nothing was changed yet; given up later than that, what was changed stays. */
  readonly begun?: boolean;
  /** Facts that must not be forgotten until it is done. */
  readonly result?: Facts;
  /** Not looked at again before this many seconds; default: soon at first, then at the poll interval. */
  readonly again?: number;
  /** How the action ends when its time is over while this is still so; TimedOut unless told. */
  readonly late?: { readonly reason: Reason; readonly message: string };
}

/** A write that failed, as the error told. */
export interface Refusal {
  readonly reason: Reason;
  readonly message: string;
  /** Not even a second attempt can help: the right is missing, the object is invalid. */
  readonly final: boolean;
  /** It may pass by itself, as an overload or a broken connection does. */
  readonly passing: boolean;
  /** The server asks for this pause and did not process the call; it does not count as an attempt. */
  readonly retryAfterSeconds?: number;
}
