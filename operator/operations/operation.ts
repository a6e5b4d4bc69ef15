import type { ActionType, Intent, OperationName, RemediationAction, Target, Undo } from '../api/generated/types.ts';
import type { EventReason } from '../api/event-reasons.ts';
import type { Before, Facts, Inspection, Look } from '../domain/execution/look.ts';
import type { Foresight } from '../domain/progression/foresight.ts';
import type { KubeClient, KubeObject } from '../kube/client.ts';

export type { Foresight } from '../domain/progression/foresight.ts';
export type { Before, Facts, Inspection, Look, Working } from '../domain/execution/look.ts';

/** What an operation is given: a live copy of the action, its resolved target, and the means to read and write. */
export interface OperationContext {
  readonly client: KubeClient;
  readonly action: RemediationAction;
  readonly target: Target;
  /** The target as it was read live at the start of this pass; absent when it is gone, which only an undo and an effect that outlives it get to see. */
  readonly object?: KubeObject;
  /** Value of the claim that we leave on a node: the plan's uid, or the action's without a plan. */
  readonly claim: string;
  /** What was recorded before the first effect; for a compensating action that of the undone action. */
  readonly before: Before;
  /** Facts that the effects left in the result, from the same action as `before`. */
  readonly result: Facts;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** Seconds after which the action is ended, counted from its start. */
  readonly timeoutSeconds: number;
  /** A person approved the action, or the plan that it belongs to. */
  readonly approved: boolean;
  /** Name of the node this process runs on, if known. */
  readonly ownNode?: string;
  /** The ServiceAccount of this process, as `namespace/name`. */
  readonly ownAccount: string;
  /** What privileged Jobs on a node run. */
  readonly nodeJobImage: string;
  /** The pod that this process runs in. */
  readonly ownPod?: { readonly namespace: string; readonly name: string };
}

/** A step of a plan, before anybody approves the plan. */
export interface ForesightQuestion extends Pick<OperationContext, 'client' | 'parameters' | 'ownAccount'> {
  /** Of the plan, and of the action that the step becomes. */
  readonly namespace: string;
  /** With its namespace written out. */
  readonly target: Target;
}

/** An effect is always looked at or applied on behalf of one recorded intent. */
export interface EffectContext extends OperationContext {
  readonly intent: Intent;
}

/** What happens to a target, as an Event on it says. */
export interface Announcement {
  /** As `kubectl describe` shows it. */
  readonly reason: EventReason;
  readonly note: string;
}

/** One write on an object that is not ours, with its proof and its inverse. */
export interface Effect {
  /** Name of its intent, for example `cordon`; its inverse is recorded as `undo-cordon`. */
  readonly name: string;
  /** Said on the target when the intent is recorded; a function where the words depend on what was read. */
  readonly announce?: Announcement | ((context: OperationContext) => Announcement);
  /**
   * The write is made, with a precondition (uid, resourceVersion) and the intent's token; repeating it changes nothing.
   * Only called right after a look that said `absent` or `advance`. May answer with what it learned while writing.
   */
  apply(context: EffectContext): Promise<Look | void>;
  /** Read from live state only. */
  look(context: EffectContext): Promise<Look>;
  /**
   * What was begun, if anything, goes on no longer, as far as that can be; called whenever the effect is given up, and once more a second
   * later when it answers `again`: before that the action does not end, unless a deletion has waited five minutes for nothing but that.
   */
  abandon?(context: EffectContext): Promise<'again' | void>;
  /** Whether the target may go, or be replaced by another of its name, while the effect is made; else that ends the action. */
  outlives?(context: OperationContext): boolean;
  /** The inverse from `before`; absent when nothing can undo it. */
  readonly undo?: Omit<Effect, 'undo' | 'abandon' | 'stays' | 'outlives' | 'untried'>;
  /** A dry run does not try it: `blockers` of its operation tells more. */
  readonly untried?: true;
  /** What an undone operation leaves behind of it, in words (`the evictions`); only of an effect without an inverse. */
  readonly stays?: string;
}

/** One operation of the catalogue: an inspection, then its effects in order, then a wait until the target has settled. */
export interface Operation {
  readonly name: OperationName;
  readonly types: readonly ActionType[];
  readonly targetKinds: readonly string[] | 'any';
  /** JSON schema of `parameters` (ajv, additionalProperties false). */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly undo: Undo;
  /** What a step with these parameters can do, where that depends on what the parameters name; reads only. */
  readonly foresee?: (question: ForesightQuestion) => Promise<Foresight>;
  /** It is done to the very object that is named, though its top controller is what is locked. */
  readonly actsOnNamed?: true;
  /** A node that is its target is locked while it runs (node-lock.ts); the lock goes when the action has ended. */
  readonly locksNode?: true;
  inspect(context: OperationContext): Promise<Inspection>;
  readonly effects: readonly Effect[];
  /** For a dry run, whatever the inspection said: all that would keep it from its end, one sentence each. Nothing is stored by it. */
  blockers?(context: OperationContext): Promise<readonly string[]>;
  /** Whether the target has reached what the effects asked for; absent when the effects' own proof is enough. */
  settled?(context: OperationContext): Promise<Look>;
}
