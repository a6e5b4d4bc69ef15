import type { RemediationAction } from '../../api/generated/types.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { actionRef, contenderOf, workOf } from '../arbitration/contender.ts';
import type { Hindrance } from './draft.ts';

/** What a step's action means for the step. */
export type Outcome =
  | { readonly kind: 'open'; readonly blocked?: Hindrance }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'needless'; readonly message: string }
  | { readonly kind: 'doneByOther'; readonly message: string }
  | { readonly kind: 'again'; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  | { readonly kind: 'cancelled'; readonly reason: string; readonly message: string }
  | { readonly kind: 'takenOver'; readonly message: string };

/** The outcome of the action; one that was superseded is as good as the action that went first. */
export function outcomeOf(action: RemediationAction, others: ReadonlyMap<string, RemediationAction>): Outcome {
  const { phase } = action.status ?? {};
  if (phase === 'Succeeded') return afterSuccess(action);
  if (phase === 'Superseded') return afterWinner(action, others);
  const told = toldBy(action);
  if (phase === 'Rejected' || phase === 'Failed') return { kind: 'failed', ...told };
  if (phase !== 'Cancelled') return open(action);
  return told.reason === 'TakenOver' ? { kind: 'takenOver', message: told.message } : { kind: 'cancelled', ...told };
}

/** That there was no need of it is told of the step as well. */
function afterSuccess({ status }: RemediationAction): Outcome {
  return status?.reason === 'NotDegraded' ? { kind: 'needless', message: status.message ?? '' } : { kind: 'succeeded' };
}

function toldBy({ status }: RemediationAction): { reason: string; message: string } {
  return { reason: status?.reason ?? '', message: status?.message ?? '' };
}

function open(action: RemediationAction): Outcome {
  const blocked = hindranceOf(action);
  return { kind: 'open', ...(blocked && { blocked }) };
}

/** What keeps an unfinished action from moving, in its own words and with its own rival; the action itself where it names none. */
export function hindranceOf(action: RemediationAction): Hindrance | undefined {
  const { blocked, conditions, message } = action.status ?? {};
  if (!blocked) return undefined;
  const { reason, by = actionRef(action), until } = blocked;
  const told = conditions?.find(({ type, status }) => type === 'Blocked' && status === 'True')?.message ?? message;
  return { reason, message: told ?? 'The action of the plan waits.', by, until };
}

function afterWinner(action: RemediationAction, others: ReadonlyMap<string, RemediationAction>): Outcome {
  const winner = action.status?.arbitration?.winner ?? '';
  const other = twinOf(action, others.get(winner));
  if (!other) return { kind: 'again', message: 'The action that went first is gone, or another one has its name.' };
  const { phase } = other.status ?? {};
  if (!isActionOver(other)) {
    return {
      kind: 'open',
      blocked: { reason: 'WinnerPending', message: 'Another action does the same; its outcome decides.', by: winner },
    };
  }
  if (phase === 'Succeeded') return { kind: 'doneByOther', message: `${winner} did the same.` };
  return { kind: 'again', message: `${winner} ended ${phase ?? ''} without doing it.` };
}

/** What has the name of the winner may be another one by now, which does something else. */
function twinOf(action: RemediationAction, other: RemediationAction | undefined): RemediationAction | undefined {
  return other && workOf(contenderOf(other)) === workOf(contenderOf(action)) ? other : undefined;
}
