import { describe, expect, test } from '@jest/globals';
import { amountOf, amountText, atLeast, atMost, type Amount } from './amount.ts';

describe('an amount', () => {
  test.each<{ text: number | string; amount: Amount | undefined }>([
    { text: 3, amount: { kind: 'count', count: 3 } },
    { text: '3', amount: { kind: 'count', count: 3 } },
    { text: '20%', amount: { kind: 'percent', percent: 20 } },
    { text: '100%', amount: { kind: 'percent', percent: 100 } },
    { text: '101%', amount: undefined },
    { text: -1, amount: undefined },
    { text: 2.5, amount: undefined },
    { text: '12345', amount: undefined },
    { text: 'many', amount: undefined },
    { text: '', amount: undefined },
  ])('is read from $text', ({ text, amount }) => expect(amountOf(text)).toEqual(amount));

  test.each([3, '20%', 0])('of %s is written as it is read', (text) => {
    const amount = amountOf(text);
    expect(amount && amountText(amount)).toBe(text);
  });
});

describe('so many of a total', () => {
  test.each([
    { amount: '40%', total: 6, most: 2, least: 3 },
    { amount: '40%', total: 25, most: 10, least: 10 },
    { amount: '20%', total: 1, most: 1, least: 1 },
    { amount: '20%', total: 4, most: 1, least: 1 },
    { amount: '20%', total: 0, most: 1, least: 0 },
    { amount: '100%', total: 7, most: 7, least: 7 },
    { amount: '0%', total: 7, most: 1, least: 0 },
    { amount: 0, total: 7, most: 1, least: 0 },
    { amount: 3, total: 7, most: 3, least: 3 },
  ])('$amount of $total may be $most, and must be $least', ({ amount, total, most, least }) => {
    const read = amountOf(amount) ?? { kind: 'count', count: NaN };
    expect({ most: atMost(read, total), least: atLeast(read, total) }).toEqual({ most, least });
  });
});
