import { cronOf, zoneOf } from '../schedule/cron.ts';

/** When something begins, again and again, and how long it lasts. */
export interface RecurringWindow {
  /** Five cron fields: minute, hour, day of month, month, day of week. */
  readonly schedule?: string;
  /** As Go writes it: 90m, 1h30m. */
  readonly duration?: string;
  /** IANA name; UTC without one, or with one that nobody knows. */
  readonly timeZone?: string;
}

/** Whether the window is open then; undefined when its schedule or duration cannot be read. */
export function isOpen({ schedule = '', duration = '', timeZone }: RecurringWindow, now: Date): boolean | undefined {
  const lasts = milliseconds(duration);
  const cron = cronOf(schedule, zoneOf(timeZone ?? 'UTC') ?? 'UTC');
  if (lasts === undefined || !cron) return undefined;
  const begun = cron.nextRun(new Date(now.getTime() - lasts));
  return begun !== null && begun < now;
}

/** Go writes micro with the sign or with the Greek letter. */
const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, '\u00b5s': 1e-3, '\u03bcs': 1e-3, ms: 1, s: 1e3, m: 60e3, h: 3600e3 };
/** Go counts nanoseconds in 63 bits, and takes nothing longer. */
const longest = 2 ** 63 / 1e6;
const part = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;

function milliseconds(duration: string): number | undefined {
  const parts = [...duration.matchAll(part)];
  if (parts.length === 0 || parts.map(([text]) => text).join('') !== duration) return undefined;
  const sum = parts.reduce((total, [, amount, unit = '']) => total + Number(amount) * (units[unit] ?? 0), 0);
  return sum < longest ? sum : undefined;
}
