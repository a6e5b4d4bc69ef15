import { Cron } from 'croner';

/** A schedule that can be asked when it comes next. */
export type Schedule = Pick<Cron, 'nextRun'>;

/**
 * The schedule that five cron fields (minute, hour, day of month, month, day of week) stand for; undefined when they cannot be read. A day
 * of the month and one of the week are alternatives, unless either begins with a star, as cron has always had it.
 */
export function cronOf(schedule: string, timezone: string): Schedule | undefined {
  const fields = schedule.trim().split(/\s+/);
  const [dayOfMonth = '', dayOfWeek = ''] = [fields[2], fields[4]];
  if (fields.length !== 5) return undefined;
  try {
    return new Cron(fields.join(' ').replaceAll('?', '*'), {
      mode: '5-part',
      timezone,
      domAndDow: isStar(dayOfMonth) || isStar(dayOfWeek),
    });
  } catch {
    return undefined;
  }
}

const isStar = (field: string): boolean => /^[*?]/.test(field);

/** The canonical IANA name of the zone; undefined for one that nobody knows. */
export function zoneOf(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
