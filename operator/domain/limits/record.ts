/** How a plan that had begun, or a lone action, came to its end. */
export interface Outcome {
  /** kind/namespace/name. */
  readonly ref: string;
  readonly kind: 'plan' | 'action';
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
  /** `neither`: somebody stopped it, so it says nothing about the target. */
  readonly result: 'success' | 'failure' | 'neither';
}

/** What was done to a target before, as far as it is still kept. */
export interface TargetRecord {
  /** The plan that ended last. */
  readonly lastPlan?: Outcome;
  /** How many failed since the last success. */
  readonly failures: number;
  readonly lastFailure?: Outcome;
}

/** The record of a target that nothing was done to. */
export const blankRecord: TargetRecord = { failures: 0 };

/** What these outcomes, in any order, come to. */
export function recordOf(outcomes: readonly Outcome[]): TargetRecord {
  const newestFirst = outcomes.toSorted(byEnd);
  const telling = newestFirst.filter(({ result }) => result !== 'neither');
  const firstSuccess = telling.findIndex(({ result }) => result === 'success');
  const failures = firstSuccess === -1 ? telling : telling.slice(0, firstSuccess);
  const lastPlan = newestFirst.find(({ kind }) => kind === 'plan');
  const [lastFailure] = failures;
  return { failures: failures.length, ...(lastPlan && { lastPlan }), ...(lastFailure && { lastFailure }) };
}

/** Newest first; of two that ended at once the one with the smaller name. */
export function byEnd(a: Outcome, b: Outcome): number {
  return b.endedAt - a.endedAt || (a.ref < b.ref ? -1 : Number(a.ref > b.ref));
}
