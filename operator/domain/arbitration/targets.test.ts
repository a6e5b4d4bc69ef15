import { describe, expect, test } from '@jest/globals';
import { targetFrom } from '../../testing/action-builder.ts';
import { contains, isNode, lockOf, overlaps, sameLock, unresolvedLock } from './targets.ts';

const lock = (text: string, nodes: readonly string[] = []) => lockOf({ ...targetFrom(text), nodes });

describe('locks', () => {
  test.each([
    { a: lock('Node/w1'), b: lock('Node/w1'), same: true },
    {
      a: lock('Deployment/shop/pay'),
      b: lockOf({ apiVersion: 'apps/v1beta2', kind: 'Deployment', namespace: 'shop', name: 'pay' }),
      same: true,
    },
    { a: lock('Deployment/shop/pay'), b: lock('Deployment/web/pay'), same: false },
    { a: lock('Deployment/shop/pay'), b: lock('StatefulSet/shop/pay'), same: false },
  ])('$a.key and $b.key are the same: $same, whatever the version', ({ a, b, same }) => {
    expect(sameLock(a, b)).toBe(same);
  });

  test.each([
    { outer: lock('Node/w1'), inner: lock('Deployment/shop/pay', ['w2', 'w1']), within: true },
    { outer: lock('Node/w1'), inner: lock('Deployment/shop/pay', ['w2']), within: false },
    { outer: lock('Node/w1'), inner: lock('Node/w1'), within: false },
    { outer: lock('Deployment/shop/pay', ['w1']), inner: lock('Node/w1'), within: false },
    { outer: lock('Deployment/shop/pay', ['w1']), inner: lock('Deployment/shop/web', ['w1']), within: false },
  ])('$outer.key contains $inner.key on $inner.nodes: $within', ({ outer, inner, within }) => {
    expect(contains(outer, inner)).toBe(within);
  });

  test('a workload named like a node, on that node, is not the node', () => {
    expect(isNode(lock('Deployment/shop/w1', ['w1']))).toBe(false);
    expect(isNode(lock('Node/w1'))).toBe(true);
  });

  test('overlap in whichever direction', () => {
    const [node, pay] = [lock('Node/w1'), lock('Deployment/shop/pay', ['w1'])];
    expect([overlaps(node, pay), overlaps(pay, node), overlaps(node, node), overlaps(lock('Node/w2'), pay)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('a target without a namespace lies in that of who names it, a node in none', () => {
    expect(unresolvedLock({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'pay' }, 'shop')).toEqual(lock('Deployment/shop/pay'));
    expect(unresolvedLock({ apiVersion: 'v1', kind: 'Node', name: 'w1' }, 'shop')).toEqual(lock('Node/w1'));
  });
});
