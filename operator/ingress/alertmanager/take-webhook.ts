import type { Alert } from '../../domain/alerts/alert.ts';
import type { Log } from '../../kube/log.ts';
import type { Fate, IngestMetrics } from '../../metrics/ingest-metrics.ts';
import type { Caller } from '../auth/caller.ts';
import { HttpProblem } from '../problem.ts';
import type { AlertAnswer, Intake } from './intake.ts';
import { makeAlertReader, type ReadAlert, type Webhook } from './webhook.ts';

/** The answer to a notification. */
export interface WebhookAnswer {
  readonly status: 'accepted';
  readonly truncated_alerts: number;
  /** How many alerts met each fate. */
  readonly results: Readonly<Partial<Record<Fate, number>>>;
  /** Each alert, in the order in which they were sent. */
  readonly alerts: readonly AlertAnswer[];
}

/** Takes the notifications of Alertmanager. */
export type TakeWebhook = (webhook: Webhook, caller: Caller) => Promise<WebhookAnswer>;

/** Where alerts are taken. */
export interface AlertDesk {
  readonly intake: Intake;
  readonly takeWebhook: TakeWebhook;
}

/** What notifications are taken with. */
export interface WebhookParts {
  readonly intake: Intake;
  readonly metrics: IngestMetrics;
  readonly log: Log;
}

/** What is wrong with an alert is its own fate. Throws a 400 or 403 when that goes for all of them: whoever sends them should hear of it. */
export function makeTakeWebhook({ intake, metrics, log }: WebhookParts): TakeWebhook {
  const read = makeAlertReader();
  return async ({ alerts: raw, truncatedAlerts = 0 }, caller) => {
    const all = raw.map(read);
    const taken = await intake.take(all.flatMap(wellFormed), { kind: 'caller', caller });
    const answers = inOrder(all, taken, metrics);
    const results = countFates(answers);
    const refused = answers.filter(({ fate }) => fate === 'rejected' || fate === 'dropped');
    if (refused.length > 0) log.warn('Alerts were not taken', { caller: caller.username, ...results, first: refused[0]?.message });
    const problem = problemOfAll(all, answers);
    if (problem) throw problem;
    tellTruncated({ metrics, log }, truncatedAlerts, caller);
    return { status: 'accepted', truncated_alerts: truncatedAlerts, results, alerts: answers };
  };
}

function tellTruncated({ metrics, log }: Pick<WebhookParts, 'metrics' | 'log'>, truncated: number, { username }: Caller): void {
  if (truncated === 0) return;
  metrics.truncated(truncated);
  log.warn('Alertmanager left alerts out of a notification; its max_alerts is too small', { truncated, caller: username });
}

function wellFormed(read: ReadAlert): Alert[] {
  return read.kind === 'alert' ? [read.alert] : [];
}

function inOrder(all: readonly ReadAlert[], taken: readonly AlertAnswer[], metrics: IngestMetrics): AlertAnswer[] {
  const next = taken.values();
  return all.flatMap((read) => {
    if (read.kind === 'alert') return next.next().value ?? [];
    const { fingerprint, alertname, problem } = read;
    metrics.signal('rejected');
    return { fingerprint, alertname, fate: 'rejected' as const, reason: 'Malformed', message: problem.message };
  });
}

function countFates(answers: readonly AlertAnswer[]): Partial<Record<Fate, number>> {
  const byFate = Map.groupBy(answers, ({ fate }) => fate);
  return Object.fromEntries([...byFate].map(([fate, some]) => [fate, some.length]));
}

function problemOfAll(all: readonly ReadAlert[], answers: readonly AlertAnswer[]): HttpProblem | undefined {
  const [first] = all;
  if (first?.kind === 'malformed' && all.every(({ kind }) => kind === 'malformed')) return first.problem;
  const forbidden = answers.find(({ reason }) => reason === 'Forbidden');
  const isRefused = ({ fate }: AlertAnswer): boolean => fate === 'rejected' || fate === 'ignored' || fate === 'dropped';
  return forbidden && answers.every(isRefused) ? new HttpProblem({ status: 403, message: forbidden.message }) : undefined;
}
