import type { Severity } from '../../api/generated/types.ts';
import { nameOf, type Alert } from './alert.ts';
import { severityOf } from './alert-words.ts';

/** What says that alerting works, or keeps other alerts quiet, tells of nothing that is wrong. */
const tellsNothing: ReadonlySet<string> = new Set(['Watchdog', 'InfoInhibitor']);

const minute = 60_000;
const oldestMs = 30 * 24 * 60 * minute;
const earliestMs = 10 * minute;

/** Why an alert is left alone; the word is for programs. */
export interface LeftAlone {
  readonly reason: 'MetaAlert' | 'SeverityNone' | 'TooOld' | 'InTheFuture';
  readonly message: string;
}

/** How bad an alert is, or why it is none. */
export function severityOfAlert(alert: Alert): Severity | LeftAlone {
  const name = nameOf(alert);
  if (tellsNothing.has(name)) return { reason: 'MetaAlert', message: `${name} tells of nothing that is wrong.` };
  return severityOf(alert.labels['severity']) ?? { reason: 'SeverityNone', message: 'Its severity is none.' };
}

/** Why it is not taken as new; undefined for one that began within the last 30 days, or will within 10 minutes (clocks differ). */
export function objectionToAge({ startsAt }: Pick<Alert, 'startsAt'>, now: Date): LeftAlone | undefined {
  const age = now.getTime() - startsAt.getTime();
  if (age > oldestMs) return { reason: 'TooOld', message: 'It began more than 30 days ago.' };
  if (age < -earliestMs) return { reason: 'InTheFuture', message: 'It begins more than 10 minutes from now.' };
  return undefined;
}

/** When a resolved alert ended, as far as that can be: not before it began, nor after now. */
export function endOf({ startsAt, endsAt }: Pick<Alert, 'startsAt' | 'endsAt'>, now: Date): Date {
  return endsAt !== undefined && endsAt >= startsAt && endsAt <= now ? endsAt : now;
}
