import { describe, expect, test } from '@jest/globals';
import type { CallOptions, KubeClient, NewObject } from '../../kube/client.ts';
import { settableClock } from '../../testing/clock.ts';
import { makeAuthenticate } from './authenticate.ts';
import { inWords, makeAuthorize } from './authorize.ts';
import { namespaceOf } from './caller.ts';

/** A client whose reviews are answered by `answer`; every question is kept. */
function reviewing(answer: (spec: Record<string, unknown>) => object) {
  const asked: Record<string, unknown>[] = [];
  const priorities = new Set<string | undefined>();
  const create = (_kind: unknown, body: NewObject, { priority }: CallOptions = {}) => {
    priorities.add(priority);
    const spec = body['spec'] as Record<string, unknown>;
    asked.push(spec);
    return Promise.resolve({ status: answer(spec) });
  };
  const clock = settableClock();
  // A time of zero means to the cache that there is none.
  clock.advance(1);
  return { client: { create } as unknown as Pick<KubeClient, 'create'>, asked, priorities, clock };
}

const user = { username: 'system:serviceaccount:shop:notebook', uid: 'u-1', groups: ['system:serviceaccounts'] };

describe('a token', () => {
  test('is asked about once a minute', async () => {
    const { client, asked, clock } = reviewing(() => ({ authenticated: true, user }));
    const authenticate = makeAuthenticate({ client, clock });
    expect(await authenticate('t-1', 'here')).toEqual(user);
    clock.advance(59_000);
    expect(await authenticate('t-1', 'here')).toEqual(user);
    expect(asked).toEqual([{ token: 't-1' }]);
    clock.advance(2_000);
    await authenticate('t-1', 'here');
    expect(asked).toHaveLength(2);
  });

  test('that is bound to the engine is good', async () => {
    const { client, asked, clock } = reviewing(({ audiences }) =>
      audiences ? { authenticated: true, user, audiences } : { authenticated: false },
    );
    expect(await makeAuthenticate({ client, clock })('t-1', 'here')).toEqual(user);
    expect(asked).toEqual([{ token: 't-1' }, { token: 't-1', audiences: ['coordination-engine'] }]);
  });

  test.each([
    { when: 'the API server does not know it', status: { authenticated: false } },
    { when: 'the answer names nobody', status: { authenticated: true, user: { username: '' } } },
    { when: 'the answer says nothing', status: {} },
  ])('is nobody when $when', async ({ status }) => {
    const { client, asked, clock } = reviewing(() => status);
    const authenticate = makeAuthenticate({ client, clock });
    expect(await authenticate('t-1', 'here')).toBeUndefined();
    expect(await authenticate('t-1', 'here')).toBeUndefined();
    expect(asked).toHaveLength(2);
    clock.advance(11_000);
    await authenticate('t-1', 'here');
    expect(asked).toHaveLength(4);
  });

  test('is nobody when it was only taken by what knows no audiences', async () => {
    const { client } = reviewing(({ audiences }) => (audiences ? { authenticated: true, user } : { authenticated: false }));
    expect(await makeAuthenticate({ client, clock: settableClock() })('t-1', 'here')).toBeUndefined();
  });

  test('is not forgotten for many that nobody knows', async () => {
    const { client, asked, clock } = reviewing(({ token }) => (token === 'good' ? { authenticated: true, user } : {}));
    const authenticate = makeAuthenticate({ client, clock });
    await authenticate('good', 'here');
    for (let n = 0; n < 1100; n += 1) await authenticate(`made-up-${n}`, 'here');
    const before = asked.length;
    expect(await authenticate('good', 'here')).toEqual(user);
    expect(asked).toHaveLength(before);
  });

  test('that many send at once is asked about once', async () => {
    const { client, asked, clock } = reviewing(() => ({ authenticated: true, user }));
    const authenticate = makeAuthenticate({ client, clock });
    const callers = await Promise.all(['a', 'b', 'c'].map((from) => authenticate('t-1', from)));
    expect(callers).toEqual([user, user, user]);
    expect(asked).toHaveLength(1);
  });

  test('is asked about in its turn, however many somebody else makes up', async () => {
    const { client, asked, clock } = reviewing(({ token }) => (token === 'good' ? { authenticated: true, user } : {}));
    const authenticate = makeAuthenticate({ client, clock });
    const flood = Promise.allSettled(Array.from({ length: 500 }, (_, n) => authenticate(`made-up-${n}`, 'there')));
    expect(await authenticate('good', 'here')).toEqual(user);
    expect(asked.length).toBeLessThan(100);
    const answers = await flood;
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(500 - 8 - 256);
  });

  test('longer than any token is not asked about', async () => {
    const { client, asked, clock } = reviewing(() => ({ authenticated: true, user }));
    expect(await makeAuthenticate({ client, clock })('x'.repeat(9000), 'here')).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

test('who asks for whom or what comes after what the engine writes itself', async () => {
  const { client, priorities, clock } = reviewing(() => ({}));
  await makeAuthenticate({ client, clock })('made-up', 'here');
  await makeAuthorize({ client, clock })(user, { verb: 'list', resource: 'plans' });
  expect([...priorities]).toEqual(['background']);
});

describe('a right', () => {
  const access = { verb: 'create', resource: 'anomalies', namespace: 'shop' };

  test.each([
    { allowed: true, keptMs: 299_000, goneMs: 2_000 },
    { allowed: false, keptMs: 29_000, goneMs: 2_000 },
  ])('that is $allowed is asked about again after a while', async ({ allowed, keptMs, goneMs }) => {
    const { client, asked, clock } = reviewing(() => ({ allowed }));
    const authorize = makeAuthorize({ client, clock });
    expect(await authorize(user, access)).toBe(allowed);
    clock.advance(keptMs);
    expect(await authorize(user, access)).toBe(allowed);
    expect(asked).toHaveLength(1);
    clock.advance(goneMs);
    await authorize(user, access);
    expect(asked).toHaveLength(2);
  });

  test('is asked for with all that is known of the caller', async () => {
    const { client, asked, clock } = reviewing(() => ({ allowed: true }));
    await makeAuthorize({ client, clock })(user, access);
    const resourceAttributes = { group: 'coordination.selfheal.dev', ...access };
    expect(asked).toEqual([{ user: user.username, uid: 'u-1', groups: user.groups, resourceAttributes }]);
  });

  test('on an address of the engine is asked for as the one that it is', async () => {
    const { client, asked, clock } = reviewing(() => ({ allowed: true }));
    await makeAuthorize({ client, clock })(user, { verb: 'get', resource: '/metrics' });
    expect(asked).toMatchObject([{ user: user.username, nonResourceAttributes: { verb: 'get', path: '/metrics' } }]);
    expect(inWords({ verb: 'get', resource: '/metrics' })).toBe('get /metrics');
  });

  test("of one caller is not another's, nor that of another place", async () => {
    const { client, asked, clock } = reviewing(() => ({ allowed: true }));
    const authorize = makeAuthorize({ client, clock });
    await authorize(user, access);
    await authorize({ ...user, username: 'alice' }, access);
    await authorize({ ...user, groups: [] }, access);
    await authorize(user, { ...access, namespace: 'bank' });
    expect(asked).toHaveLength(4);
  });

  test('that is asked for many times at once is asked about once', async () => {
    const { client, asked, clock } = reviewing(() => ({ allowed: true }));
    const authorize = makeAuthorize({ client, clock });
    expect(await Promise.all([authorize(user, access), authorize({ ...user }, { ...access })])).toEqual([true, true]);
    expect(asked).toHaveLength(1);
  });

  test('in very many places is asked for all the same', async () => {
    const { client, clock } = reviewing(() => ({ allowed: true }));
    const authorize = makeAuthorize({ client, clock });
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => authorize(user, { ...access, namespace: `ns-${n}` })));
    expect(new Set(answers)).toEqual(new Set([true]));
  });

  test('is named in words', () => {
    expect(inWords(access)).toBe('create anomalies.coordination.selfheal.dev in shop');
    expect(inWords({ verb: 'use', resource: 'sources', namespace: 'shop', name: 'ai_driven' })).toBe(
      'use sources/ai_driven of coordination.selfheal.dev in shop',
    );
  });
});

test.each([
  { username: 'system:serviceaccount:shop:notebook', namespace: 'shop' },
  { username: 'alice', namespace: undefined },
  { username: 'system:serviceaccount:shop', namespace: undefined },
])('$username is of namespace $namespace', ({ username, namespace }) => {
  expect(namespaceOf({ username })).toBe(namespace);
});
