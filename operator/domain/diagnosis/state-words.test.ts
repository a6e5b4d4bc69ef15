import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { builtInPlaybooks } from '../playbooks/shipped.ts';
import { stateWords, wordsOf } from './state-words.ts';

const file = new URL('../../../../shared/data/node-problem-detector.json', import.meta.url);

interface Shipped {
  readonly configs: readonly { readonly healthy_conditions: readonly { readonly type: string }[] }[];
}

/** What node-problem-detector ships, where that list is at hand. */
function shippedConditions(): string[] {
  if (!existsSync(file)) return ['KernelDeadlock'];
  const { configs } = JSON.parse(readFileSync(file, 'utf8')) as Shipped;
  return [...new Set(configs.flatMap(({ healthy_conditions }) => healthy_conditions.map(({ type }) => type)))];
}

test.each(Object.entries(stateWords))('%s is told in one plain sentence', (word, sentence) => {
  expect(word).toMatch(/^[A-Z][A-Za-z0-9]+$/);
  expect(sentence).toMatch(/^[^.]+\.$/);
});

test.each(shippedConditions())('the condition %s of node-problem-detector has a meaning', (type) => {
  expect(Object.keys(stateWords)).toContain(type);
});

test('every word that a shipped playbook asks for has a meaning', () => {
  const asked = builtInPlaybooks.flatMap(({ when }) => [when?.words, when?.dependsOn?.words]);
  const words = asked.flatMap(({ any = [], all = [], none = [] } = {}) => [...any, ...all, ...none]);
  expect(words.length).toBeGreaterThan(0);
  expect(words.filter((word) => !Object.hasOwn(stateWords, word) && word !== 'GrowsTo')).toEqual([]);
});

test.each([
  { state: undefined, words: [] },
  { state: '', words: [] },
  { state: 'NotReady', words: ['NotReady'] },
  { state: 'MemoryPressure, Updating', words: ['MemoryPressure', 'Updating'] },
])('the words of $state are $words', ({ state, words }) => {
  expect(wordsOf(state)).toEqual(words);
});
