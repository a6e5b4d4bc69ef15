import { expect, test } from '@jest/globals';
import type { ActionPhase, Source } from '../../api/generated/types.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { layerOf, shareOf, withShares, type Counts } from './counts.ts';
import { utcDay } from '../../api/utc-day.ts';

const conflicts = { day: '2026-01-01', count: 2, winners: ['RemediationAction/x/a', 'RemediationAction/x/b'] };

test.each<{ source: Source; layer: string }>([
  { source: 'deterministic', layer: 'deterministic' },
  { source: 'manual', layer: 'deterministic' },
  { source: 'ai_driven', layer: 'ai_driven' },
])('what is $source counts for the layer $layer', ({ source, layer }) => expect(layerOf(source)).toBe(layer));

test.each<{ phase: ActionPhase | undefined; processed: boolean }>([
  { phase: undefined, processed: false },
  { phase: 'Pending', processed: false },
  { phase: 'Blocked', processed: false },
  { phase: 'AwaitingApproval', processed: false },
  { phase: 'Admitted', processed: false },
  { phase: 'Running', processed: false },
  { phase: 'Succeeded', processed: true },
  { phase: 'Failed', processed: true },
  { phase: 'Superseded', processed: true },
  { phase: 'Rejected', processed: true },
  { phase: 'Cancelled', processed: true },
])('an action that is $phase counts as processed: $processed', ({ phase, processed }) => {
  const status = phase === undefined ? {} : { phase };
  expect(shareOf(buildAction({ name: 'a', status }))).toEqual(processed ? { uid: 'uid-a', layer: 'deterministic', processed } : undefined);
  expect(shareOf(buildAction({ name: 'a', status: { ...status, conflicts } }))).toMatchObject({ processed, lost: { count: 2 } });
});

test('counts of one day take no conflicts of another', () => {
  const before: Counts = { processed: { deterministic: 5, ai_driven: 1 }, day: '2026-01-01', conflicts: 3 };
  const shares = ['2025-12-31', '2026-01-01', '2026-01-02'].map((day, index) => ({
    ...{ uid: String(index), layer: 'ai_driven' as const, processed: index > 0 },
    lost: { day, count: 10 ** index },
  }));
  expect(withShares(before, shares, '2026-01-01')).toEqual({
    processed: { deterministic: 5, ai_driven: 3 },
    day: '2026-01-01',
    conflicts: 13,
  });
  expect(withShares(before, shares, '2026-01-02')).toMatchObject({ day: '2026-01-02', conflicts: 100 });
  expect(before.processed).toEqual({ deterministic: 5, ai_driven: 1 });
});

test('a day ends at midnight in UTC', () => {
  expect(
    ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00.000Z', '2026-01-02T01:00:00+02:00'].map((text) => utcDay(new Date(text))),
  ).toEqual(['2026-01-01', '2026-01-02', '2026-01-01']);
});
