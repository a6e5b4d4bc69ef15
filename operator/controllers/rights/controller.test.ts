import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { wordsOf } from '../../api/right.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { makeRightsController, type RightsController } from './controller.ts';

let controller: RightsController;
beforeEach(() => void jest.useFakeTimers());
afterEach(async () => {
  await controller.stop();
  jest.useRealTimers();
});

/** A replica that has begun, and was told what it lacks. */
async function replica(denied: string[]) {
  const { deps, cluster, clock, logged } = fakeEngine({ denied });
  const { known } = deps.rights;
  controller = makeRightsController({ ...deps, known });
  controller.start();
  const pass = async (seconds: number): Promise<void> => {
    clock.advance(seconds * 1000);
    await jest.advanceTimersByTimeAsync(seconds * 1000);
  };
  await pass(0);
  const asked = () => cluster.calls.filter(({ what }) => what === 'SelfSubjectAccessReview').length;
  return { known, pass, asked, logged, missing: () => known.report().missing.map(wordsOf) };
}

describe('what the engine lacks', () => {
  test('is asked for at the start, and told in the log', async () => {
    const { missing, logged } = await replica(['patch nodes']);
    expect(missing()).toEqual(['patch nodes']);
    expect(logged).toEqual(['The rights of the engine']);
  });

  test('is a warning where each installation has it', async () => {
    const { logged } = await replica(['patch deployments.apps']);
    expect(logged).toEqual(['Rights are missing']);
  });

  test('is asked for again after ten minutes, and nothing else is', async () => {
    const denied = ['patch nodes'];
    const { pass, asked, missing } = await replica(denied);
    const before = asked();
    await pass(599);
    expect(asked()).toBe(before);
    await pass(1);
    expect(asked()).toBe(before + 1);
    denied.pop();
    await pass(600);
    expect(missing()).toEqual([]);
    await pass(6000);
    expect(asked()).toBe(before + 2);
  });

  test('is asked for at once when it is there for one target', async () => {
    const denied = ['patch nodes'];
    const { pass, missing } = await replica(denied);
    denied.pop();
    controller.onGranted();
    await pass(0);
    expect(missing()).toEqual([]);
  });

  test('is asked for once more soon after that: what is applied at once is not there all at once', async () => {
    const denied = ['create pods/eviction', 'patch nodes'];
    const { pass, missing } = await replica(denied);
    denied.pop();
    controller.onGranted();
    await pass(0);
    expect(missing()).toEqual(['create pods/eviction']);
    denied.pop();
    await pass(30);
    expect(missing()).toEqual([]);
  });
});

describe('a term of leadership', () => {
  /** Whether it has begun, once it was told to. */
  function term() {
    const begun = jest.fn();
    void controller.ready().then(begun);
    return begun;
  }

  test('begins with the first answer, for which nothing is asked twice', async () => {
    const { deps, cluster } = fakeEngine();
    const { known } = deps.rights;
    await known.ask('all');
    const once = cluster.calls.length;
    controller = makeRightsController({ ...deps, known });
    const begun = term();
    await jest.advanceTimersByTimeAsync(1000);
    expect(begun).not.toHaveBeenCalled();
    controller.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toHaveBeenCalled();
    expect(cluster.calls.length).toBe(2 * once);
  });

  test.each([
    { when: 'at once when the API server is down', ms: 0, error: new Transient({ message: 'down', reason: 'Timeout' }) },
    { when: 'at once when the API server refuses to say', ms: 0, error: new Terminal({ message: 'no', reason: 'Forbidden' }) },
    { when: 'after 10 s when the API server does not answer', ms: 10_000, error: undefined },
  ])('begins without an answer $when', async ({ ms, error }) => {
    const { deps, cluster } = fakeEngine();
    const { known } = deps.rights;
    const hung = Promise.withResolvers<never>();
    if (error) hung.reject(error);
    jest.spyOn(cluster, 'create').mockImplementation(() => hung.promise);
    controller = makeRightsController({ ...deps, known });
    controller.start();
    const begun = term();
    await jest.advanceTimersByTimeAsync(Math.max(0, ms - 1));
    expect(begun).toHaveBeenCalledTimes(error ? 1 : 0);
    await jest.advanceTimersByTimeAsync(1);
    expect(begun).toHaveBeenCalledTimes(1);
    expect(known.report().asked).toBe(false);
    hung.reject(new Transient({ message: 'late', reason: 'Timeout' }));
  });

  test('knows what was taken away while another replica led', async () => {
    const denied: string[] = [];
    const { pass, missing } = await replica(denied);
    await pass(3600);
    denied.push('patch nodes');
    const begun = term();
    await pass(0);
    expect(begun).toHaveBeenCalled();
    expect(missing()).toEqual(['patch nodes']);
  });

  test('asks nothing that was asked within a minute', async () => {
    const { pass, asked } = await replica([]);
    const before = asked();
    await pass(59);
    const begun = term();
    await pass(0);
    expect(begun).toHaveBeenCalled();
    expect(asked()).toBe(before);
  });
});

describe('a call that is answered with 403', () => {
  const refused = { code: '403', verb: 'patch', resource: 'nodes' };

  test('has everything asked for again, once in a minute', async () => {
    const denied: string[] = [];
    const { pass, asked, missing } = await replica(denied);
    const all = asked();
    denied.push('patch nodes');
    controller.onCall(refused);
    controller.onCall(refused);
    await pass(59);
    expect(asked()).toBe(all);
    await pass(1);
    expect([asked(), missing()]).toEqual([2 * all, ['patch nodes']]);
  });

  test.each([
    { of: 'what is known to be missing', call: refused },
    { of: 'nothing, since it was answered well', call: { ...refused, code: '200', resource: 'pods' } },
  ])('has nothing asked for when it is about $of', async ({ call }) => {
    const { pass, asked } = await replica(['patch nodes']);
    const before = asked();
    controller.onCall(call);
    await pass(120);
    expect(asked()).toBe(before);
  });
});
