import { describe, expect, test } from '@jest/globals';
import { areRelated, type Standing } from './relations.ts';

const one = (more: Partial<Standing> = {}): Standing => ({
  owners: ['apps/Deployment/shop/pay'],
  nodes: ['w1'],
  controlPlane: false,
  ...more,
});
const other = (more: Partial<Standing> = {}): Standing => ({
  owners: ['apps/Deployment/shop/cart'],
  nodes: ['w2'],
  controlPlane: false,
  ...more,
});

describe('two targets', () => {
  test.each<{ when: string; a: Standing | undefined; b: Standing | undefined; related: boolean }>([
    { when: 'have nothing in common', a: one(), b: other(), related: false },
    { when: 'are on no node', a: one({ nodes: [] }), b: other({ nodes: [] }), related: false },
    { when: 'are one object', a: one(), b: one({ nodes: [] }), related: true },
    { when: 'have an owner in common', a: one({ owners: ['x', 'Shop/main'] }), b: other({ owners: ['y', 'Shop/main'] }), related: true },
    { when: 'have one of several nodes in common', a: one({ nodes: ['w1', 'w2'] }), b: other({ nodes: ['w2', 'w3'] }), related: true },
    { when: 'are both of the control plane', a: one({ controlPlane: true }), b: other({ controlPlane: true }), related: true },
    { when: 'are one of the control plane and one not', a: one({ controlPlane: true }), b: other(), related: false },
    { when: 'are not both read', a: one(), b: undefined, related: true },
    { when: 'are both not read', a: undefined, b: undefined, related: true },
  ])('that $when: related is $related', ({ a, b, related }) => {
    expect([areRelated(a, b), areRelated(b, a)]).toEqual([related, related]);
  });
});
