import type { ActionType, Change, Intent, OperationName, RemediationAction, Target, Undo } from '../api/generated/types.ts';
import type { Reason } from '../api/reasons.ts';
import type { KubeClient } from '../kube/client.ts';

/** State recorded before the first effect; scalars and small structures only, since it is stored in the action's status. */
export type Before = Readonly<Record<string, unknown>>;

/** What an operation is given: a live copy of the action, its resolved target, and the means to read and write. */
export interface OperationContext {
  readonly client: KubeClient;
  readonly action: RemediationAction;
  readonly target: Target;
  /** Value of the claim that we leave on a node: the plan's uid, or the action's without a plan. */
  readonly claim: string;
  /** What was recorded before the first effect; for a compensating action that of the undone action. */
  readonly before: Before;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Name of the node this process runs on, if known. */
  readonly ownNode?: string;
}

/** An effect is always looked at or applied on behalf of one recorded intent. */
export interface EffectContext extends OperationContext {
  readonly intent: Intent;
}

/** The outcome of reading the world before anything is written. */
export type Inspection =
  | { readonly kind: 'ready'; readonly before: Before; readonly targetUid: string; readonly changes: readonly Change[] }
  | { readonly kind: 'nothingToDo'; readonly message: string }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly message: string }
  | { readonly kind: 'blocked'; readonly reason: Reason; readonly message: string; readonly by?: string };

/** What the live target says about an effect, or about the whole operation once its effects are made. */
export type Look =
  /** The token is not there: the effect has not happened and may be applied (again, with the same token). */
  | { readonly kind: 'absent' }
  /** It has begun and goes on; `apply` is called again each pass only when `advance` is set (a drain evicts a slice at a time). */
  | { readonly kind: 'working'; readonly message: string; readonly advance?: boolean; readonly blocked?: { readonly reason: Reason; readonly by?: string } }
  | { readonly kind: 'done'; readonly message?: string; readonly result?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly reason: Reason; readonly message: string }
  /** A person undid or replaced what we did: the action ends Cancelled/TakenOver. */
  | { readonly kind: 'takenOver'; readonly message: string }
  /** Only for an undo: the target no longer holds what we wrote, so it is left alone. */
  | { readonly kind: 'drifted'; readonly message: string };

/** One write on an object that is not ours, with its proof and its inverse. */
export interface Effect {
  /** Name of its intent, for example `cordon`; its inverse is recorded as `undo-cordon`. */
  readonly name: string;
  /** The write is made, with a precondition (uid, resourceVersion) and the intent's token; repeating it changes nothing. */
  apply(context: EffectContext): Promise<void>;
  /** Read from live state only. */
  look(context: EffectContext): Promise<Look>;
  /** The inverse from `before`; absent when nothing can undo it. */
  readonly undo?: Omit<Effect, 'undo'>;
}

/** One operation of the catalogue: an inspection, then its effects in order, then a wait until the target has settled. */
export interface Operation {
  readonly name: OperationName;
  readonly types: readonly ActionType[];
  readonly targetKinds: readonly string[] | 'any';
  /** JSON schema of `parameters` (ajv, additionalProperties false). */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly undo: Undo;
  inspect(context: OperationContext): Promise<Inspection>;
  readonly effects: readonly Effect[];
  /** Whether the target has reached what the effects asked for; absent when the effects' own proof is enough. */
  settled?(context: OperationContext): Promise<Look>;
}
