import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import type { EngineDeps } from './deps.ts';

type Contender = RemediationAction | RemediationPlan;

/** What goes before another, by the reference that verdicts record; undefined when it is gone. */
export function rivalOf({ actions, plans }: EngineDeps['caches'], ref: string): Contender | undefined {
  const [kind, namespace, name] = ref.split('/');
  if (name === undefined) return undefined;
  return kind === 'RemediationPlan' ? plans.get({ namespace, name }) : actions.get({ namespace, name });
}

/** One Event on the loser that says why it waits, and one on the winner that says what for. */
export function tellConflict(
  { events, caches }: Pick<EngineDeps, 'events' | 'caches'>,
  loser: Contender,
  conflict: { readonly winner: string; readonly reason: string; readonly message: string },
): void {
  const { winner, reason, message } = conflict;
  const rival = rivalOf(caches, winner);
  events.record({ regarding: loser, related: rival, type: 'Normal', reason, action: 'Arbitrate', note: message });
  if (!rival) return;
  const { namespace, name } = loser.metadata;
  const note = `Goes before ${targetString({ kind: loser.kind, namespace, name })}.`;
  events.record({ regarding: rival, related: loser, type: 'Normal', reason: 'ConflictWon', action: 'Arbitrate', note });
}
