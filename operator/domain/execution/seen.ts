import type { RemediationActionStatus } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import type { Inspection, Look, Refusal } from './look.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Stage, Subject } from './stage.ts';

/** What was read, or learned by writing, at the stage where the action is. */
export type Sight =
  | { readonly kind: 'nothing' }
  /** It cannot be begun, or not be carried on: no target, another one of its name, no such operation, bad parameters. */
  | { readonly kind: 'impossible'; readonly reason: Reason; readonly message: string }
  | { readonly kind: 'inspected'; readonly inspection: Inspection }
  | ({ readonly kind: 'rehearsed' } & Rehearsal)
  | { readonly kind: 'looked'; readonly look: Look }
  /** Reading failed in a way that may pass, while the action is to end. */
  | { readonly kind: 'unread'; readonly message: string }
  | { readonly kind: 'refusal'; readonly refusal: Refusal };

/** An action in the middle of the protocol and what was seen of its target. */
export interface SeenExecution extends Subject {
  readonly stage: Stage;
  readonly sight: Sight;
  readonly timeoutSeconds: number;
  readonly pollSeconds: number;
  /** The kill switch is on. */
  readonly suspended: boolean;
  /** leaseTransitions of this leader, for the intents that it records. */
  readonly epoch: number;
}

/** What is to be recorded, then done, and when the action is looked at again. */
export interface NextExecution {
  readonly status: RemediationActionStatus;
  /** `apply`: the effect (or inverse) of the stage is made. `abandon`: it is ended before the status is recorded. */
  readonly act?: 'apply' | 'abandon';
  /** Milliseconds; absent when nothing more is to be done. */
  readonly after?: number;
}
