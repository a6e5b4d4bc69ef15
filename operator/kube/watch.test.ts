import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { settableClock } from '../testing/clock.ts';
import { eventually } from '../testing/eventually.ts';
import { nodeAt } from '../testing/stub-collection.ts';
import { answer, answerStatus } from '../testing/stub-server.ts';
import { WatchStage } from '../testing/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await WatchStage.set();
});
afterEach(async () => {
  jest.useRealTimers();
  await stage.clear();
});

/** From now on no timer ends but when told; sockets, and what `eventually` sleeps by, are as they were. */
function holdTimers(): void {
  jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
}

/** So many milliseconds go by, and the stream is another one. */
async function reopenedAfter(milliseconds: number): Promise<void> {
  jest.advanceTimersByTime(milliseconds);
  await eventually(() => {
    jest.advanceTimersByTime(1); // it is opened a timer later
    expect(stage.server.streams).toHaveLength(2);
  });
}

describe('in quiet times', () => {
  test('lists from the server cache, then watches from that version with bookmarks and a bounded time', async () => {
    stage.server.items = [nodeAt('a', 3)];
    await stage.watching();
    await stage.watch.synced;
    expect(stage.server.lists).toEqual([{ resourceVersion: '0' }]);
    const { query } = stage.server.stream;
    expect(query).toMatchObject({ resourceVersion: '10', allowWatchBookmarks: 'true' });
    expect(Number(query.timeoutSeconds)).toBeGreaterThanOrEqual(290);
    expect(Number(query.timeoutSeconds)).toBeLessThanOrEqual(580);
    expect(stage.watch.hasSynced).toBe(true);
    await eventually(() => expect(stage.watch.disconnectedSeconds()).toBe(0)); // the server has the request before we have its first byte
  });

  test('takes additions, updates and deletions from the stream, without managedFields', async () => {
    await stage.watching();
    stage.server.stream.send('ADDED', { ...nodeAt('a', 11), metadata: { ...nodeAt('a', 11).metadata, managedFields: [{}] } });
    stage.server.stream.send('MODIFIED', nodeAt('a', 12));
    await stage.hasSeen('added uid-a@11', 'updated uid-a@12');
    expect(stage.watch.cache.get({ name: 'a' })).toEqual(nodeAt('a', 12));
    stage.server.stream.send('DELETED', nodeAt('a', 13));
    await stage.hasSeen('added uid-a@11', 'updated uid-a@12', 'deleted uid-a@13');
  });

  test('ignores what is repeated or older', async () => {
    stage.server.items = [nodeAt('a', 9)];
    await stage.watching();
    for (const version of [9, 5, 12, 12, 11]) stage.server.stream.send('MODIFIED', nodeAt('a', version));
    stage.server.stream.send('ADDED', nodeAt('b', 13));
    await stage.hasSeen('added uid-a@9', 'updated uid-a@12', 'added uid-b@13');
  });
});

describe('trap: a quiet stream is dropped after 30 s without bookmarks and its version ages', () => {
  test('a stream without a byte is replaced, from the last bookmark and without a list', async () => {
    holdTimers();
    await stage.watching({ idle: 1000 });
    stage.server.stream.send('BOOKMARK', { metadata: { resourceVersion: '50' } });
    await stage.watch.passed('50');
    await reopenedAfter(1000);
    expect(stage.server.stream.query.resourceVersion).toBe('50');
    expect(stage.server.lists).toHaveLength(1);
    expect(stage.restarts[0]).toBe('idle');
    await eventually(() => expect(stage.server.streams[0]?.closed).toBe(true));
  });

  test('bytes keep a stream alive', async () => {
    holdTimers();
    await stage.watching({ idle: 2000 });
    for (let version = 11; version < 16; version += 1) {
      stage.server.stream.send('BOOKMARK', { metadata: { resourceVersion: String(version) } });
      await stage.watch.passed(String(version));
      jest.advanceTimersByTime(1999);
    }
    expect([stage.restarts, stage.server.streams]).toEqual([[], [expect.anything()]]);
    await reopenedAfter(1);
  });
});

