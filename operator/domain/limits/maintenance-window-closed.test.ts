import { describe, expect, test } from '@jest/globals';
import { buildLimitWorld, buildWish } from '../../testing/limit-world.ts';
import { maintenanceWindowClosed } from './maintenance-window-closed.ts';

const night = { name: 'night', schedule: '0 22 * * *', durationSeconds: 3600 };
const noon = { name: 'noon', schedule: '0 12 * * *', durationSeconds: 3600 };
const drains = { ...noon, name: 'drains', operations: ['drain_node' as const] };
const looks = { ...noon, name: 'looks', operations: ['observe' as const] };
const never = { name: 'never', schedule: '0 22 30 2 *', durationSeconds: 3600 };
const restart = ['restart_deployment Deployment/shop/pay'];
const drain = ['drain_node Node/w1'];

const hold = (windows: readonly object[], time: string, wish = {}) => {
  const now = new Date(`2026-01-05T${time}Z`);
  const maintenanceWindows = windows as (typeof night)[];
  return maintenanceWindowClosed(buildWish(wish), buildLimitWorld(now, { policy: { maintenanceWindows } }), now);
};

describe('what windows cover', () => {
  test.each([
    { what: 'anything without windows', windows: [], time: '10:00:00', works: restart, until: undefined },
    { what: 'a restart before the window', windows: [night], time: '10:00:00', works: restart, until: '05T22:00' },
    { what: 'a restart in the window', windows: [night], time: '22:30:00', works: restart, until: undefined },
    { what: 'a restart after the window', windows: [night], time: '23:00:00', works: restart, until: '06T22:00' },
    { what: 'a restart before the first of two windows', windows: [night, noon], time: '10:00:00', works: restart, until: '05T12:00' },
    { what: 'a restart in one of two windows', windows: [night, noon], time: '12:30:00', works: restart, until: undefined },
    { what: 'a restart when only drains have a window', windows: [drains], time: '10:00:00', works: restart, until: undefined },
    { what: 'a drain when only drains have a window', windows: [drains], time: '10:00:00', works: drain, until: '05T12:00' },
    { what: 'a drain in the window for everything', windows: [night, drains], time: '22:30:00', works: drain, until: undefined },
    { what: 'a restart in the window for drains', windows: [night, drains], time: '12:30:00', works: restart, until: '05T22:00' },
    { what: 'both in the window for drains', windows: [night, drains], time: '12:30:00', works: [...restart, ...drain], until: '05T22:00' },
    { what: 'a restart whose window never opens', windows: [never], time: '10:00:00', works: restart, until: 'for good' },
    { what: 'a restart when one of two windows never opens', windows: [never, night], time: '10:00:00', works: restart, until: '05T22:00' },
    { what: 'a look', windows: [night], time: '10:00:00', works: ['observe Deployment/shop/pay'], until: undefined },
    {
      what: 'a look beside a restart, which has no window of its own',
      windows: [looks],
      time: '10:00:00',
      works: [...restart],
      until: undefined,
    },
  ])('$what waits until $until', ({ windows, time, works, until }) => {
    const found = hold(windows, time, { works });
    expect(found && (found.until?.toISOString().slice(8, 16) ?? 'for good')).toBe(until);
  });

  test.each([
    { what: 'a plan', wish: { kind: 'plan' as const }, held: true },
    { what: 'what a person asks for', wish: { source: 'manual' as const }, held: true },
    { what: 'a step of an executing plan', wish: { planUid: 'uid-p' }, held: false },
    { what: 'one that takes something back', wish: { compensates: true }, held: false },
    { what: 'a dry run', wish: { dryRun: true }, held: false },
  ])('holds $what: $held', ({ wish, held }) => expect(hold([night], '10:00:00', wish) !== undefined).toBe(held));

  test('is told which windows there are', () => {
    expect(hold([night, noon], '10:00:00')).toEqual({
      reason: 'MaintenanceWindowClosed',
      message: 'restart_deployment may begin only while a maintenance window for it is open (night, noon), and none is.',
      until: new Date('2026-01-05T12:00:00Z'),
      by: 'RemediationPolicy/cluster',
    });
  });
});
