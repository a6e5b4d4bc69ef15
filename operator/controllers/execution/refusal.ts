import type { Refusal } from '../../domain/execution/look.ts';
import { isInvalid, isKindNotInstalled, isNotFound, Terminal, Transient } from '../../kube/errors.ts';

/** What a failed call means for the action; undefined when it means nothing for it: the pass is dropped and made again. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Transient) return passing(error);
  return isLasting(error) ? lasting(error) : undefined;
}

function isLasting(error: unknown): error is Terminal {
  return error instanceof Terminal && error.reason !== 'NotLeader';
}

/** Overload says when to come back and that nothing was done; anything else may have been done and is looked for. */
function passing({ message, ambiguous, retryAfterSeconds }: Transient): Refusal {
  const told = ambiguous || retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { reason: 'ApplyFailed', message, final: false, passing: true, ...told };
}

function lasting(error: Terminal): Refusal {
  const { code, message } = error;
  const [gone, invalid, absent] = [isNotFound(error), isInvalid(error), isKindNotInstalled(error)] as const;
  if (code === 403) return { reason: 'Forbidden', message: forbidden(error), final: true, passing: false };
  if (absent) return { reason: 'ApiNotInstalled', message, final: true, passing: false };
  if (gone) return { reason: 'TargetGone', message, final: true, passing: false };
  return { reason: 'ApplyFailed', message, final: invalid, passing: false };
}

function forbidden({ verb, resource, message }: Terminal): string {
  return verb === undefined || resource === undefined ? message : `The engine may not ${verb} ${resource}: ${message}`;
}
