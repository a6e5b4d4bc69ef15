import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { wordsOf } from '../../api/right.ts';
import { Transient } from '../../kube/errors.ts';
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

test('who waits for the beginning waits for the first answer, and no longer when there is none', async () => {
  const { deps, cluster } = fakeEngine();
  const { known } = deps.rights;
  controller = makeRightsController({ ...deps, known });
  const waited = jest.fn();
  void controller.begun.then(waited);
  await jest.advanceTimersByTimeAsync(1000);
  expect(waited).not.toHaveBeenCalled();
  jest.spyOn(cluster, 'create').mockRejectedValue(new Transient({ message: 'down', reason: 'Timeout' }));
  controller.start();
  await jest.advanceTimersByTimeAsync(0);
  expect(waited).toHaveBeenCalled();
  expect(known.report().asked).toBe(false);
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
