import { describe, expect, test } from '@jest/globals';
import { failed, notApplicable, passed, summarise } from './finding.ts';

describe('one finding for many', () => {
  test.each([
    {
      when: 'one failed',
      findings: [passed('a is well'), failed('b is not'), notApplicable('c is none')],
      result: 'Failed',
      message: 'b is not',
    },
    {
      when: 'one passed and none failed',
      findings: [notApplicable('c is none'), passed('a is well')],
      result: 'Passed',
      message: 'a is well',
    },
    { when: 'nothing applies', findings: [notApplicable('c is none')], result: 'NotApplicable', message: 'c is none' },
    { when: 'there is none', findings: [], result: 'NotApplicable', message: 'nothing' },
    { when: 'two say the same', findings: [failed('x'), failed('x')], result: 'Failed', message: 'x' },
  ])('is $result when $when', ({ findings, result, message }) => {
    expect(summarise(findings, 'nothing')).toEqual({ result, message });
  });

  test('reads the same whatever the order of the findings', () => {
    const findings = ['c', 'a', 'b'].map(failed);
    expect(summarise(findings, '')).toEqual(summarise(findings.toReversed(), ''));
  });

  test('names five and fits into a status message', () => {
    const message = summarise(Array.from('abcdefgh', failed), '').message;
    expect(message).toBe('a; b; c; d; e; and more');
    expect(summarise([failed('x'.repeat(5000))], '').message.length).toBeLessThanOrEqual(1024);
  });
});
