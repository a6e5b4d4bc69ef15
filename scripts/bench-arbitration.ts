import { crowd, oneOfMany } from '../operator/testing/crowd.ts';
import { court } from '../operator/testing/court.ts';
import { decide } from '../operator/domain/arbitration/decide.ts';
import { at } from '../operator/testing/action-builder.ts';

/** Prints how long a decision over so many unfinished actions takes, what it compares, and how long whole passes around it take. */
const sizes = [100, 1000, 10_000];
const rounds = 5;

const now = new Date(at(20_000));
console.log('actions  decision ms (median)  comparisons  per n log2 n  first pass ms  quiet pass ms');
for (const size of sizes) {
  const seen = crowd(size);
  const times = Array.from({ length: rounds }, () => timed(() => decide(seen, now)));
  const { comparisons } = decide(seen, now);
  const { first, quiet } = await passes(size);
  const perItem = comparisons / (size * Math.log2(size));
  console.log([size, median(times), comparisons, perItem.toFixed(2), first, quiet].join('  '));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: readonly number[]): string {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN).toFixed(1);
}

async function passes(size: number): Promise<{ first: string; quiet: string }> {
  const { pass, submit } = court();
  for (let index = 0; index < size; index += 1) submit(oneOfMany(index));
  const took = async (): Promise<string> => {
    const start = performance.now();
    await pass();
    return (performance.now() - start).toFixed(0);
  };
  return { first: await took(), quiet: await took() };
}
