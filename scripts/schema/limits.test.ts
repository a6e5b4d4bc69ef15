import { describe, expect, test } from '@jest/globals';
import { isReason } from '../../operator/api/reasons.ts';
import { limitReasons } from '../../operator/domain/limits/hold.ts';
import { emitLimits, usualFields } from './limits.ts';
import { fixedLimits, limitsTable } from './limits-table.ts';

describe('the table of limits', () => {
  const fields = [...usualFields.map(({ field }) => field), 'nodes.minHealthy'];
  const shown = new Set([...Object.values(limitsTable).flatMap(({ reasons }) => reasons), ...fixedLimits.map(({ reason }) => reason)]);

  test('has every field of the policy and no other', () => {
    expect(Object.keys(limitsTable).toSorted()).toEqual(fields.toSorted());
  });

  test('has every reason of a limit, and only reasons that exist', () => {
    expect({
      missing: limitReasons.filter((reason) => !shown.has(reason)),
      unknown: [...shown].filter((reason) => !isReason(reason)),
    }).toEqual({
      missing: [],
      unknown: [],
    });
  });

  test('shows default and environment variable', () => {
    expect(emitLimits()).toMatch(/\| `cooldownSeconds` \|.*\| 300 \| `COOLDOWN_SECONDS` \| `CoolingDown` \|/);
  });
});
