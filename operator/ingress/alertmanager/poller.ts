import type { Anomaly } from '../../api/generated/types.ts';
import { messageOf } from '../../api/message-of.ts';
import type { AlertmanagerSettings } from '../../config.ts';
import type { Controller, EngineDeps } from '../../controllers/runtime/deps.ts';
import { makeController, makeQueue } from '../../controllers/runtime/make-controller.ts';
import { patchReport } from '../../controllers/runtime/patch-report.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { severityOf } from '../../domain/alerts/alert-words.ts';
import { alertOf, isToBeListed, judgeMissing, type MissingSince } from '../../domain/alerts/judge-missing.ts';
import { isOpenStorm } from '../../domain/alerts/storm.ts';
import { priorityBySeverity } from '../../domain/planning/priority.ts';
import type { Cache } from '../../kube/cache.ts';
import { formatKey, keyOf, type ObjectKey } from '../../kube/client.ts';
import { isNotFound, isNotLeader, Terminal, unless } from '../../kube/errors.ts';
import type { IngestMetrics } from '../../metrics/ingest-metrics.ts';
import { HttpProblem } from '../problem.ts';
import type { AlertAnswer, Intake } from './intake.ts';
import type { AlertLister, Listed, Unlisted } from './listing.ts';

/** Alertmanager's list is one thing. */
const everything = 'alerts';
/** Few enough that notifications find room beside them, and that a stop need not wait for long. */
const takenAtOnce = 100;

/** What the poller works with. */
export interface PollerParts {
  readonly deps: Pick<EngineDeps, 'client' | 'caches' | 'clock' | 'log' | 'loopMetrics' | 'settings'>;
  readonly lister: AlertLister;
  readonly intake: Pick<Intake, 'take'>;
  readonly metrics: Pick<IngestMetrics, 'polled'>;
  readonly settings: Pick<AlertmanagerSettings, 'pollSeconds' | 'goneSeconds'>;
}

/**
 * While this process leads, it asks Alertmanager for its alerts: what no webhook brought becomes the anomaly that the webhook would have
 * made, and what it does not list any more for long enough has ended. What did not change since the last poll costs no call of the API server.
 */
export function makeAlertPoller(parts: PollerParts): Controller {
  const queue = makeQueue(parts.deps, { name: 'alert-poller' });
  const after = parts.settings.pollSeconds * 1000;
  const failed = (error: unknown): never => {
    parts.metrics.polled('failure');
    throw error;
  };
  let term = new AbortController();
  let poll = makePoll(parts, term.signal);
  const controller = makeController(parts.deps, {
    queue,
    reconcile: () => poll().then(() => ({ after }), failed),
    onStart() {
      term = new AbortController();
      poll = makePoll(parts, term.signal);
      queue.add(everything);
    },
  });
  return {
    ...controller,
    stop() {
      term.abort();
      return controller.stop();
    },
  };
}

/** One poll; whatever goes wrong outside of this process is told once, and the next poll goes on. Nothing more is taken once `stopping` is. */
export function makePoll({ deps, lister, intake, metrics, settings }: PollerParts, stopping: AbortSignal): () => Promise<void> {
  const { clock, caches } = deps;
  const { systemNamespace } = deps.settings;
  const tell = makeTell(deps, metrics);
  /** What was listed before and needs nothing more, while it is listed or open. */
  let seen: ReadonlyMap<string, Met> = new Map();
  let missingSince: MissingSince = new Map();
  let unended: ReadonlySet<string> = new Set();
  return async () => {
    const listing = await lister.list({ quiet: false });
    if (listing.kind === 'unlisted') return tell(listing.cause);
    const { alerts: listed } = listing;
    const stored = caches.anomalies.list();
    const known = Map.groupBy(stored, ({ metadata }) => metadata.name);
    const isStored = ([called, alert]: Named): boolean => known.get(called)?.some((one) => isPlaceOf(alert, one, systemNamespace)) ?? false;
    const isMet = (one: Named): boolean => isStored(one) || isStillMet(caches.anomalies, seen.get(one[0]));
    const fresh = [...listed].filter((one) => !isMet(one)).toSorted(byUrgency);
    const { taken, cause } = await takeAll(intake, fresh, stopping);
    const notLoud = stored.filter((one) => !listed.has(one.metadata.name) && isToBeListed(one, seen));
    const met = [...listed].filter(isMet).map(([called]) => [called, seen.get(called) ?? {}] as const);
    seen = new Map([...notLoud.map(({ metadata }) => [metadata.name, {}] as const), ...met, ...taken]);
    const missing = await missingAmong(notLoud, lister, listing);
    if (missing.kind === 'unlisted') return tell(missing.cause);
    const judged = judgeMissing([...missing.byKey.keys()], missingSince, clock.monotonic(), settings.goneSeconds * 1000);
    missingSince = judged.since;
    const gone = judged.gone.flatMap((key) => missing.byKey.get(key) ?? []);
    unended = await endAll(deps, gone, unended);
    tell(cause ?? causeOfUnread(listing));
  };
}

/** Only an anomaly where the alert is stored stands for it: whoever guesses its name in another namespace keeps nothing from being taken. */
function isPlaceOf({ labels }: Alert, { metadata: { namespace = '' } }: Anomaly, systemNamespace: string): boolean {
  return namespace === systemNamespace || Object.values(labels).includes(namespace);
}

