import { expect, test } from '@jest/globals';
import { at, buildAction } from '../../testing/action-builder.ts';
import { actionRef } from '../arbitration/contender.ts';
import { outcomeOf } from './step-outcome.ts';

const namesake = buildAction({ name: 'act-other', operation: 'uncordon_node', status: { phase: 'Succeeded' } });

test.each([
  { what: 'nothing', others: [] },
  { what: 'what does something else', others: [namesake] },
])('an action that was superseded is made anew, and says why, when $what has the name of the winner', ({ others }) => {
  const arbitration = { winner: actionRef(namesake), decidedAt: at(950) };
  const action = buildAction({ name: 'act-1', status: { phase: 'Superseded', reason: 'DuplicateOf', arbitration } });
  expect(outcomeOf(action, new Map(others.map((other) => [actionRef(other), other])))).toEqual({
    kind: 'again',
    message: 'The action that went first is gone, or another one has its name.',
  });
});
