import { describe, expect, test } from '@jest/globals';
import { windowFault, windowState } from './maintenance-window.ts';

const day = (time: string): Date => new Date(`2026-01-${time}Z`);
const nightly = { schedule: '0 22 * * *', durationSeconds: 5400 };

describe('a window', () => {
  test.each([
    { is: 'closed before it opens', time: '05T21:59:59', open: false, changesAt: '05T22:00:00' },
    { is: 'open from the second at which it opens', time: '05T22:00:00', open: true, changesAt: '05T23:30:00' },
    { is: 'open until its duration is over', time: '05T23:29:59', open: true, changesAt: '05T23:30:00' },
    { is: 'closed when its duration is over', time: '05T23:30:00', open: false, changesAt: '06T22:00:00' },
    { is: 'open past midnight', schedule: '30 23 * * *', time: '06T00:10:00', open: true, changesAt: '06T01:00:00' },
    {
      is: 'closed where it is not yet that hour',
      timeZone: 'America/New_York',
      time: '05T22:30:00',
      open: false,
      changesAt: '06T03:00:00',
    },
    { is: 'open where it is that hour', timeZone: 'America/New_York', time: '06T03:30:00', open: true, changesAt: '06T04:30:00' },
    {
      is: 'open on a day of the month or of the week',
      schedule: '0 22 1 * MON',
      time: '05T22:30:00',
      open: true,
      changesAt: '05T23:30:00',
    },
    {
      is: 'closed where only one of a starred pair fits',
      schedule: '0 22 */4 * TUE',
      time: '06T22:30:00',
      open: false,
      changesAt: '13T22:00:00',
    },
  ])('is $is', ({ time, open, changesAt, schedule = nightly.schedule, timeZone }) => {
    expect(windowState({ ...nightly, schedule, timeZone }, day(time))).toEqual({ open, changesAt: day(changesAt) });
  });

  test.each([
    { schedule: '61 22 * * *', why: 'cannot be read' },
    { schedule: '0 22 30 2 *', why: 'never comes' },
    { schedule: '0 22 * * *', timeZone: 'Mars/Olympus', why: 'is in a zone that nobody knows' },
  ])('whose time $why stays closed', ({ schedule, timeZone }) => {
    expect(windowState({ schedule, timeZone, durationSeconds: 604_800 }, day('05T22:30:00'))).toEqual({ open: false });
  });

  test('that opens when clocks go forward is open for its whole duration', () => {
    const window = { schedule: '30 2 * * *', durationSeconds: 3600, timeZone: 'Europe/Berlin' };
    const opens = windowState(window, new Date('2026-03-29T00:00:00Z')).changesAt ?? new Date(0);
    const { open, changesAt } = windowState(window, opens);
    expect({ open, seconds: ((changesAt?.getTime() ?? 0) - opens.getTime()) / 1000 }).toEqual({ open: true, seconds: 3600 });
  });
});

describe('what is wrong with a window', () => {
  test.each([
    { schedule: '0 22 * * MON', fault: undefined },
    { schedule: '0 22 ? * *', fault: undefined },
    { schedule: '61 22 * * *', fault: { field: 'schedule', message: '"61 22 * * *" cannot be read as five cron fields' } },
    { schedule: 'now and then it is', fault: { field: 'schedule', message: '"now and then it is" cannot be read as five cron fields' } },
    { schedule: '0 22 30 2 *', fault: { field: 'schedule', message: '"0 22 30 2 *" never comes' } },
    { schedule: '0 22 * * *', timeZone: 'Europe/Berlin', fault: undefined },
    { schedule: '0 22 * * *', timeZone: 'Mars/Olympus', fault: { field: 'timeZone', message: 'nobody knows the time zone Mars/Olympus' } },
  ])('$schedule in $timeZone: $fault', ({ schedule, timeZone, fault }) => {
    expect(windowFault({ schedule, timeZone, durationSeconds: 60 }, day('05T00:00:00'))).toEqual(fault);
  });
});
