import { cpus } from 'node:os';
import type { Anomaly, RemediationAction } from '../operator/api/generated/types.ts';
import { isAnomalyOver } from '../operator/api/terminal-phases.ts';
import { usualNamespace } from '../operator/api/usual-namespace.ts';
import { api, type Cluster } from '../e2e/harness/cluster.ts';
import { startControlPlane } from '../e2e/harness/control-plane.ts';
import { installEngine } from '../e2e/harness/engine.ts';
import { eventually } from '../e2e/harness/eventually.ts';
import { createNodes, setNodeCondition } from '../e2e/harness/nodes.ts';
import { startOperator, type Operator } from '../e2e/harness/operator.ts';
import { createAccount, rule } from '../e2e/ingress/bench/accounts.ts';
import { sendStorm, stormOf, type StormCount } from '../e2e/ingress/bench/storm.ts';
import { report } from '../e2e/journeys/bench/plans.ts';

/**
 * Prints what a storm of alerts costs: STORM_ALERTS (10,000) of them in notifications of 500 within STORM_SECONDS (60) to two replicas, first
 * 200 that repeat each other, then all different; with the whole control plane on this machine. `npm run build` comes first.
 */
const { STORM_ALERTS = '10000', STORM_SECONDS = '60' } = process.env;
const alerts = Number(STORM_ALERTS);
const everyMs = (Number(STORM_SECONDS) * 1000) / Math.ceil(alerts / 500);
const group = '/apis/coordination.selfheal.dev/v1alpha1';

const cluster = await startControlPlane();
const replicas: Operator[] = [];
try {
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'w1' }, { name: 'w2' }]);
  const rules = [rule(['create'], ['anomalies']), rule(['use'], ['sources'], ['deterministic'])];
  const token = await createAccount(cluster, { namespace: 'monitoring', name: 'alertmanager', everywhere: true, rules });
  for (const namespace of ['loud', 'noisy']) await createAccount(cluster, { namespace, name: 'nobody', rules: [] });
  for (const replica of ['engine-0', 'engine-1']) replicas.push(await startOperator(cluster, { replica }));
  for (const replica of replicas) await replica.ready({ within: 120_000 });
  const receivers = { urls: () => replicas.map(({ url }) => url), token };
  console.log(`${cpus().length} cores (${cpus()[0]?.model}), ${alerts} alerts per storm, two replicas`);
  await tellMemory('before');
  const repeated = await sendStorm(receivers, stormOf('loud', { alerts, distinct: 200 }), { everyMs });
  tell('200 alerts, again and again', repeated);
  await tellMemory('after the repeated ones');
  const begun = performance.now();
  const storm = sendStorm(receivers, stormOf('noisy', { alerts }), { everyMs });
  await tellCritical();
  tell('all different', await storm);
  await tellMemory('after the different ones');
  await eventually(async () => (await anomaliesIn('noisy')).every(isAnomalyOver), { within: 1_800_000, describe: 'the storm is drained' });
  console.log(`drained ${seconds(performance.now() - begun)} s after its begin`);
  await tellMemory('at the end');
} finally {
  for (const replica of replicas) await replica.stop();
  await cluster.stop();
}

async function anomaliesIn(namespace: string): Promise<Anomaly[]> {
  return (await api<{ items: Anomaly[] }>(cluster, { path: `${group}/namespaces/${namespace}/anomalies` })).items;
}

/** How long a critical anomaly of the system namespace waits for its first action while the storm is on. */
async function tellCritical(): Promise<void> {
  await eventually(async () => (await anomaliesIn('noisy')).some(({ spec }) => spec.type === 'alert_storm'), {
    within: 300_000,
    describe: 'the namespace is full',
  });
  await setNodeCondition(cluster, 'w1', { type: 'MemoryPressure', status: 'True' });
  const begun = performance.now();
  await report(cluster, { name: 'anom-critical', severity: 'critical', type: 'node_memory_pressure', targets: ['Node/w1'] });
  await eventually(() => hasBegun(cluster), { within: 300_000, describe: 'the critical action begins' });
  console.log(`the critical action of another namespace began after ${seconds(performance.now() - begun)} s`);
}

async function hasBegun(where: Cluster): Promise<boolean> {
  const { items } = await api<{ items: RemediationAction[] }>(where, {
    path: `${group}/namespaces/${usualNamespace}/remediationactions`,
  });
  return items.some(({ status }) => status?.startedAt !== undefined);
}

function tell(what: string, { took, others, anomalies, ...counts }: StormCount): void {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(0);
  console.log(`${what}: answers p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; ${anomalies.size} anomalies;`, counts, ...others.slice(0, 3));
}

async function tellMemory(when: string): Promise<void> {
  for (const [index, replica] of replicas.entries()) {
    const text = await replica.metrics();
    const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
    const [rss, heap] = ['process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'].map((name) => (value(name) / 2 ** 20).toFixed(0));
    const lag = (value('nodejs_eventloop_lag_p99_seconds') * 1000).toFixed(0);
    console.log(`${when}: replica ${index} RSS ${rss} MiB, heap ${heap} MiB, event loop delay p99 ${lag} ms`);
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
