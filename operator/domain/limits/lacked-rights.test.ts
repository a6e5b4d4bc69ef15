import { expect, test } from '@jest/globals';
import { buildLimitWorld, buildWish } from '../../testing/limit-world.ts';
import { lackedRights } from './lacked-rights.ts';

const now = new Date('2026-01-05T10:00:00Z');
const world = buildLimitWorld(now, {
  lackedBy: ({ operation }) => (operation === 'drain_node' ? 'patch nodes, which config/opt-in/node-drain grants' : undefined),
});
const drain = 'drain_node Node/w1';
const restart = 'restart_deployment Deployment/shop/pay';
const optionally = (text: string) => buildWish({ works: [text] }).works.map((work) => ({ ...work, optional: true }));

test.each([
  { of: 'what needs no right that is missing', wish: buildWish({ works: [restart] }), held: false },
  { of: 'what needs one', wish: buildWish({ works: [drain] }), held: true },
  { of: 'a plan of which one step needs one', wish: buildWish({ kind: 'plan', works: [restart, drain] }), held: true },
  { of: 'a plan of which an optional step needs one', wish: { ...buildWish({ kind: 'plan' }), works: optionally(drain) }, held: false },
  { of: 'a step of a plan that has begun', wish: buildWish({ works: [drain], planUid: 'uid-plan' }), held: false },
])('of $of it is $held that it is held', ({ wish, held }) => {
  const message = 'drain_node of Node/w1: the engine may not patch nodes, which config/opt-in/node-drain grants.';
  expect(lackedRights(wish, world, now)).toEqual(held ? { reason: 'MissingRights', message } : undefined);
});
