import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { correlation, type Correlation } from '../../kube/correlation.ts';
import { Conflict, Terminal, Transient } from '../../kube/errors.ts';
import { silentLog, type Log } from '../../kube/log.ts';
import { WorkQueue } from './queue.ts';
import { runController, type Requeue, type RunningController } from './reconcile-loop.ts';

let running: RunningController | undefined;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
});
afterEach(async () => {
  await running?.stop();
  jest.useRealTimers();
});

/** Runs one worker over a reconcile that answers from a list, and records when it was called. */
function controllerOf(answers: (Requeue | Error)[], log: Log = silentLog) {
  const queue = new WorkQueue({ name: 'test' });
  const calls: number[] = [];
  const outcomes: string[] = [];
  const errors: string[] = [];
  running = runController({
    name: 'test',
    queue,
    workers: 1,
    log,
    metrics: { onReconcile: (_, outcome) => outcomes.push(outcome), onError: (_, kind) => errors.push(kind) },
    reconcile: () => {
      calls.push(performance.now());
      const answer = answers[calls.length - 1];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  return { queue, calls, outcomes, errors };
}

async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left >= 0; left -= 1000) await jest.advanceTimersByTimeAsync(Math.min(1000, left));
}

const conflict = new Conflict({ code: 409, reason: 'Conflict', message: 'moved' });
const transient = new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'later' });
const throttled = new Transient({ code: 429, reason: 'TooManyRequests', message: 'slower', retryAfterSeconds: 2 });
const terminal = new Terminal({ code: 403, reason: 'Forbidden', message: 'no' });
const gone = new Terminal({ code: 404, reason: 'NotFound', message: 'gone' });
const notLeader = new Terminal({ reason: 'NotLeader', message: 'not the leader' });
const defect = new TypeError('undefined is not a function');

describe('the reconcile loop', () => {
  test.each([
    { when: 'the object moved', answer: conflict, wait: 5, outcome: 'requeue', errors: [] },
    { when: 'the object is gone', answer: gone, wait: 5, outcome: 'requeue', errors: [] },
    { when: 'the server is away', answer: transient, wait: 5, outcome: 'error', errors: ['transient'] },
    { when: 'the server asks for time', answer: throttled, wait: 2000, outcome: 'error', errors: ['transient'] },
    { when: 'repeating does not help', answer: terminal, wait: 60_000, outcome: 'error', errors: ['terminal'] },
    { when: 'another leads', answer: notLeader, wait: 60_000, outcome: 'requeue_after', errors: [] },
    { when: 'there is a defect', answer: defect, wait: 5, outcome: 'error', errors: ['panic'] },
    { when: 'it asked to come again', answer: { after: 300 }, wait: 300, outcome: 'requeue_after', errors: [] },
  ])('looks again after $wait ms when $when', async ({ answer, wait, outcome, errors }) => {
    const seen = controllerOf([answer]);
    seen.queue.add('a');
    await pass(wait - 1);
    expect(seen.calls).toHaveLength(1);
    await pass(2);
    expect(seen.calls).toHaveLength(2);
    expect(seen.outcomes).toEqual([outcome, 'success']);
    expect(seen.errors).toEqual(errors);
  });

  test('a success forgets the failures before it', async () => {
    const { queue, calls } = controllerOf([transient, transient, undefined, transient]);
    queue.add('a');
    await pass(100);
    expect(calls).toHaveLength(3);
    expect(queue.retries('a')).toBe(0);
    queue.add('a');
    await pass(4);
    expect(calls).toHaveLength(4);
    await pass(5);
    expect(calls).toHaveLength(5);
  });

  test('a defect is logged with its stack, and the other keys go on', async () => {
    const logged: (Record<string, unknown> | undefined)[] = [];
    const { queue, calls } = controllerOf([defect, undefined], { ...silentLog, error: (_, fields) => logged.push(fields) });
    queue.add('bad');
    queue.add('good');
    await pass(1);
    expect(calls).toHaveLength(2);
    expect(logged).toEqual([{ controller: 'test', key: 'bad', retries: 0, stack: expect.stringContaining('undefined is not a function') }]);
  });

  test('each pass has an id, which all that is logged in it carries', async () => {
    const queue = new WorkQueue({ name: 'test' });
    const ids: Correlation[] = [];
    const reconcile = async () => {
      await Promise.resolve();
      ids.push(correlation());
      return undefined;
    };
    running = runController({ name: 'test', queue, workers: 1, reconcile, log: silentLog });
    for (const key of ['shop/a', 'nodes']) queue.add(key);
    await pass(1);
    const reconcileID = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(ids).toEqual([
      { controller: 'test', namespace: 'shop', name: 'a', reconcileID },
      { controller: 'test', name: 'nodes', reconcileID },
    ]);
    expect(new Set(ids.map((one) => one.reconcileID)).size).toBe(2);
  });

  test('a synchronous throw is no different', async () => {
    const queue = new WorkQueue({ name: 'test' });
    const errors: string[] = [];
    const reconcile = () => {
      throw defect;
    };
    running = runController({
      name: 'test',
      queue,
      workers: 1,
      reconcile,
      log: silentLog,
      metrics: { onError: (_, kind) => errors.push(kind) },
    });
    queue.add('a');
    await pass(1);
    expect(errors).toEqual(['panic']);
  });

  test('stop waits for what is being reconciled and begins nothing new', async () => {
    const queue = new WorkQueue({ name: 'test' });
    const log: string[] = [];
    let finish: () => void = () => undefined;
    running = runController({
      name: 'test',
      queue,
      workers: 1,
      log: silentLog,
      reconcile: async (key) => {
        log.push(`begin ${key}`);
        await new Promise<void>((resolve) => (finish = resolve));
        log.push(`end ${key}`);
        return undefined;
      },
    });
    queue.add('a');
    queue.add('b');
    await pass(1);
    const stopped = running.stop().then(() => log.push('stopped'));
    await pass(1);
    finish();
    await stopped;
    expect(log).toEqual(['begin a', 'end a', 'stopped']);
  });

  test('a long backlog without I/O lets the event loop breathe', async () => {
    jest.useRealTimers();
    const queue = new WorkQueue({ name: 'test' });
    let turns = 0;
    let left = 60;
    const turn = () => {
      turns += 1;
      if (left > 0) setImmediate(turn);
    };
    setImmediate(turn);
    const busy = () => {
      for (const until = performance.now() + 1; performance.now() < until;);
      left -= 1;
      return Promise.resolve(undefined);
    };
    for (let index = 0; index < left; index += 1) queue.add(`k${index}`);
    running = runController({ name: 'test', queue, workers: 2, reconcile: busy, log: silentLog });
    while (left > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBeGreaterThan(2);
  });
});
