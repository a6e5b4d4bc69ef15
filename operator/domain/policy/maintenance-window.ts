import type { MaintenanceWindow } from '../../api/generated/types.ts';
import { cronOf, zoneOf, type Schedule } from '../schedule/cron.ts';

type Times = Pick<MaintenanceWindow, 'schedule' | 'durationSeconds' | 'timeZone'>;

/** What keeps the window from ever opening, as a sentence; undefined when it does open. */
export function windowFault(window: Times, now: Date): { readonly field: 'schedule' | 'timeZone'; readonly message: string } | undefined {
  const { schedule, timeZone = 'UTC' } = window;
  if (zoneOf(timeZone) === undefined) return { field: 'timeZone', message: `nobody knows the time zone ${timeZone}` };
  const times = scheduleOf(window);
  if (!times) return { field: 'schedule', message: `"${schedule}" cannot be read as five cron fields` };
  if (times.nextRun(now) === null) return { field: 'schedule', message: `"${schedule}" never comes` };
  return undefined;
}

/** Whether the window is open, and when that changes next; one that cannot be read is closed and stays so. */
export interface WindowState {
  readonly open: boolean;
  readonly changesAt?: Date;
}

/** The window at this moment: open from when its schedule comes, for durationSeconds. */
export function windowState(window: Times, now: Date): WindowState {
  const times = scheduleOf(window);
  if (!times) return { open: false };
  const lastsMs = window.durationSeconds * 1000;
  const begun = times.nextRun(new Date(now.getTime() - lastsMs));
  if (begun !== null && begun <= now) return { open: true, changesAt: new Date(begun.getTime() + lastsMs) };
  const opens = times.nextRun(now);
  return { open: false, ...(opens && { changesAt: opens }) };
}

function scheduleOf({ schedule, timeZone = 'UTC' }: Times): Schedule | undefined {
  const zone = zoneOf(timeZone);
  return zone === undefined ? undefined : cronOf(schedule, zone);
}
