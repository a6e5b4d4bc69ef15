import { expect, test } from '@jest/globals';
import { isWaitingReason, waitingReasons } from './waiting-reasons.ts';

test('the reasons to wait stand in the order of the alphabet, each once', () => {
  expect(waitingReasons).toEqual([...new Set(waitingReasons)].sort());
});

test.each([
  { text: 'TargetHeld', is: true },
  { text: 'Succeeded', is: false },
  { text: 'toString', is: false },
])('isWaitingReason of "$text" is $is', ({ text, is }) => expect(isWaitingReason(text)).toBe(is));
