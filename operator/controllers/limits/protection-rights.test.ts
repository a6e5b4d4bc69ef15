import { describe, expect, jest, test } from '@jest/globals';
import { Terminal, Transient } from '../../kube/errors.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { targetFrom } from '../../testing/action-builder.ts';
import { makeProtectionRights, type Question } from './protection-rights.ts';

const dns = { user: 'ann', target: targetFrom('Deployment/kube-system/dns') } as const;
const ask = 'create SubjectAccessReview';

/** Rights as an API server gives them that answers as `allowed` says just then. */
function stage() {
  const { cluster, deps, clock, logged } = fakeEngine({ allow: [ask] });
  let allowed = true;
  const create = cluster.create.bind(cluster);
  let atOnce = 0;
  let most = 0;
  const asked = jest.spyOn(cluster, 'create').mockImplementation(async (...review) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await create(...review);
    atOnce -= 1;
    return { status: { allowed } } as never;
  });
  const rights = makeProtectionRights(deps);
  return {
    clock,
    logged,
    mayTouch: ({ user, target }: Question) => rights.mayTouch(user, target),
    read: (...questions: readonly Question[]) => rights.read(questions),
    fail: (error: Error) => cluster.failNext(ask, error),
    say: (answer: boolean) => (allowed = answer),
    asked: () => asked.mock.calls.length,
    most: () => most,
  };
}

describe('a right on something protected', () => {
  test('is not had before it was asked for, and is asked for again after ten seconds', async () => {
    const { mayTouch, read, say, asked, clock } = stage();
    expect(mayTouch(dns)).toBe(false);
    await read(dns);
    expect(mayTouch(dns)).toBe(true);
    say(false);
    clock.advance(9_000);
    await read(dns);
    expect([mayTouch(dns), asked()]).toEqual([true, 1]);
    clock.advance(1_000);
    await read(dns);
    expect([mayTouch(dns), asked()]).toEqual([false, 2]);
  });

  test('is asked for once for many who want the same, and for some at a time', async () => {
    const { read, asked, most } = stage();
    await read(...Array.from({ length: 500 }, () => dns));
    expect(asked()).toBe(1);
    await read(...Array.from({ length: 40 }, (_, i) => ({ ...dns, user: `user-${i}` })));
    expect([asked(), most()]).toEqual([41, 8]);
  });

  test.each([
    {
      what: 'stays as it was while the API server does not answer',
      error: new Transient({ reason: 'Timeout', message: 'slow' }),
      still: true,
    },
    {
      what: 'is gone when the engine may not ask any more',
      error: new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }),
      still: false,
    },
  ])('$what, and the log says so', async ({ error, still }) => {
    const { mayTouch, read, fail, clock, logged } = stage();
    await read(dns);
    clock.advance(10_000);
    fail(error);
    await read(dns);
    expect(mayTouch(dns)).toBe(still);
    expect(logged.join()).toContain('could not be asked for a right');
  });
});
