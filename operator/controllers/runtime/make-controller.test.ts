import { expect, test } from '@jest/globals';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { makeController, makeQueue } from './make-controller.ts';
import { done } from './requeue.ts';

/** A controller whose passes take until they are let go, with what it did. */
function slowController() {
  const { deps } = fakeEngine();
  const did: string[] = [];
  const passes: PromiseWithResolvers<void>[] = [];
  const queue = makeQueue(deps, { name: 'slow' });
  const controller = makeController(deps, {
    queue,
    reconcile: async (key) => {
      did.push(`begins ${key}`);
      const pass = Promise.withResolvers<void>();
      passes.push(pass);
      await pass.promise;
      did.push(`ends ${key}`);
      return done;
    },
    onStart: () => queue.add('all'),
    onStop: () => Promise.resolve(void did.push('stopped')),
  });
  return { controller, queue, did, letGo: () => passes.forEach((pass) => pass.resolve()) };
}

test('a controller bears the name of its queue, and takes nothing before it starts', () => {
  const { controller, queue } = slowController();
  queue.add('early');
  expect(controller.name).toBe('slow');
  expect(queue.depth).toBe(0);
});

test('what it looks at when it starts is taken in each of its terms, and its end comes after that of its workers', async () => {
  const { controller, queue, did, letGo } = slowController();
  const term = ['begins all', 'ends all', 'stopped'];
  for (const terms of [term, [...term, ...term]]) {
    controller.start();
    await eventually(() => expect(did.at(-1)).toBe('begins all'));
    const stopped = controller.stop();
    queue.add('late');
    letGo();
    await stopped;
    expect(did).toEqual(terms);
  }
});

test('a controller that was never started can be stopped', async () => {
  const { controller, did } = slowController();
  await controller.stop();
  expect(did).toEqual(['stopped']);
});
