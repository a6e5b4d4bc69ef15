import { describe, expect, test } from '@jest/globals';
import { consistently, eventually } from './eventually.ts';

/** Answers with the next of the given ones each time, and with the last for ever; an Error is thrown. */
function answering(...answers: readonly unknown[]): () => unknown {
  const rest = [...answers];
  return () => {
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

describe('eventually', () => {
  const patience = { within: 20_000, describe: 'it is there', every: 5 };

  test.each([
    { first: 'an exception', answers: [new Error('not yet'), 7] },
    { first: 'undefined', answers: [undefined, 7] },
    { first: 'null', answers: [null, 7] },
    { first: 'false', answers: [false, 7] },
  ])('tries again after $first', async ({ answers }) => {
    expect(await eventually(answering(...answers), patience)).toBe(7);
  });

  test.each([0, ''])('takes %p for an answer', async (answer) => {
    expect(await eventually(answering(answer), patience)).toBe(answer);
  });

  test('says what was waited for and what it last saw', async () => {
    const waiting = eventually(answering(new Error('phase is Pending')), { within: 30, describe: 'the plan succeeds', every: 5 });
    await expect(waiting).rejects.toThrow('Not within 0.03 s: the plan succeeds\nphase is Pending');
  });
});

describe('consistently', () => {
  const patience = { during: 20_000, describe: 'nothing runs', every: 5 };

  test('ends well when the check holds all the time', async () => {
    await expect(consistently(answering(undefined), { ...patience, during: 50 })).resolves.toBeUndefined();
  });

  test.each([
    { how: 'throws', answers: [true, new Error('one runs')], says: 'nothing runs\none runs' },
    { how: 'answers false', answers: [true, false], says: 'nothing runs' },
  ])('fails as soon as the check $how', async ({ answers, says }) => {
    await expect(consistently(answering(...answers), patience)).rejects.toThrow(says);
  });
});
