import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { waitingReasons, type WaitingReason } from '../../operator/api/waiting-reasons.ts';
import { elsewhere } from './elsewhere.ts';
import { rows } from './rows.ts';

const shown = new Set<WaitingReason>(rows.map(({ reason }) => reason));
const others = waitingReasons.filter((reason) => !shown.has(reason));

/** The text of the test that is said to show it; empty when there is none. */
function textOf(reason: WaitingReason): string {
  const where = elsewhere[reason];
  if (!where || 'unseen' in where) return where?.unseen ? reason : '';
  const path = join(import.meta.dirname, '..', where.file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('a reason to wait that e2e/limits/reasons.test.ts does not show', () => {
  test.each(others.map((reason) => ({ reason })))('$reason is shown by the test that elsewhere.ts names', ({ reason }) => {
    expect(textOf(reason)).toContain(reason);
  });
});

test('nothing is said to be shown elsewhere that is shown here', () => {
  expect(Object.keys(elsewhere).filter((reason) => !(others as readonly string[]).includes(reason))).toEqual([]);
});
