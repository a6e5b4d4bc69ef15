import { describe, expect, test } from '@jest/globals';
import { CallWindow, type Slot } from './call-window.ts';

const never = new AbortController().signal;
const quick = { seconds: 0.003, overloaded: false };

/** Sends `count` calls through the window, each answered in this way, with always more waiting than may go. */
async function load(window: CallWindow, count: number, result: { seconds: number; overloaded: boolean }): Promise<void> {
  const flying: Promise<Slot>[] = [];
  for (let index = 0; index < count + 40; index += 1) flying.push(window.acquire('normal', never));
  for (const slot of flying) (await slot).release(result);
}

describe('the window of calls in flight', () => {
  test('lets the least number through and makes the next one wait for a place', async () => {
    const window = new CallWindow({ min: 2, max: 4 });
    const first = await window.acquire('normal', never);
    await window.acquire('normal', never);
    let third = false;
    const waiting = window.acquire('normal', never).then(() => (third = true));
    await Promise.resolve();
    expect(third).toBe(false);
    first.release(quick);
    await waiting;
    expect(window.inFlight).toBe(2);
  });

  test('a call of the Lease never waits and takes nobody a place', async () => {
    const window = new CallWindow({ min: 1, max: 1 });
    await window.acquire('normal', never);
    (await window.acquire('lease', never)).release(quick);
    expect(window.inFlight).toBe(1);
  });

  test('background goes after everything else', async () => {
    const window = new CallWindow({ min: 1, max: 1 });
    const order: string[] = [];
    const held = await window.acquire('normal', never);
    const enter = async (priority: 'normal' | 'background', name: string) => {
      const slot = await window.acquire(priority, never);
      order.push(name);
      slot.release(quick);
    };
    const all = [enter('background', 'event'), enter('normal', 'status'), enter('normal', 'effect')];
    held.release(quick);
    await Promise.all(all);
    expect(order).toEqual(['status', 'effect', 'event']);
  });

  test('grows to its most while answers stay quick, and falls by half when the server is overloaded', async () => {
    const window = new CallWindow({ min: 4, max: 16 });
    await load(window, 400, quick);
    expect(window.limit).toBe(16);
    const slot = await window.acquire('normal', never);
    slot.release({ seconds: 1, overloaded: true });
    expect(window.limit).toBe(8);
  });

  test('halves once for the calls that were in flight together', async () => {
    const window = new CallWindow({ min: 4, max: 16 });
    await load(window, 400, quick);
    const together = await Promise.all(Array.from({ length: 16 }, () => window.acquire('normal', never)));
    for (const slot of together) slot.release({ seconds: 1, overloaded: true });
    expect(window.limit).toBeGreaterThanOrEqual(4);
    expect(window.limit).toBeLessThan(16);
  });

  test('shrinks again when calls only queue at the server', async () => {
    const window = new CallWindow({ min: 4, max: 16 });
    await load(window, 400, quick);
    await load(window, 400, { seconds: 0.03, overloaded: false });
    expect(window.limit).toBe(4);
  });

  test('does not grow when nobody waits', async () => {
    const window = new CallWindow({ min: 4, max: 16 });
    for (let index = 0; index < 100; index += 1) (await window.acquire('normal', never)).release(quick);
    expect(window.limit).toBe(4);
  });

  test('gives up waiting when the deadline comes, and the place goes to the next', async () => {
    const window = new CallWindow({ min: 1, max: 1 });
    const held = await window.acquire('normal', never);
    const deadline = new AbortController();
    const late = window.acquire('normal', deadline.signal);
    const next = window.acquire('normal', never);
    deadline.abort(new Error('too late'));
    await expect(late).rejects.toThrow('too late');
    held.release(quick);
    held.release(quick);
    await next;
    expect(window.inFlight).toBe(1);
  });
});
