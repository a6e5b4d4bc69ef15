import { contentRevision, type KnownGood } from './known-good.ts';

/** A known good state with its place in time. */
export interface StoredState {
  /** Of its ControllerRevision. */
  readonly name: string;
  /** Larger is newer. */
  readonly revision: number;
  readonly state: KnownGood;
}

/** So many states are kept of each pool: the present one and the two before, to which a person may go back. */
const statesPerPool = 3;

/** Names of the ControllerRevisions that no longer count: old states, those of pools that are gone, contents that no state refers to. */
export function revisionsToDrop(states: readonly StoredState[], contents: readonly string[], pools: ReadonlySet<string>): string[] {
  const byPool = Map.groupBy(states, ({ state }) => state.pool);
  const kept = [...byPool].flatMap(([pool, own]) => (pools.has(pool) ? newestOf(own) : []));
  const referred = new Set(kept.flatMap(({ state }) => state.machineConfigs.map(({ name, hash }) => contentRevision(name, hash))));
  const names = new Set(kept.map(({ name }) => name));
  return [...states.map(({ name }) => name).filter((name) => !names.has(name)), ...contents.filter((name) => !referred.has(name))];
}

function newestOf(states: readonly StoredState[]): StoredState[] {
  return states.toSorted((a, b) => b.revision - a.revision).slice(0, statesPerPool);
}
