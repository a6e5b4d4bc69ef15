import { expect, test } from '@jest/globals';
import { court } from '../../testing/court.ts';
import { oneOfMany } from '../../testing/crowd.ts';

const size = 2000;

test('a pass over 2,000 actions reads each target once and writes each status once, and soon there is nothing to do any more', async () => {
  const { pass, submit, calls } = court();
  for (let index = 0; index < size; index += 1) submit(oneOfMany(index));
  await pass();
  const { 'patch RemediationAction/status': writes, 'get Node': nodes = 0, 'get Deployment': deployments = 0 } = calls();
  expect({ writes, reads: nodes + deployments }).toEqual({ writes: size, reads: size });
  await pass(); // whoever waits behind one that was just admitted names that one now
  expect(Object.keys(calls())).toEqual(['patch RemediationAction/status']);
  await pass();
  expect(calls()).toEqual({});
});
