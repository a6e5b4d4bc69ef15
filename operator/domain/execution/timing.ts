/** Soonest look at something that has only just begun, in seconds. */
const soonest = 0.25;

/** When an action that began at that time is out of time; undefined before it runs. */
export function deadlineOf(startedAt: string | undefined, timeoutSeconds: number): Date | undefined {
  return startedAt === undefined ? undefined : new Date(Date.parse(startedAt) + timeoutSeconds * 1000);
}

/** Seconds until the next look at what began at `since`: a quarter of the time it took so far, at most the poll interval. */
export function pollSeconds(since: string | undefined, now: Date, longest: number): number {
  const elapsed = since === undefined ? 0 : (now.getTime() - Date.parse(since)) / 1000;
  return Math.min(longest, Math.max(soonest, elapsed / 4));
}

/** When the attempt after this many may be made; the pause doubles each time. */
export function nextAttempt(attempts: number, backoffSeconds: number, now: Date): string {
  return new Date(now.getTime() + backoffSeconds * 1000 * 2 ** (attempts - 1)).toISOString();
}

/** Milliseconds from now until then, at least zero. */
export function millisecondsUntil(then: string | Date, now: Date): number {
  return Math.max(0, new Date(then).getTime() - now.getTime());
}
