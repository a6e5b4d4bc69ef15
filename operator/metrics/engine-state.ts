import type { Anomaly, RemediationAction, RemediationPlan } from '../api/generated/types.ts';
import { isWaitingReason } from '../api/waiting-reasons.ts';
import { isActionOver, isAnomalyOver, isPlanOver } from '../api/terminal-phases.ts';
import { isOpenStorm } from '../domain/alerts/storm.ts';
import type { BlockedCount, EngineState } from './state-metrics.ts';

/** All objects of the three kinds, as this process sees them. */
export interface Watched {
  readonly anomalies: () => readonly Anomaly[];
  readonly plans: () => readonly RemediationPlan[];
  readonly actions: () => readonly RemediationAction[];
}

/** What is counted anew at each scrape, so that no value can be left over from what was. */
export function engineState({ anomalies, plans, actions }: Watched): EngineState {
  return {
    activeActions: () => actions().filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running').length,
    anomalyPhases: () => tally(anomalies().map(({ status }) => status?.phase ?? 'Pending')),
    planPhases: () => tally(plans().map(({ status }) => status?.phase ?? 'Pending')),
    actionPhases: () => tally(actions().map(({ status }) => status?.phase ?? 'Pending')),
    blocked: () => [
      ...waiting('Anomaly', anomalies(), isAnomalyOver),
      ...waiting('RemediationPlan', plans(), isPlanOver),
      ...waiting('RemediationAction', actions(), isActionOver),
    ],
    alertStorms: () => new Set(anomalies().flatMap((anomaly) => (isOpenStorm(anomaly) ? anomaly.metadata.namespace : []))).size,
  };
}

interface Waiter {
  readonly status?: { readonly blocked?: { readonly reason: string } };
}

function waiting<T extends Waiter>(kind: BlockedCount['kind'], objects: readonly T[], isOver: (object: T) => boolean): BlockedCount[] {
  const reasons = objects.flatMap((object) => (isOver(object) ? [] : (object.status?.blocked?.reason ?? [])));
  const closed = reasons.map((reason) => (isWaitingReason(reason) ? reason : 'Waiting'));
  return [...tally(closed)].map(([reason, count]) => ({ kind, reason, count }));
}

function tally<Word extends string>(words: readonly Word[]): ReadonlyMap<Word, number> {
  const counts = new Map<Word, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
