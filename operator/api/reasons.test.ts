import { describe, expect, test } from '@jest/globals';
import { conditionTypes, isReason, policyConditionTypes, reasons } from './reasons.ts';

describe.each([
  { table: 'reasons', rows: Object.entries(reasons) },
  { table: 'condition types', rows: Object.entries({ ...conditionTypes, ...policyConditionTypes }) },
])('the table of $table', ({ rows }) => {
  test('has words that the schema takes', () => {
    expect(rows.filter(([word]) => !/^[A-Z][A-Za-z0-9]{0,62}$/.test(word))).toEqual([]);
  });

  test('explains each in one sentence', () => {
    expect(rows.filter(([, sentence]) => !/^[A-Z].*\.$/.test(sentence) || sentence.length > 200)).toEqual([]);
  });
});

test.each([
  { text: 'TargetBusy', is: true },
  { text: 'toString', is: false },
  { text: '', is: false },
])('isReason of "$text" is $is', ({ text, is }) => expect(isReason(text)).toBe(is));
