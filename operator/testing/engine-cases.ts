import { existsSync, readFileSync } from 'node:fs';

interface Case {
  readonly id: string;
  readonly input: unknown;
}

/** Facts from relatives of this engine; they are not part of the product, so tests must do without them. */
const file = new URL('../../../shared/cases/engine-cases.json', import.meta.url);
const cases: readonly Case[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : [];

/** The ids of the related engines' cases that begin so; none where those are not at hand. */
export function caseIds(prefix: string): string[] {
  return cases.flatMap(({ id }) => (id.startsWith(prefix) ? [id] : []));
}

/** What the case gives, as the related engine wrote it down; the same facts in our own words where that is not at hand. */
export function givenBy<T>(id: string, own: T): T {
  const found = cases.find((candidate) => candidate.id === id);
  return found ? (found.input as T) : own;
}
