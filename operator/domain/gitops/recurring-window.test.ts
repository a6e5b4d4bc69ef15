import { describe, expect, test } from '@jest/globals';
import { isOpen } from './recurring-window.ts';

const at = (time: string) => new Date(`2026-01-${time}Z`);

describe('a window', () => {
  test.each([
    { is: 'closed before it begins', schedule: '0 22 * * *', time: '05T21:59:59', open: false },
    { is: 'open after it began', schedule: '0 22 * * *', time: '05T22:00:01', open: true },
    { is: 'open until its duration is over', schedule: '0 22 * * *', time: '05T23:29:59', open: true },
    { is: 'closed when its duration is over', schedule: '0 22 * * *', time: '05T23:30:00', open: false },
    { is: 'open past midnight', schedule: '0 23 * * *', time: '06T00:10:00', open: true },
    { is: 'closed where it is not yet that hour', schedule: '0 22 * * *', timeZone: 'America/New_York', time: '05T22:30:00', open: false },
    { is: 'open where it is that hour', schedule: '0 22 * * *', timeZone: 'America/New_York', time: '06T03:30:00', open: true },
    { is: 'in UTC in a zone that nobody knows', schedule: '0 22 * * *', timeZone: 'Mars/Olympus', time: '05T22:30:00', open: true },
    { is: 'in UTC in an empty zone', schedule: '0 22 * * *', timeZone: '', time: '05T22:30:00', open: true },
    { is: 'open on a day of the week by its name', schedule: '0 22 * * MON', time: '05T22:30:00', open: true },
    { is: 'closed on another day', schedule: '0 22 * * TUE-SUN', time: '05T22:30:00', open: false },
    { is: 'open on a day of the month or of the week', schedule: '0 22 1 * MON', time: '05T22:30:00', open: true },
    { is: 'closed where only one of a starred pair fits', schedule: '0 22 */4 * TUE', time: '05T22:30:00', open: false },
    { is: 'open every day with a question mark', schedule: '0 22 ? * ?', time: '05T22:30:00', open: true },
    { is: 'never open on a day that never comes', schedule: '0 22 30 2 *', time: '05T22:30:00', open: false },
  ])('is $is', ({ schedule, timeZone, time, open }) => {
    expect(isOpen({ schedule, timeZone, duration: '1h30m' }, at(time))).toBe(open);
  });

  test.each([
    { duration: '90m', open: true },
    { duration: '1.5h', open: true },
    { duration: '3600s', open: false },
    { duration: '5400000ms', open: true },
    { duration: '90', open: undefined },
    { duration: '1 h', open: undefined },
    { duration: '1d', open: undefined },
    { duration: '99999999999h', open: undefined },
    { duration: '', open: undefined },
  ])('that lasts "$duration" is open after 75 minutes: $open', ({ duration, open }) => {
    expect(isOpen({ schedule: '0 22 * * *', duration }, at('05T23:15:00'))).toBe(open);
  });

  test.each(['0 22 * *', '@daily', '61 22 * * *', '0 0 22 * * *', 'now and then it is so', ''])(
    'that begins at "%s" cannot be read',
    (schedule) => {
      expect(isOpen({ schedule, duration: '1h' }, at('05T22:30:00'))).toBeUndefined();
    },
  );
});
