import type { Verdict } from './seen.ts';

/** Whether nothing speaks against it and something for it: checks that do not apply are no proof. */
export function isWell(verdicts: Iterable<Verdict>): boolean {
  const results = [...verdicts].map(({ result }) => result);
  return results.includes('Passed') && results.every((result) => result === 'Passed' || result === 'NotApplicable');
}
