import type { Anomaly, AnomalyStatus, HistoryRow } from '../../api/generated/types.ts';
import { setCondition } from '../conditions.ts';
import type { Earlier, PlanningEffect, SeenAnomaly } from './seen-anomaly.ts';

/** The bound of a history. */
export const mostHistory = 20;
const longestMemoryMs = 7 * 24 * 3600 * 1000;

/** An earlier anomaly of the same fingerprint whose plan came last. */
interface Predecessor {
  readonly incident: Anomaly;
  readonly status: AnomalyStatus;
  /** The plan was over when that one was reported, so it says nothing about whether the plan helped. */
  readonly isLate: boolean;
}

/**
 * The same, its anomaly with what its predecessor leaves: what was tried within seven days and how many plans in a row did not help.
 * Nothing changes when there was none.
 */
export function remembering(seen: SeenAnomaly, now: Date): SeenAnomaly {
  const predecessor = predecessorOf(seen, now);
  if (!predecessor) return seen;
  const isBack = cameBack(seen, predecessor);
  const rows = isBack ? ineffectiveRows(predecessor.status) : (predecessor.status.history ?? []);
  const history = rows.filter(({ at }) => Date.parse(at) > now.getTime() - longestMemoryMs).slice(-mostHistory);
  const ineffective = wasMended(seen, predecessor) ? 0 : countAfter(predecessor.status, isBack);
  const status = { ...seen.anomaly.status, history, ...(ineffective > 0 && { ineffective }) };
  return { ...seen, anomaly: { ...seen.anomaly, status } };
}

/** The anomaly whose plan did not keep the signal away says so from now on; nothing to do when it does already. */
export function markIneffective(seen: SeenAnomaly, now: Date): PlanningEffect[] {
  const predecessor = predecessorOf(seen, now);
  if (!predecessor || isMarked(predecessor.status) || !cameBack(seen, predecessor)) return [];
  const { incident, status } = predecessor;
  const { namespace, name } = seen.anomaly.metadata;
  const message = `${status.planRef?.name} succeeded, and ${namespace}/${name} reports the same again.`;
  const change = { type: 'Ineffective', status: 'True', reason: 'SignalReturned', message } as const;
  const next: AnomalyStatus = {
    ...status,
    history: ineffectiveRows(status),
    ineffective: countAfter(status, true),
    conditions: setCondition(status.conditions, change, now, incident.metadata.generation),
  };
  return [{ kind: 'markIneffective', anomaly: incident, status: next }];
}

function predecessorOf({ anomaly, earlier }: SeenAnomaly, now: Date): Predecessor | undefined {
  if (anomaly.spec.mode === 'DryRun') return undefined;
  const [last] = earlier.flatMap((one) => asPredecessor(one)).toSorted((a, b) => endOf(b.status) - endOf(a.status));
  return last && endOf(last.status) > now.getTime() - longestMemoryMs ? last : undefined;
}

/** A preview has done nothing that could be remembered. */
function asPredecessor({ report, incident }: Earlier): Predecessor[] {
  if (!incident?.status?.finishedAt || incident.spec.mode === 'DryRun') return [];
  const { status } = incident;
  return [{ incident, status, isLate: Date.parse(report.metadata.creationTimestamp) > endOf(status) }];
}

function endOf({ finishedAt = '' }: AnomalyStatus): number {
  return Date.parse(finishedAt);
}

function cameBack({ anomaly, terms }: SeenAnomaly, { status, isLate }: Predecessor): boolean {
  if (status.reason !== 'PlanSucceeded' || isLate) return false;
  return Date.parse(anomaly.metadata.creationTimestamp) < endOf(status) + terms.verificationSeconds * 1000;
}

function isMarked({ conditions = [] }: AnomalyStatus): boolean {
  return conditions.some(({ type, status }) => type === 'Ineffective' && status === 'True');
}

/** A plan that failed says nothing about those before it; one whose signal stayed away ends the row. */
function countAfter(status: AnomalyStatus, isBack: boolean): number {
  const { ineffective = 0, reason } = status;
  if (isMarked(status)) return ineffective;
  if (isBack) return ineffective + 1;
  return reason === 'PlanSucceeded' ? 0 : ineffective;
}

/** Since the last plan a person was asked, the signal went away without another plan, and stayed away. */
function wasMended({ anomaly, earlier, terms }: SeenAnomaly, predecessor: Predecessor): boolean {
  const ends = earlier
    .filter(({ report, incident }) => !incident && asksPerson(report.status) && endOf(report.status) > endOf(predecessor.status))
    .map(({ report: { status = {} } }) => endOf(status));
  const staysAwayUntil = Math.max(...ends) + terms.verificationSeconds * 1000;
  return ends.length > 0 && Date.parse(anomaly.metadata.creationTimestamp) >= staysAwayUntil;
}

/** Whether it ended well without a plan, after so many that did not help that a person was asked. */
export function asksPerson(status: AnomalyStatus | undefined): status is AnomalyStatus {
  return status?.phase === 'Resolved' && status.planRef === undefined && (status.ineffective ?? 0) > 0;
}

/** What the last plan did had no lasting effect. */
function ineffectiveRows({ history = [], planRef }: AnomalyStatus): HistoryRow[] {
  return history.map((row) => (row.plan === planRef?.name && row.outcome === 'Succeeded' ? { ...row, outcome: 'Ineffective' } : row));
}
