import { tokenOf } from '../domain/execution/intents.ts';
import type { Reason } from '../api/reasons.ts';
import { isForbidden, Terminal, Transient } from '../kube/errors.ts';
import { rehearsingClient } from '../kube/rehearsing-client.ts';
import type { Effect, Look, Operation, OperationContext } from './operation.ts';

/** What came of asking for an effect that is not to be stored. */
export type Trial =
  | { readonly kind: 'fine' }
  /** It would wait. */
  | { readonly kind: 'held'; readonly reason: Reason; readonly message: string }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly message: string };

/** A webhook that keeps records of its own is not asked in a dry run, and so says nothing about the real write. */
const unasked = /does not support dry run/;
/** Answers about the API server itself, not about the write. */
const overload: readonly (number | undefined)[] = [undefined, 429, 503];

/**
 * The writes of all effects as the API server judges them, admission, quota and schema included; each on the target as it is now, since
 * none is stored. `before` of the context is what the inspection would record. Throws what says nothing about the writes.
 */
export async function tryEffects(context: OperationContext, operation: Operation, targetUid: string): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const effect of operation.effects.filter(({ untried }) => !untried)) trials.push(await tryEffect(context, effect, targetUid));
  return trials;
}

async function tryEffect(context: OperationContext, effect: Effect, targetUid: string): Promise<Trial> {
  const { action, client, now } = context;
  const intent = { step: effect.name, token: tokenOf(action.metadata.uid, effect.name), targetUid, at: now.toISOString() };
  try {
    return judge(await effect.apply({ ...context, client: rehearsingClient(client), intent }));
  } catch (error) {
    return judgeError(error);
  }
}

function judge(look: Look | void): Trial {
  if (look?.kind === 'failed') return { kind: 'refused', reason: look.reason, message: look.message };
  if (look?.kind === 'working' && look.blocked) return { kind: 'held', reason: look.blocked.reason, message: look.message };
  return { kind: 'fine' };
}

function judgeError(error: unknown): Trial {
  if (error instanceof Transient && !overload.includes(error.code))
    return { kind: 'refused', reason: 'ApplyFailed', message: error.message };
  if (!(error instanceof Terminal) || error.reason === 'NotLeader') throw error;
  if (unasked.test(error.message)) return { kind: 'fine' };
  return { kind: 'refused', reason: isForbidden(error) ? 'Forbidden' : 'ApplyFailed', message: error.message };
}
