import { expect, test } from '@jest/globals';
import { isWaitingReason, waitingReasons, type WaitingReason } from '../../operator/api/waiting-reasons.ts';
import { elsewhere } from './elsewhere.ts';
import { readWaits } from './waits.ts';

/** Runs after every end-to-end test of a whole run: whatever kept an object from moving in that run, as the API server stored it. */
const waits = await readWaits();

/** Whether no run of the tests can be sure to see it. */
const isRare = (reason: WaitingReason): boolean => 'unseen' in (elsewhere[reason] ?? {});

test('there is the record of a whole run', () => {
  expect(waits?.length ?? 0).toBeGreaterThan(0);
});

test('whatever waited said for what, since when, and the same in its reason, its condition and its message', () => {
  expect((waits ?? []).flatMap(({ kind, fault }) => (fault === undefined ? [] : [`${kind} ${fault}`]))).toEqual([]);
});

test('every reason to wait was seen on an object', () => {
  const seen = new Set((waits ?? []).map(({ reason }) => reason));
  expect(waitingReasons.filter((reason) => !seen.has(reason) && !isRare(reason))).toEqual([]);
});

test('no other reason was seen', () => {
  expect([...new Set((waits ?? []).map(({ reason }) => reason))].filter((reason) => !isWaitingReason(reason))).toEqual([]);
});

test.each(['Anomaly', 'RemediationPlan', 'RemediationAction'])('each %s waits in the same way', (kind) => {
  expect((waits ?? []).some((wait) => wait.kind === kind)).toBe(true);
});