describe('trap: the informer dies silently on any error but 410', () => {
  test.each([500, 503, 429, 401])('a watch answered with %d is opened again', async (code) => {
    let refused = 0;
    stage.server.onWatch = (request, response) =>
      refused++ < 2 ? response.writeHead(code).end() : stage.server.openStream(request, response);
    await stage.watching();
    stage.server.stream.send('ADDED', nodeAt('a', 11));
    await stage.hasSeen('added uid-a@11');
    expect(stage.restarts).toEqual(['error', 'error'].slice(0, stage.restarts.length));
    expect(stage.server.lists).toHaveLength(1);
  });

  test('a stream that is reset is opened again from the last version', async () => {
    await stage.watching();
    stage.server.stream.send('ADDED', nodeAt('a', 11));
    await stage.hasSeen('added uid-a@11');
    stage.server.stream.cut();
    await stage.hasOpened(2);
    expect(stage.server.stream.query.resourceVersion).toBe('11');
    expect(stage.server.lists).toHaveLength(1);
  });

  test('a stream that the server ends is opened again', async () => {
    await stage.watching();
    stage.server.stream.end();
    await stage.hasOpened(2);
  });

  test('a first list that fails is tried until it succeeds', async () => {
    let refused = 0;
    stage.server.onList = (_, response) =>
      refused++ < 3 ? answerStatus(response, 503, 'ServiceUnavailable') : stage.server.answerList(response);
    await stage.watching();
    expect(stage.watch.hasSynced).toBe(true);
    expect(stage.restarts).toEqual(['error', 'error', 'error']);
  });

  test('Retry-After is obeyed', async () => {
    const refusedAt: number[] = [];
    stage.server.onWatch = (request, response) => {
      refusedAt.push(performance.now());
      if (refusedAt.length === 1) return answerStatus(response, 429, 'TooManyRequests', { retryAfter: '1' });
      return stage.server.openStream(request, response);
    };
    await stage.watching();
    expect((refusedAt[1] ?? 0) - (refusedAt[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('a server that ends every stream at once is not asked in a storm', async () => {
    const askedAt: number[] = [];
    stage.server.onWatch = (_, response) => {
      askedAt.push(performance.now());
      response.writeHead(200).end();
    };
    stage.begin({ backoffFirst: 200, backoffMax: 200 }, settableClock()); // by the machine's clock a stream may have lived long, and is opened again at once
    await eventually(() => expect(askedAt.length).toBeGreaterThan(3));
    const pauses = askedAt.slice(1).map((time, before) => time - (askedAt[before] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(95); // half of what it was told, less what a timer may be early
  });
});

describe('trap: an expired version', () => {
  const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };

  test.each([
    { where: 'in the stream', first: () => stage.server.stream.send('ERROR', gone) },
    {
      where: 'on connect',
      first: () => {
        let refused = 0;
        stage.server.onWatch = (request, response) =>
          refused++ === 0 ? answerStatus(response, 410, 'Expired') : stage.server.openStream(request, response);
        stage.server.stream.end();
      },
    },
  ])('$where leads to a list not older than what was seen, and what was missed is found', async ({ first }) => {
    stage.server.items = [nodeAt('stays', 1), nodeAt('goes', 2), nodeAt('again', 3)];
    await stage.watching();
    stage.server.items = [nodeAt('stays', 1), nodeAt('again', 20, 'uid-other'), nodeAt('comes', 21)];
    stage.server.version = '30';
    stage.changes.length = 0;
    first();
    await stage.hasOpened(2);
    expect(stage.server.lists[1]).toMatchObject({ resourceVersion: '10', resourceVersionMatch: 'NotOlderThan' });
    expect(stage.changes).toEqual(['deleted uid-goes@2', 'deleted uid-again@3', 'added uid-other@20', 'added uid-comes@21']);
    expect(stage.server.stream.query.resourceVersion).toBe('30');
    expect(stage.restarts.at(-1)).toBe('expired');
  });

  test('trap: another error inside the stream vanishes; here it is one more reason to open it again', async () => {
    await stage.watching();
    stage.server.stream.send('ERROR', { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd is away' });
    await stage.hasOpened(2);
    expect(stage.restarts).toEqual(['error']);
    expect(stage.server.lists).toHaveLength(1);
  });
});

describe('trap: a list that goes back in time is accepted', () => {
  const expire = () => stage.server.stream.send('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });

  test('one stale answer is checked by a quorum read, and nothing goes back', async () => {
    stage.server.items = [nodeAt('a', 100)];
    stage.server.version = '100';
    await stage.watching();
    stage.server.onList = ({ query }, response) => {
      if (query.resourceVersion === undefined) return stage.server.answerList(response);
      return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [nodeAt('a', 5)] });
    };
    stage.server.items = [nodeAt('a', 120)];
    stage.server.version = '120';
    expire();
    await stage.hasOpened(2);
    expect(stage.changes).toEqual(['added uid-a@100', 'updated uid-a@120']);
    expect(stage.server.stream.query.resourceVersion).toBe('120');
  });

  test('when the quorum read says the same, history was lost and everything is read anew', async () => {
    stage.server.items = [nodeAt('a', 100), nodeAt('later', 99)];
    stage.server.version = '100';
    await stage.watching();
    stage.server.items = [nodeAt('a', 5)];
    stage.server.version = '6';
    expire();
    await stage.hasOpened(2);
    expect(stage.changes.slice(2)).toEqual(['deleted uid-later@99', 'updated uid-a@5']);
    expect(stage.server.stream.query.resourceVersion).toBe('6');
    expect(stage.warnings.join()).toContain('went back in time');
  });

  test('a server that has not got that far is asked for a quorum read', async () => {
    await stage.watching();
    const details = { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] };
    stage.server.onList = ({ query }, response) =>
      query.resourceVersion === undefined ? stage.server.answerList(response) : answerStatus(response, 504, 'Timeout', { details });
    stage.server.version = '11';
    expire();
    await stage.hasOpened(2);
    expect(stage.server.stream.query.resourceVersion).toBe('11');
  });
});

describe('trap: stop during the first list opens a watch afterwards', () => {
  test('no watch is opened, and stop does not wait for the list', async () => {
    let release: () => void = () => undefined;
    stage.server.onList = (_, response) => (release = () => stage.server.answerList(response));
    stage.begin();
    await eventually(() => expect(stage.server.lists).toHaveLength(1));
    await stage.watch.stop();
    release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stage.server.streams).toHaveLength(0);
    expect(stage.watch.hasSynced).toBe(false);
  });

  test('stop ends the stream; a later start goes on from the last version', async () => {
    await stage.watching();
    stage.server.stream.send('BOOKMARK', { metadata: { resourceVersion: '40' } });
    await stage.watch.passed('40');
    await stage.watch.stop();
    await eventually(() => expect(stage.server.streams[0]?.closed).toBe(true));
    stage.watch.start();
    await stage.hasOpened(2);
    expect(stage.server.stream.query.resourceVersion).toBe('40');
  });
});

describe('trap: a throw in a handler kills the process or is swallowed', () => {
  test('the stream goes on, and the next listener hears', async () => {
    await stage.watching();
    stage.watch.cache.onChange(() => {
      throw new Error('boom');
    });
    stage.server.stream.send('ADDED', nodeAt('a', 11));
    stage.server.stream.send('ADDED', nodeAt('b', 12));
    await stage.hasSeen('added uid-a@11', 'added uid-b@12');
    expect(stage.restarts).toEqual([]);
  });
});

describe('trap: a damaged line is lost without a word', () => {
  test.each([
    { what: 'no JSON', bytes: '{"type":"ADDED","object":{"metad\n' },
    { what: 'no event', bytes: '{"hello":"world"}\n' },
  ])('a line that is $what makes the stream be read again from the last good version', async ({ bytes }) => {
    await stage.watching();
    stage.server.stream.send('ADDED', nodeAt('a', 11));
    stage.server.stream.raw(bytes);
    await stage.hasOpened(2);
    expect(stage.server.stream.query.resourceVersion).toBe('11');
    expect(stage.server.lists).toHaveLength(1);
  });

  test('a line that is cut off by the end of the stream is no event', async () => {
    await stage.watching();
    stage.server.stream.raw(JSON.stringify({ type: 'ADDED', object: nodeAt('a', 11) }));
    stage.server.stream.end();
    await stage.hasOpened(2);
    expect(stage.changes).toEqual([]);
    expect(stage.server.stream.query.resourceVersion).toBe('10');
  });

  test('a character split between two chunks stays whole, and a long line may come in many', async () => {
    await stage.watching();
    const node = { ...nodeAt('a', 11), text: `é${'x'.repeat(300_000)}` };
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: node })}\n`);
    const middle = bytes.indexOf(0xc3) + 1;
    stage.server.stream.raw(bytes.subarray(0, middle));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stage.server.stream.raw(bytes.subarray(middle));
    await stage.hasSeen('added uid-a@11');
    expect(stage.watch.cache.get({ name: 'a' })).toEqual(node);
  });
});

describe('a kind that is not there or not allowed', () => {
  test.each([
    { reason: 'absent', refuse: 404 },
    { reason: 'forbidden', refuse: 403 },
  ])('is asked for from time to time and watched once it is there: $reason', async ({ reason, refuse }) => {
    let refused = 0;
    stage.server.onList = (_, response) => (refused++ < 2 ? response.writeHead(refuse).end('no') : stage.server.answerList(response));
    stage.begin();
    await eventually(() => expect(stage.restarts).toEqual([reason, reason]));
    expect(stage.warnings).toHaveLength(1);
    await stage.hasOpened(1);
    await eventually(() => expect(stage.watch.trouble).toBeUndefined());
  });
});
