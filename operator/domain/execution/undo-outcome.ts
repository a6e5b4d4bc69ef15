import type { Intent, RemediationAction, RemediationActionStatus, RollbackResult } from '../../api/generated/types.ts';
import { undoStep } from './intents.ts';

/** What came of taking back each effect, as it is kept in `status.result.undo`. */
export type UndoResults = Readonly<Record<string, RollbackResult>>;

const known: readonly string[] = ['Undone', 'Irreversible', 'Drifted', 'Failed'] satisfies RollbackResult[];

/** What came of each effect that was taken back so far, by the effect's name. */
export function undoResultsOf(status: RemediationActionStatus | undefined): UndoResults {
  const undo = status?.result?.['undo'];
  if (typeof undo !== 'object' || undo === null) return {};
  return Object.fromEntries(Object.entries(undo).filter((entry): entry is [string, RollbackResult] => known.includes(String(entry[1]))));
}

/** Whether the action changed something outside our own kinds, or may have. */
export function madeEffect(action: RemediationAction): boolean {
  return (action.status?.intents ?? []).some(({ outcome }) => outcome !== 'Failed');
}

/**
 * What came of taking an action's effects back: of a compensating action those of the action that it undoes, of another one its own.
 * Undefined when it took nothing back because nothing was made.
 */
export function undoOutcome(action: RemediationAction): RollbackResult | undefined {
  const results = Object.values(undoResultsOf(action.status));
  for (const worst of ['Failed', 'Drifted', 'Undone'] as const) if (results.includes(worst)) return worst;
  if (results.includes('Irreversible')) return 'Irreversible';
  if (action.spec.compensates) return withoutResults(action.status);
  return madeEffect(action) ? 'Irreversible' : undefined;
}

/** The effects, by name, that an ended action made wholly or in part and did not take back, because nothing can. */
export function effectsThatStay({ status }: RemediationAction): string[] {
  const results = undoResultsOf(status);
  const effects = (status?.intents ?? []).filter(({ step }) => !step.startsWith(undoStep('')));
  const stay = ({ step, outcome }: Intent): boolean =>
    results[step] === undefined ? outcome === 'Done' : results[step] === 'Irreversible';
  return effects.filter(stay).map(({ step }) => step);
}

/** Of a compensating action that found nothing it could take back: because nothing had been changed, or because nothing can. */
function withoutResults(status: RemediationActionStatus | undefined): RollbackResult {
  if (status?.phase !== 'Succeeded') return 'Failed';
  return status.reason === 'Irreversible' ? 'Irreversible' : 'Undone';
}
