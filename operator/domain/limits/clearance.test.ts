import { describe, expect, test } from '@jest/globals';
import { clearanceOf, clearedCondition } from './clearance.ts';

const why = 'coordination.selfheal.dev/clear-block';
const by = 'coordination.selfheal.dev/clear-block-by';

describe('a block', () => {
  test.each<{ annotations: Record<string, string> | undefined; says: string | undefined }>([
    { annotations: undefined, says: undefined },
    { annotations: { [why]: '' }, says: undefined },
    { annotations: { [why]: '  ' }, says: undefined },
    { annotations: { [by]: 'ann' }, says: undefined },
    { annotations: { [why]: ' the disk is new ' }, says: 'the disk is new' },
    { annotations: { [why]: 'the disk is new', [by]: ' ' }, says: 'the disk is new' },
    { annotations: { [why]: 'the disk is new', [by]: 'ann' }, says: 'ann: the disk is new' },
  ])('is cleared by $annotations: $says', ({ annotations, says }) => {
    expect(clearanceOf(annotations ? { annotations } : {})).toBe(says);
  });

  const failures = { reason: 'ConsecutiveFailures' };
  const cleared = { [why]: 'the disk is new', [by]: 'ann' };
  test.each([
    { when: 'it goes on', was: failures, reason: 'Admitted', annotations: cleared, recorded: true },
    { when: 'it waits for something else', was: failures, reason: 'CoolingDown', annotations: cleared, recorded: true },
    { when: 'it may begin', was: failures, reason: undefined, annotations: cleared, recorded: true },
    { when: 'failures hold it still', was: failures, reason: 'ConsecutiveFailures', annotations: cleared, recorded: false },
    { when: 'its time came by itself', was: failures, reason: 'Admitted', annotations: {}, recorded: false },
    { when: 'something else held it', was: { reason: 'CoolingDown' }, reason: 'Admitted', annotations: cleared, recorded: false },
    { when: 'nothing held it', was: undefined, reason: 'Admitted', annotations: cleared, recorded: false },
  ])('that was cleared is recorded when $when: $recorded', ({ was, reason, annotations, recorded }) => {
    const message = 'It is tried although what was tried before failed again and again: ann: the disk is new';
    const expected = { type: 'BlockCleared', status: 'True', reason: 'BlockCleared', message };
    expect(clearedCondition({ annotations }, was as never, reason)).toEqual(recorded ? expected : undefined);
  });
});
