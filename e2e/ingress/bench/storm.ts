import { send } from '../../harness/http-request.ts';
import { alert, notification, type SentAlert } from './notifications.ts';

/** Where notifications go, and as whom. */
export interface Receivers {
  /** Addresses of the replicas, asked in turns. */
  readonly urls: () => readonly string[];
  readonly token: string;
}

/** What came of all attempts together; every alert of every attempt is in one of the counts. */
export interface StormCount {
  /** Alerts of all attempts. */
  sent: number;
  /** With an Anomaly of their own. */
  accepted: number;
  aggregated: number;
  /** In notifications that were answered with 503. */
  refused: number;
  /** In notifications to which there was no answer. */
  unanswered: number;
  /** Other answers, as they are. */
  readonly others: string[];
  /** Milliseconds of each attempt that was answered with 200. */
  readonly took: number[];
  /** Fingerprints of the alerts that were answered with an Anomaly of their own, and its name. */
  readonly anomalies: Map<string, string>;
}

const alertmanager = { receiver: '/api/v1/alertmanager', mostWaitMs: 2_000 };

/** So many alerts about as many pods of a namespace, in notifications of 500; `distinct` of them differ. */
export function stormOf(
  namespace: string,
  { alerts, distinct = alerts, size = 500 }: { alerts: number; distinct?: number; size?: number },
): SentAlert[][] {
  const all = Array.from({ length: distinct }, (_, index) => podAlert(namespace, index));
  const sent = Array.from({ length: alerts }, (_, index) => all[index % distinct]).filter((one) => one !== undefined);
  return Array.from({ length: Math.ceil(alerts / size) }, (_, index) => sent.slice(index * size, (index + 1) * size));
}

/** Of twenty alerts one has a name that the playbooks know; the others are rules of users. */
function podAlert(namespace: string, index: number): SentAlert {
  const pod = `app-${index}-6d4cf56db6-x7k2p`;
  const alertname = index % 20 === 0 ? 'KubePodCrashLooping' : 'AppErrorRateHigh';
  const labels = {
    ...{ alertname, container: 'app', endpoint: 'http', instance: '10.244.0.7:8080', job: 'kube-state-metrics' },
    ...{ namespace, pod, prometheus: 'monitoring/k8s', reason: 'CrashLoopBackOff', severity: 'warning', uid: `f3b1-${index}` },
  };
  const summary = 'Pod is crash looping.';
  const description = `Pod ${namespace}/${pod} (app) is in waiting state (reason: "CrashLoopBackOff") on cluster.`;
  return alert(labels, { annotations: { summary, description, runbook_url: `https://runbooks.example/${alertname}` } });
}

/** How notifications follow each other. */
export interface Rhythm {
  /** Connections. */
  readonly atOnce?: number;
  /** Milliseconds from one to the next, if the answers come soon enough. */
  readonly everyMs?: number;
}

/** All are sent, each again and again until it is taken, as Alertmanager does. */
export async function sendStorm(
  receivers: Receivers,
  notifications: readonly SentAlert[][],
  { atOnce = 4, everyMs = 0 }: Rhythm = {},
): Promise<StormCount> {
  const count: StormCount = {
    ...{ sent: 0, accepted: 0, aggregated: 0, refused: 0, unanswered: 0 },
    ...{ others: [], took: [], anomalies: new Map<string, string>() },
  };
  const begun = performance.now();
  const next = notifications.entries();
  const worker = async (): Promise<void> => {
    for (const [turn, alerts] of next) {
      await pause(begun + turn * everyMs - performance.now());
      await untilTaken(receivers, alerts, { count, turn });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return count;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

async function untilTaken(
  receivers: Receivers,
  alerts: readonly SentAlert[],
  { count, turn }: { count: StormCount; turn: number },
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    if (await isTaken(receivers, alerts, { count, turn: turn + attempt })) return;
    await pause(Math.min(alertmanager.mostWaitMs, 100 * 2 ** attempt));
  }
}

interface WebhookAnswer {
  readonly alerts: readonly { readonly fingerprint: string; readonly fate: string; readonly anomaly?: { readonly name: string } }[];
}

async function isTaken(
  { urls, token }: Receivers,
  alerts: readonly SentAlert[],
  { count, turn }: { count: StormCount; turn: number },
): Promise<boolean> {
  const there = urls();
  const url = `${there[turn % there.length]}${alertmanager.receiver}`;
  const started = performance.now();
  count.sent += alerts.length;
  const answer = await send({ url, token, method: 'POST', body: JSON.stringify(notification(alerts)) }).catch(() => undefined);
  if (!answer) count.unanswered += alerts.length;
  else if (answer.status === 503) count.refused += alerts.length;
  else if (answer.status !== 200) count.others.push(`${answer.status} ${answer.body.slice(0, 300)}`);
  else {
    count.took.push(performance.now() - started);
    for (const { fingerprint, fate, anomaly } of (JSON.parse(answer.body) as WebhookAnswer).alerts)
      tally(count, { fingerprint, fate, name: anomaly?.name ?? '' });
  }
  return answer !== undefined && answer.status !== 503;
}

function tally(count: StormCount, { fingerprint, fate, name }: { fingerprint: string; fate: string; name: string }): void {
  if (fate === 'aggregated') count.aggregated += 1;
  else if (fate === 'created' || fate === 'repeated') {
    count.accepted += 1;
    count.anomalies.set(fingerprint, name);
  } else count.others.push(fate);
}
