import type { Intent, RemediationAction, RemediationActionStatus } from '../../api/generated/types.ts';
import { findCondition } from '../conditions.ts';
import { intentOf, openIntent, tokenOf, undoStep } from './intents.ts';
import { undoResultsOf } from './undo-outcome.ts';

/** What the protocol has to know of one effect. */
export interface EffectShape {
  readonly name: string;
  readonly undoable: boolean;
  /** What an undone operation leaves behind of it, in words; only of one that cannot be undone. */
  readonly stays?: string;
}

/** What the protocol has to know of an operation. */
export interface OperationShape {
  readonly effects: readonly EffectShape[];
  /** Whether the target is waited for after the last effect. */
  readonly settles: boolean;
}

/** What is being carried out; `undone` is the action that this one compensates. */
export interface Subject {
  readonly action: RemediationAction;
  readonly operation: OperationShape;
  readonly undone?: RemediationAction;
}

/** Where an action is within the protocol, and with that what has to be read next. */
export type Stage =
  /** Not, or no longer, to be executed. */
  | { readonly kind: 'idle' }
  /** Nothing was begun: the target is inspected. */
  | { readonly kind: 'inspect' }
  /** Nothing is to be done (a dry run, or it is so already): the end is all that is missing. */
  | { readonly kind: 'conclude' }
  /** The intent of an effect is open: look for its token. */
  | { readonly kind: 'effect'; readonly effect: string; readonly intent: Intent }
  /** Every effect is made: look whether the target has settled. */
  | { readonly kind: 'settle' }
  /** An effect is to be taken back; its intent is recorded only if there is something to write. */
  | { readonly kind: 'undo'; readonly effect: string; readonly intent: Intent; readonly recorded: boolean }
  /** Whatever was to be taken back was looked at. */
  | { readonly kind: 'undone' };

/** Reasons of a Running action that has nothing left to do. */
const conclusions: readonly (string | undefined)[] = ['AlreadyDone', 'NotDegraded', 'DryRun'];

/** Where the action is, from its status alone: a process that died anywhere is continued by the next one from here. */
export function stageOf(subject: Subject, now: Date): Stage {
  const { action, operation, undone } = subject;
  const { phase, intents } = action.status ?? {};
  if (phase !== 'Admitted' && phase !== 'Running') return { kind: 'idle' };
  const open = openEffect(intents, operation);
  if (open) return open;
  if (undone || isStopping(action.status)) return nextUndo(subject, now);
  return phase === 'Running' ? runningStage(action.status ?? {}, operation) : { kind: 'inspect' };
}

function runningStage({ reason, intents }: RemediationActionStatus, { effects }: OperationShape): Stage {
  if (conclusions.includes(reason)) return { kind: 'conclude' };
  return effects.every(({ name }) => intentOf(intents, name)?.outcome === 'Done') ? { kind: 'settle' } : { kind: 'inspect' };
}

/** Whether the action is ending before its time and takes back what it did; the condition Executed says why. */
export function isStopping(status: RemediationActionStatus | undefined): boolean {
  return findCondition(status?.conditions, 'Executed')?.status === 'False';
}

/** Effects that were made and can be taken back, last one first, without those that were looked at already. */
export function effectsToUndo({ action, operation, undone }: Subject): string[] {
  const made = (undone ?? action).status?.intents;
  const handled = undoResultsOf(action.status);
  return operation.effects
    .filter(({ name, undoable }) => undoable && intentOf(made, name)?.outcome === 'Done' && handled[name] === undefined)
    .map(({ name }) => name)
    .reverse();
}

function openEffect(intents: readonly Intent[] | undefined, operation: OperationShape): Stage | undefined {
  const intent = openIntent(intents);
  if (!intent) return undefined;
  const forward = operation.effects.find(({ name }) => name === intent.step);
  if (forward) return { kind: 'effect', effect: forward.name, intent };
  const inverse = operation.effects.find(({ name }) => undoStep(name) === intent.step);
  return inverse && { kind: 'undo', effect: inverse.name, intent, recorded: true };
}

function nextUndo(subject: Subject, now: Date): Stage {
  const [effect] = effectsToUndo(subject);
  if (effect === undefined) return { kind: 'undone' };
  const { action, undone } = subject;
  const step = undoStep(effect);
  const targetUid = intentOf((undone ?? action).status?.intents, effect)?.targetUid;
  const intent = { step, token: tokenOf(action.metadata.uid, step), at: now.toISOString(), ...(targetUid !== undefined && { targetUid }) };
  return { kind: 'undo', effect, intent, recorded: false };
}
