import type { Evidence } from '../../api/generated/types.ts';

/** What is wrong with one object and since when; without words nothing is. */
export interface State {
  readonly words: readonly string[];
  readonly since?: string;
  readonly evidence: readonly Evidence[];
}

/** The earliest of the times that are known. */
export function earliest(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined && !Number.isNaN(Date.parse(time)));
  return known.toSorted((a, b) => Date.parse(a ?? '') - Date.parse(b ?? ''))[0];
}

/** Whether `first` is known to have begun before `second`. */
export function beganBefore(first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && second !== undefined && Date.parse(first) < Date.parse(second);
}

/** The state that these facts make, each a word with its evidence. */
export function stateOf(facts: readonly { readonly word: string; readonly evidence: Evidence }[]): State {
  const evidence = facts.map((fact) => fact.evidence);
  return { words: [...new Set(facts.map(({ word }) => word))], since: earliest(evidence.map(({ since }) => since)), evidence };
}
