import type { Evidence } from '../../api/generated/types.ts';

/** What is wrong with one object and since when; without words nothing is. */
export interface State {
  readonly words: readonly string[];
  readonly since?: string;
  readonly evidence: readonly Evidence[];
}

/** One thing that is wrong, in the word for it and with what shows it. */
export interface Fact {
  readonly word: string;
  readonly evidence: Evidence;
}

/** The earliest of the times that are known. */
export function earliest(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined && !Number.isNaN(Date.parse(time)));
  return known.toSorted((a, b) => Date.parse(a ?? '') - Date.parse(b ?? ''))[0];
}

/** The state that these facts make, each a word with its evidence. */
export function stateOf(facts: readonly Fact[]): State {
  const evidence = facts.map((fact) => fact.evidence);
  return { words: [...new Set(facts.map(({ word }) => word))], since: earliest(evidence.map(({ since }) => since)), evidence };
}
