import { describe, expect, test } from '@jest/globals';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { usualTerms } from '../../testing/usual-terms.ts';
import type { Hold } from '../limits/hold.ts';
import { contenderOf, type Contender } from './contender.ts';
import { decide } from './decide.ts';

const now = new Date('2026-01-05T10:00:00Z');
const window: Hold = { reason: 'MaintenanceWindowClosed', message: 'It is closed.', until: new Date('2026-01-05T22:00:00Z') };
const suspended: Hold = { reason: 'Suspended', message: 'It is suspended.' };

/** `kind/reason` of each verdict, by name. */
function verdicts(...waiting: readonly Contender[]): Record<string, string> {
  const { verdicts } = decide({ ...usualTerms, holding: [], waiting }, now);
  return Object.fromEntries(
    [...verdicts].map(([uid, verdict]) => [
      uid.replace('uid-', ''),
      'reason' in verdict ? `${verdict.kind}/${verdict.reason}` : verdict.kind,
    ]),
  );
}

const one = (name: string, hold?: Hold, wish: ActionWish = {}): Contender => ({
  ...contenderOf(buildAction({ name, ...wish })),
  ...(hold && { hold }),
});

describe('one that a limit holds', () => {
  test.each<{ what: string; hold: Hold; wish: ActionWish; verdict: string }>([
    { what: 'until a window opens is told so', hold: window, wish: {}, verdict: 'held/MaintenanceWindowClosed' },
    {
      what: 'until a window opens is put before a person meanwhile',
      hold: window,
      wish: { approvalRequired: true },
      verdict: 'awaitingApproval/ApprovalRequired',
    },
    {
      what: 'and a person approved is told so',
      hold: window,
      wish: { approvalRequired: true, approval: { decision: 'Approved', by: 'ann' } },
      verdict: 'held/MaintenanceWindowClosed',
    },
    {
      what: 'and a model is not sure of is put before a person meanwhile',
      hold: window,
      wish: { source: 'ai_driven', confidence: 0.5 },
      verdict: 'awaitingApproval/LowConfidence',
    },
    { what: 'for good is put before nobody', hold: suspended, wish: { approvalRequired: true }, verdict: 'held/Suspended' },
    {
      what: 'and that writes nothing is put before nobody',
      hold: window,
      wish: { approvalRequired: true, dryRun: true },
      verdict: 'held/MaintenanceWindowClosed',
    },
  ])('$what', ({ hold, wish, verdict }) => expect(verdicts(one('a', hold, wish))).toEqual({ a: verdict }));

  test('keeps nobody back, whatever its rank', () => {
    expect(verdicts(one('a', window, { priority: 1 }), one('b', undefined, { operation: 'drain_node' }))).toEqual({
      a: 'held/MaintenanceWindowClosed',
      b: 'admitted',
    });
  });
});
