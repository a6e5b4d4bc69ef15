import { describe, expect, test } from '@jest/globals';
import type { Playbook } from '../../api/generated/playbook.ts';
import { inOrder } from './order.ts';

const playbook = (name: string, more: Partial<Playbook> = {}): Playbook => ({ name, when: {}, steps: [], ...more });
const names = (...of: Parameters<typeof inOrder>) => inOrder(...of).map(({ name }) => name);

describe('the order in which playbooks are asked', () => {
  test.each<{ first: string; shipped?: Playbook[]; own?: Playbook[]; order: string[] }>([
    {
      first: "the user's own, whatever their order",
      shipped: [playbook('a', { order: 1 })],
      own: [playbook('z', { order: 900 })],
      order: ['z', 'a'],
    },
    {
      first: 'the smaller order',
      shipped: [playbook('a'), playbook('b', { order: 499 }), playbook('c', { order: 501 })],
      order: ['b', 'a', 'c'],
    },
    {
      first: 'whoever says more about objects',
      shipped: [playbook('a', { when: { kinds: ['Node'] } }), playbook('b', { when: { kinds: ['Node'], cause: true } })],
      order: ['b', 'a'],
    },
    {
      first: 'objects before names of alerts',
      shipped: [playbook('a', { when: { alerts: ['X'], types: ['x'] } }), playbook('b', { when: { kinds: ['Node'] } })],
      order: ['b', 'a'],
    },
    {
      first: 'an alert when the objects are the same',
      shipped: [playbook('a', { when: { kinds: ['Node'] } }), playbook('b', { when: { kinds: ['Node'], alerts: ['X'] } })],
      order: ['b', 'a'],
    },
    { first: 'the name in the end', shipped: [playbook('b'), playbook('a')], order: ['a', 'b'] },
  ])('is $first', ({ shipped = [], own = [], order }) => {
    expect(names(shipped, own)).toEqual(order);
    expect(names(shipped.toReversed(), own)).toEqual(order);
  });

  test('one of the user takes the place of a shipped one of its name, or takes it away', () => {
    const shipped = [playbook('a'), playbook('b')];
    expect(inOrder(shipped, [playbook('a', { description: 'mine' })])).toMatchObject([{ name: 'a', description: 'mine' }, { name: 'b' }]);
    expect(names(shipped, [{ name: 'a', disabled: true }])).toEqual(['b']);
  });
});
