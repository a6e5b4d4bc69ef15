import { describe, expect, test } from '@jest/globals';
import { FairGate } from './fair-gate.ts';
import { makeShare } from './share.ts';

/** Work that ends when it is told to; `begun` has what was begun, in its order. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const work = (name: string) => (): Promise<string> => {
    begun.push(name);
    return new Promise((resolve, reject) => ends.set(name, { resolve, reject }));
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.resolve(name);
    await settled();
  };
  const fail = async (name: string): Promise<void> => {
    ends.get(name)?.reject(new Error(name));
    await settled();
  };
  return { begun, work, end, fail, settled };
}

describe('a gate', () => {
  test('lets so much be done at once, and the lanes take turns', async () => {
    const { begun, work, end, settled } = works();
    const gate = new FairGate({ atOnce: 1, waiting: 10 });
    const all = ['flood-1', 'flood-2', 'flood-3', 'good-1', 'other-1'].map((name) => gate.pass(name.split('-')[0] ?? '', work(name)));
    await settled();
    expect(begun).toEqual(['flood-1']);
    for (const name of ['flood-1', 'flood-2', 'good-1', 'other-1', 'flood-3']) await end(name);
    expect(await Promise.all(all)).toHaveLength(5);
    expect(begun.slice(0, 2)).toEqual(['flood-1', 'flood-2']);
    expect(begun.indexOf('good-1')).toBeLessThan(begun.indexOf('flood-3'));
  });

  test('goes on after what failed, and says so only to whom it failed', async () => {
    const { work, end, fail, settled } = works();
    const gate = new FairGate({ atOnce: 1, waiting: 10 });
    const [bad, good] = [gate.pass('a', work('bad')), gate.pass('a', work('good'))];
    const failed = expect(bad).rejects.toThrow('bad');
    await settled();
    await fail('bad');
    await failed;
    await end('good');
    expect(await good).toBe('good');
  });

  test('sends away whom too many of the same lane wait before, and nobody of another', async () => {
    const { begun, work, settled } = works();
    const gate = new FairGate({ atOnce: 1, waiting: 2 });
    for (const name of ['a-1', 'a-2', 'a-3']) void gate.pass('a', work(name));
    await settled();
    await expect(gate.pass('a', work('a-4'))).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 });
    void gate.pass('b', work('b-1'));
    expect(begun).toEqual(['a-1']);
  });
});

describe('what several want at once', () => {
  test('is done once, and again for who comes later', async () => {
    const { begun, work, end } = works();
    const share = makeShare<string>();
    const [one, two] = [share('k', work('first')), share('k', work('second'))];
    await end('first');
    expect([await one, await two]).toEqual(['first', 'first']);
    const third = share('k', work('third'));
    await end('third');
    expect(await third).toBe('third');
    expect(begun).toEqual(['first', 'third']);
  });

  test('fails for all of them, and is tried again for who comes later', async () => {
    const { work, fail, end } = works();
    const share = makeShare<string>();
    const all = Promise.allSettled([share('k', work('bad')), share('k', work('never'))]);
    await fail('bad');
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = share('k', work('good'));
    await end('good');
    expect(await later).toBe('good');
  });
});
