import { describe, expect, test } from '@jest/globals';
import { makeWindowStates } from './window-states.ts';

const at = (time: string): Date => new Date(`2026-01-05T${time}Z`);
const night = { name: 'night', schedule: '0 22 * * *', durationSeconds: 3600 };

describe('whether a window is open', () => {
  test('is worked out once while nothing changes', () => {
    const stateOf = makeWindowStates();
    const first = stateOf(night, at('10:00:00'));
    expect(stateOf(night, at('21:59:59'))).toBe(first);
    expect(stateOf({ ...night }, at('21:59:59'))).not.toBe(first);
  });

  test('changes when it opens, when it closes, and when the clock is set back', () => {
    const stateOf = makeWindowStates();
    const seen = ['10:00:00', '22:00:00', '22:59:59', '23:00:00', '22:30:00'].map((time) => stateOf(night, at(time)).open);
    expect(seen).toEqual([false, true, true, false, true]);
  });
});