/** What became of an alert that was taken: nothing more is to be done, or a storm counted it, and it is taken anew when that is over. */
interface Met {
  readonly storm?: ObjectKey;
}

function isStillMet(anomalies: Pick<Cache<Anomaly>, 'get'>, met: Met | undefined): boolean {
  if (met?.storm === undefined) return met !== undefined;
  const storm = anomalies.get(met.storm);
  return storm !== undefined && isOpenStorm(storm);
}

/** Every poll is counted; what goes wrong is told when it begins, changes and ends. */
function makeTell({ log }: Pick<PollerParts['deps'], 'log'>, metrics: PollerParts['metrics']): (trouble: string | undefined) => void {
  let before: string | undefined;
  return (trouble) => {
    metrics.polled(trouble === undefined ? 'success' : 'failure');
    if (trouble === before) return;
    if (trouble === undefined) log.info('Alertmanager is polled again as it should be');
    else log.warn('Alertmanager could not be polled as it should be', { cause: `It ${trouble}` });
    before = trouble;
  };
}

function causeOfUnread({ unread }: Listed): string | undefined {
  return unread.length > 0 ? `gave ${unread.length} alerts that are none` : undefined;
}

/** An alert and the name of its anomaly. */
type Named = readonly [name: string, alert: Alert];

function byUrgency([, a]: Named, [, b]: Named): number {
  return rank(a) - rank(b);
}

function rank({ labels }: Alert): number {
  const severity = severityOf(labels['severity']);
  return severity === undefined ? priorityBySeverity.low + 1 : priorityBySeverity[severity];
}

/** Those that met their fate, and why the others did not. */
async function takeAll(
  intake: Pick<Intake, 'take'>,
  fresh: readonly Named[],
  stopping: AbortSignal,
): Promise<{ readonly taken: readonly (readonly [string, Met])[]; readonly cause?: string }> {
  const taken: (readonly [string, Met])[] = [];
  for (let first = 0; first < fresh.length && !stopping.aborted; first += takenAtOnce) {
    const some = fresh.slice(first, first + takenAtOnce);
    const alerts = some.map(([, alert]) => alert);
    try {
      const answers = await intake.take(alerts, { kind: 'engine' });
      taken.push(...some.flatMap(([called], index) => metBy(called, answers[index])));
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      return { taken, cause: `gave alerts that could not be taken: ${messageOf(error)}` };
    }
  }
  return { taken };
}

/** What keeps an alert from being taken now, and not for ever. */
const passing: ReadonlySet<string | undefined> = new Set(['InTheFuture', 'QuotaExceeded']);

function metBy(called: string, answer: AlertAnswer | undefined): (readonly [string, Met])[] {
  if (passing.has(answer?.reason)) return [];
  return [[called, answer?.fate === 'aggregated' && answer.anomaly ? { storm: answer.anomaly } : {}]];
}

/** What Alertmanager does not know, by namespace and name. */
interface Missing {
  readonly kind: 'missing';
  readonly byKey: ReadonlyMap<string, Anomaly>;
}

/** Of those that are not among the loud; Alertmanager is asked for what it keeps quiet about only when there are some. */
async function missingAmong(notLoud: readonly Anomaly[], lister: AlertLister, loud: Listed): Promise<Missing | Unlisted> {
  if (notLoud.length === 0) return { kind: 'missing', byKey: new Map() };
  const all = await lister.list({ quiet: true });
  if (all.kind === 'unlisted') return all;
  const unread = new Set([...loud.unread, ...all.unread]);
  // What does not even tell its fingerprint may be what seems to be missing.
  if (unread.has('')) return { kind: 'unlisted', cause: causeOfUnread(all) ?? causeOfUnread(loud) ?? '' };
  const isThere = (anomaly: Anomaly): boolean => all.alerts.has(anomaly.metadata.name) || unread.has(alertOf(anomaly)?.fingerprint ?? '');
  const missing = notLoud.filter((anomaly) => !isThere(anomaly));
  return { kind: 'missing', byKey: new Map(missing.map((anomaly) => [formatKey(keyOf(anomaly)), anomaly])) };
}

/**
 * The end of each is recorded, unless it may not be: one that nobody may write must not keep the others. Returns what has not ended, and
 * tells it unless it had not `before`.
 */
async function endAll(deps: PollerParts['deps'], gone: readonly Anomaly[], before: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const unended = new Set<string>();
  for (const anomaly of gone) {
    try {
      await end(deps, anomaly);
    } catch (error) {
      if (!(error instanceof Terminal) || isNotLeader(error)) throw error;
      const key = formatKey(keyOf(anomaly));
      unended.add(key);
      if (!before.has(key))
        deps.log.warn('An alert has ended, but its anomaly may not be written', { anomaly: key, cause: messageOf(error) });
    }
  }
  return unended;
}

/** Its end is recorded, as of now: nobody said when it was. */
async function end({ client, caches, clock, log }: PollerParts['deps'], anomaly: Anomaly): Promise<void> {
  const resolvedAt = clock.now().toISOString();
  await patchReport({ client, caches }, anomaly, ({ spec }) => (spec.resolvedAt === undefined ? { resolvedAt } : undefined)).catch(
    unless(isNotFound),
  );
  log.info('An alert ended without a word', { anomaly: formatKey(keyOf(anomaly)) });
}
