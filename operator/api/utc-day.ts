/** The day of that moment in UTC, as 2026-01-31. */
export function utcDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}
