/** Does the work of a key once for all who want it while it is at work; each of them has what came of it. */
export type Share<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/** Nothing is kept: who comes after the end has it done again. */
export function makeShare<T>(): Share<T> {
  const atWork = new Map<string, Promise<T>>();
  return (key, work) => {
    const before = atWork.get(key);
    if (before) return before;
    const now = work().finally(() => atWork.delete(key));
    atWork.set(key, now);
    return now;
  };
}
