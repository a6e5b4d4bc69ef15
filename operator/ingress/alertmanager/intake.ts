import type { Playbook } from '../../api/generated/playbook.ts';
import type { Anomaly } from '../../api/generated/types.ts';
import { nameOf, type Alert } from '../../domain/alerts/alert.ts';
import { alertAnomalyName } from '../../domain/alerts/alert-name.ts';
import { anomalyFromAlert } from '../../domain/alerts/anomaly-from-alert.ts';
import { objectionToAge, severityOfAlert } from '../../domain/alerts/judge-alert.ts';
import { shownText } from '../../domain/alerts/shown-text.ts';
import type { NodeIndex } from '../../domain/alerts/targets-from-details.ts';
import type { Cache } from '../../kube/cache.ts';
import type { KubeClient, ObjectKey } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { inBatches } from '../../kube/in-batches.ts';
import type { Log } from '../../kube/log.ts';
import type { Fate, IngestMetrics } from '../../metrics/ingest-metrics.ts';
import type { Authorize } from '../auth/authorize.ts';
import { namespaceOf, type Caller } from '../auth/caller.ts';
import type { StormGuard } from '../storm/storm-guard.ts';
import { passingProblem } from '../passing-problem.ts';
import { placesOfAlert } from './places-of-alert.ts';
import { makeRepeats, type Repeats } from './repeats.ts';
import { makeRights, type Rights } from './rights.ts';
import { longestName } from './webhook.ts';
import { indexByAlert, resolve, storeFirst, type Deed } from './store-alert.ts';

/** On whose behalf alerts are taken: of who sent them, whose rights are asked, or of the engine, which fetched them itself. */
export type Reporter = { readonly kind: 'caller'; readonly caller: Caller } | { readonly kind: 'engine' };

/** What became of one alert, in words for the reporter. */
export interface AlertAnswer {
  readonly fingerprint: string;
  readonly alertname: string;
  readonly fate: Fate;
  /** The anomaly that tells of it, where there is one. */
  readonly anomaly?: ObjectKey;
  /** CamelCase word for programs, where the fate does not say it all. */
  readonly reason?: string;
  readonly message: string;
}

/** Takes alerts from whichever door. */
export interface Intake {
  /**
   * What became of each, in their order; by then the API server has what they changed, but for the counts of repeats, which follow within 5 s.
   * Rejects with a 503 (HttpProblem) when it cannot be done now: what was stored stays so, and is met again when they are sent again.
   */
  take(alerts: readonly Alert[], reporter: Reporter): Promise<readonly AlertAnswer[]>;
  /** The counts of repeats are written. */
  flush(): Promise<void>;
}

/** What alerts are taken with; every replica has it, whether it leads or not. */
export interface IntakeParts {
  readonly client: Pick<KubeClient, 'create' | 'get' | 'patch'>;
  readonly caches: { readonly anomalies: Cache<Anomaly> };
  readonly authorize: Authorize;
  /** The playbooks in force. */
  readonly playbooks: () => readonly Pick<Playbook, 'when'>[];
  /** Tells nodes by their names and addresses, as they are known now. */
  readonly nodes: () => NodeIndex;
  readonly guard: StormGuard;
  readonly metrics: IngestMetrics;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly systemNamespace: string;
}

/** Counts of repeats are written so often. */
const countedEveryMs = 5_000;
/** So many anomalies are written at once; the call window of the process takes no more than that. */
const writtenAtOnce = 16;

/** An intake that has taken nothing yet. */
export function makeIntake(parts: IntakeParts): Intake {
  indexByAlert(parts.caches.anomalies);
  const repeats = makeRepeats({ ...parts, everyMs: countedEveryMs });
  const take: Intake['take'] = async (alerts, reporter) => {
    const batch = batchFor(parts, repeats, reporter);
    const sameOnes = Map.groupBy(alerts, alertAnomalyName);
    const deeds = new Map<Alert, Deed>();
    // Of one alert that is told twice the first is stored before the second is looked at.
    const settleInTurn = async (same: readonly Alert[]): Promise<void> => {
      for (const alert of same) deeds.set(alert, told(parts.metrics, await settle(batch, alert)));
    };
    const leave = parts.guard.backlog.enter(
      sameOnes
        .entries()
        .filter((one) => isNew(parts, one))
        .toArray().length,
    );
    await inBatches([...sameOnes.values()], writtenAtOnce, settleInTurn)
      .catch(tellOverload)
      .finally(leave);
    const answers = await Promise.all(alerts.map((alert) => answerFor(alert, deeds.get(alert), parts.metrics)));
    return answers.filter((answer) => answer !== undefined);
  };
  return { take, flush: () => repeats.flush() };
}

/** Whoever sends alerts tries again. */
function tellOverload(error: unknown): never {
  throw passingProblem(error, 'the API server cannot take them just now; send them again') ?? error;
}

/** What the alerts of one request have in common. */
interface Batch extends IntakeParts {
  readonly repeats: Repeats;
  readonly rights: Rights;
  readonly node: NodeIndex;
  readonly now: Date;
  readonly caller?: Caller;
}

function batchFor(parts: IntakeParts, repeats: Repeats, reporter: Reporter): Batch {
  const caller = reporter.kind === 'caller' ? reporter.caller : undefined;
  return { ...parts, repeats, rights: makeRights(parts.authorize, caller), node: parts.nodes(), now: parts.clock.now(), caller };
}

/** Whatever becomes of the others: when these are sent again it is a repeat. One that is only counted has met its fate once that is stored. */
function told(metrics: IngestMetrics, deed: Deed): Deed {
  if (!deed.counted) metrics.signal(deed.fate);
  return deed;
}

/** An alert that is only counted is answered once the count is stored. */
async function answerFor(alert: Alert, deed: Deed | undefined, metrics: IngestMetrics): Promise<AlertAnswer | undefined> {
  if (!deed) return undefined;
  const { fate, counted: stored, ...more } = deed;
  const storm = stored && { anomaly: await stored };
  if (stored) metrics.signal(fate);
  return { fingerprint: alert.fingerprint, alertname: shownText(nameOf(alert), longestName).text, fate, ...storm, ...more };
}

/** Whether the alert will have to be stored. */
function isNew({ caches }: IntakeParts, [name, same]: readonly [string, readonly Alert[]]): boolean {
  return same.some(({ status }) => status === 'firing') && caches.anomalies.byIndex('name', name).length === 0;
}

async function settle(batch: Batch, alert: Alert): Promise<Deed> {
  const severity = severityOfAlert(alert);
  if (typeof severity !== 'string') return { fate: 'ignored', ...severity };
  const { playbooks, node: nodes, now, caller, systemNamespace, rights } = batch;
  const report = anomalyFromAlert(alert, { severity, requestedBy: caller?.username, playbooks: playbooks(), nodes, now });
  const wanted = placesOfAlert(report, systemNamespace, caller && namespaceOf(caller));
  const places = await rights.among(wanted);
  if (places.length === 0) return { fate: 'rejected', reason: 'Forbidden', message: rights.refusal(wanted[0] ?? systemNamespace) };
  const name = alertAnomalyName(alert);
  const known = places.map((namespace) => batch.caches.anomalies.get({ namespace, name })).find((one) => one !== undefined);
  const tooFar = known ? undefined : objectionToAge(alert, now);
  if (tooFar) return { fate: 'dropped', ...tooFar };
  if (alert.status === 'resolved') return resolve(batch, alert, { name, places, known });
  return storeFirst(batch, report.spec, { name, places, known });
}
