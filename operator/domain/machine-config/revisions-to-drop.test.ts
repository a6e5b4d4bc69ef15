import { describe, expect, test } from '@jest/globals';
import { contentRevision } from './known-good.ts';
import { revisionsToDrop } from './revisions-to-drop.ts';

const state = (pool: string, revision: number, hash = `h${revision}`) => ({
  name: `mcp-${pool}-${revision}`,
  revision,
  state: { pool, configuration: `rendered-${revision}`, machineConfigs: [{ name: '99', hash }] },
});
const content = (hash: string) => contentRevision('99', hash);
const pools = new Set(['worker', 'infra']);

describe('of known good states', () => {
  test.each([
    { when: 'there are three', states: [1, 2, 3].map((at) => state('worker', at)), drops: [] },
    { when: 'there is a fourth', states: [4, 2, 1, 3].map((at) => state('worker', at)), drops: ['mcp-worker-1'] },
    { when: 'the fourth is of another pool', states: [...[1, 2, 3].map((at) => state('worker', at)), state('infra', 4)], drops: [] },
    { when: 'the pool is gone', states: [state('gone', 1), state('worker', 2)], drops: ['mcp-gone-1'] },
  ])('are dropped when $when: $drops', ({ states, drops }) => {
    expect(revisionsToDrop(states, [], pools)).toEqual(drops);
  });

  test('only contents that no remaining state refers to are dropped', () => {
    const states = [state('worker', 1, 'a'), state('worker', 2, 'b'), state('worker', 3, 'a'), state('worker', 4, 'c')];
    expect(revisionsToDrop(states, ['a', 'b', 'c', 'old'].map(content), pools)).toEqual(['mcp-worker-1', content('old')]);
    expect(revisionsToDrop([state('gone', 1, 'a')], [content('a')], pools)).toEqual(['mcp-gone-1', content('a')]);
  });
});
