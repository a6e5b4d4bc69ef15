import { expect, test } from '@jest/globals';
import { redactStatus } from './redact-status.ts';

/** As an Application's repoURL may have it, which Argo CD repeats when a sync fails. */
const secret = 'https://me:hunter2@git/shop';
const hidden = 'https://[redacted]@git/shop';
const at = '2026-01-01T00:00:00Z';
const condition = { type: 'Executed', status: 'False', reason: 'SyncFailed', message: secret, lastTransitionTime: at };

test.each([
  { what: 'its message', status: { phase: 'Failed', message: secret }, is: { phase: 'Failed', message: hidden } },
  { what: 'a condition', status: { conditions: [condition] }, is: { conditions: [{ ...condition, message: hidden }] } },
  {
    what: 'the evidence',
    status: { rootCause: { evidence: [{ what: secret, where: 'x' }] } },
    is: { rootCause: { evidence: [{ what: hidden, where: 'x' }] } },
  },
  {
    what: 'a change',
    status: { changes: [{ resource: 'r', from: secret, to: 'y' }] },
    is: { changes: [{ resource: 'r', from: hidden, to: 'y' }] },
  },
  { what: 'a step', status: { steps: [{ name: 's', message: secret }] }, is: { steps: [{ name: 's', message: hidden }] } },
])('hides a credential in $what', ({ status, is }) => {
  expect(redactStatus(status)).toEqual(is);
  expect(redactStatus(redactStatus(status))).toEqual(is);
});

test.each([
  { what: 'what an undo needs', status: { before: { repoURL: secret, message: secret } } },
  { what: 'what was read back', status: { result: { message: secret } } },
  { what: 'a condition of somebody else', status: { conditions: [{ ...condition, type: 'example.com/Seen' }] } },
  { what: 'names and counts', status: { planRef: { name: 'token=abc' }, occurrences: 3, finishedAt: undefined } },
])('leaves alone $what', ({ status }) => {
  expect(redactStatus(status)).toEqual(status);
});

test.each([
  { length: 1024, longest: 1024 },
  { length: 6, longest: 256 },
])('a message of $length characters, cut to what its field takes, gets no longer than $longest', ({ length, longest }) => {
  const said = { message: 'pwd=a '.repeat(400).slice(0, length) };
  const { message } = redactStatus(said);
  expect(message.length).toBeLessThanOrEqual(longest);
  expect(message).toContain('pwd=[redacted]');
  expect(redactStatus({ message })).toEqual({ message });
});
