import { describe, expect, test } from '@jest/globals';
import { matchesLabels } from '../../testing/selectors.ts';
import { matchesRequirement, matchesSelector, selectorText, type LabelSelector } from './label-selector.ts';

const labels = { app: 'pay', tier: 'web', cores: '8' };

const rows: readonly { selector: LabelSelector | undefined; matches: boolean }[] = [
  { selector: undefined, matches: false },
  { selector: {}, matches: true },
  { selector: { matchLabels: { app: 'pay' } }, matches: true },
  { selector: { matchLabels: { app: 'pay', tier: 'db' } }, matches: false },
  { selector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['db', 'web'] }] }, matches: true },
  { selector: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }, matches: false },
  { selector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, matches: false },
  { selector: { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, matches: true },
  { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, matches: true },
  { selector: { matchLabels: { app: 'pay' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, matches: false },
];

describe('a label selector', () => {
  test.each(rows)('$selector is $matches for the labels', ({ selector, matches }) => {
    expect(matchesSelector(selector, labels)).toBe(matches);
  });

  test.each(rows.filter(({ selector }) => selector))('$selector means the same as text', ({ selector, matches }) => {
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '', labels },
    };
    expect(matchesLabels(object, selectorText(selector))).toBe(matches);
  });

  test.each([
    { operator: 'Gt', value: '4', matches: true },
    { operator: 'Gt', value: '8', matches: false },
    { operator: 'Lt', value: '16', matches: true },
    { operator: 'Lt', value: 'many', matches: false },
    { operator: 'Near', value: '8', matches: false },
  ])('cores $operator $value is $matches', ({ operator, value, matches }) => {
    expect(matchesRequirement({ key: 'cores', operator, values: [value] }, labels)).toBe(matches);
  });
});
