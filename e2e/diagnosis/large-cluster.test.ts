import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { mostReads } from '../../operator/controllers/planning/limited-reads.ts';
import type { AnomalyWish } from '../../operator/testing/anomaly-builder.ts';
import { auditPosition, auditSince, isByEngine, type AuditEntry } from '../harness/audit.ts';
import { eventually } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { isReady, setNodeCondition, untilNode } from '../harness/nodes.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { report, untilAnomaly, untilPlanPhase } from '../journeys/bench/plans.ts';

const seen = journey({ operator: { env: { RESYNC_SECONDS: '600' } } });
const nodes = Array.from({ length: 200 }, (_, i) => `big-${String(i + 1).padStart(3, '0')}`);
const namespaces = Array.from({ length: 20 }, (_, i) => `big-${i + 1}`);
const podsInAll = 5_000;
const failing = 'big-001';
const apps = namespaces.slice(0, 8);
/** More requests at once do not get more done here. */
const lanes = 24;

/** Of a connection that is kept, since a handshake for each of thousands of requests would be most of the work. */
async function call(agent: Agent, method: 'POST' | 'DELETE', path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${seen.cluster.adminToken}`, 'content-type': 'application/json' };
  const answer = await request(seen.cluster.server + path, { method, headers, body: JSON.stringify(body), dispatcher: agent });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
}

/** Does it for each, some at a time, and tells how long that took. */
async function each<T>(what: string, all: readonly T[], act: (agent: Agent, one: T) => Promise<void>): Promise<void> {
  const agent = new Agent({ connections: lanes, connect: { ca: seen.cluster.ca } });
  const began = Date.now();
  const left = [...all];
  const lane = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await act(agent, one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await agent.close();
  console.log(`${all.length} ${what} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function nodeNamed(name: string): object {
  const resources = { cpu: '32', memory: '64Gi', pods: '250' };
  const labels = { 'kubernetes.io/hostname': name, type: 'kwok', big: 'true' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status: { allocatable: resources, capacity: resources } };
}

/** Placed already, so that no scheduler has to. */
function podNumber(i: number): object {
  const containers = [{ name: 'main', image: 'registry.invalid/nothing:1' }];
  const spec = { nodeName: nodes[i % nodes.length], containers, terminationGracePeriodSeconds: 0, automountServiceAccountToken: false };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `filler-${i}` }, spec };
}

beforeAll(async () => {
  const { cluster } = seen;
  await each('nodes', nodes, (agent, name) => call(agent, 'POST', '/api/v1/nodes', nodeNamed(name)));
  const asNamespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await each('namespaces', namespaces, (agent, name) => call(agent, 'POST', '/api/v1/namespaces', asNamespace(name)));
  await untilNode(cluster, failing, isReady);
  for (const namespace of apps) await createDeployment(cluster, { namespace, name: 'app', replicas: 2, node: failing });
  for (const namespace of apps) await untilRolledOut(cluster, namespace, 'app');
  const fillers = Array.from({ length: podsInAll - apps.length * 2 }, (_, i) => i);
  await each('pods', fillers, (agent, i) =>
    call(agent, 'POST', `/api/v1/namespaces/${namespaces[i % namespaces.length]}/pods`, podNumber(i)),
  );
}, 300_000);

afterAll(async () => {
  const now = { gracePeriodSeconds: 0 };
  await each('namespaces emptied', namespaces, async (agent, namespace) => {
    await call(agent, 'DELETE', `/apis/apps/v1/namespaces/${namespace}/deployments`, { propagationPolicy: 'Background' });
    await call(agent, 'DELETE', `/api/v1/namespaces/${namespace}/pods`, now);
  });
  await kubectl(seen.cluster, ['delete', 'nodes', '-l', 'big=true', '--wait=false']);
  await kubectl(seen.cluster, ['delete', 'namespaces', ...namespaces, '--wait=false']);
});

async function residentMebibytes(): Promise<number> {
  const [, bytes = '0'] = /^process_resident_memory_bytes (\S+)$/m.exec(await seen.operator.metrics()) ?? [];
  return Math.round(Number(bytes) / 2 ** 20);
}

interface Cost {
  readonly reads: readonly AuditEntry[];
  readonly milliseconds: number;
}

/** What the engine read for the report until it wrote down what it had found, and how long that took. */
async function costOf(wish: AnomalyWish & { readonly name: string }): Promise<Cost> {
  const { cluster } = seen;
  const position = await auditPosition(cluster);
  await report(cluster, { mode: 'Approval', ...wish });
  await untilAnomaly(cluster, wish.name, ({ status }) => status?.rootCause !== undefined);
  return eventually(
    async () => {
      const entries = await auditSince(cluster, position);
      const made = entries.find(
        ({ resource, verb, name }) => resource === 'anomalies' && ['create', 'patch'].includes(verb) && name === wish.name,
      );
      const written = entries.find(
        (entry) => entry.subresource === 'status' && entry.name === wish.name && isByEngine(entry) && entry.code < 300,
      );
      if (!made || !written) throw new Error('the audit log does not have it yet');
      const between = entries.filter(({ at }) => at >= made.at && at <= written.at);
      const reads = between.filter((entry) => isByEngine(entry) && ['get', 'list'].includes(entry.verb) && entry.resource !== 'leases');
      return { reads, milliseconds: written.at - made.at };
    },
    { within: 30_000, describe: `the audit log tells what ${wish.name} cost` },
  );
}

/** Nothing is read for that report any more, which the next one would be charged with. */
async function untilQuiet(name: string): Promise<void> {
  const isJudged = ({ status }: Anomaly) => status?.finishedAt !== undefined || status?.planRef?.uid !== undefined;
  const { status } = await untilAnomaly(seen.cluster, name, isJudged);
  if (status?.planRef) await untilPlanPhase(seen.cluster, status.planRef.name, 'AwaitingApproval');
}

/** A list of pods that asks for no part of them. */
const isOfAllPods = ({ resource, verb, namespace, uri }: AuditEntry): boolean =>
  resource === 'pods' && verb === 'list' && namespace === undefined && !/[?&](fieldSelector|labelSelector)=/.test(uri);

test('with 200 nodes and 5,000 pods a diagnosis about a failing node costs no more than twelve reads, and never all pods', async () => {
  const { cluster } = seen;
  const before = await residentMebibytes();
  await setNodeCondition(cluster, failing, { type: 'MemoryPressure', status: 'True' });
  const [pod] = await podsOf(cluster, 'big-2', 'app');
  const reports: (AnomalyWish & { readonly name: string })[] = [
    { name: 'anom-big-node', targets: [`Node/${failing}`] },
    { name: 'anom-big-app', targets: ['Deployment/big-1/app'] },
    { name: 'anom-big-pod', targets: [`Pod/big-2/${pod?.metadata.name}`] },
    { name: 'anom-big-alert', type: 'alert', details: { alertname: 'Whatever', namespace: 'big-3', deployment: 'app' } },
  ];
  for (const wish of reports) {
    const { reads, milliseconds } = await costOf(wish);
    const told = Object.entries(Object.groupBy(reads, ({ verb, resource }) => `${verb} ${resource}`)).map(
      ([what, same]) => `${same?.length} ${what}`,
    );
    console.log(`${wish.name}: ${reads.length} reads (${told.join(', ')}), ${milliseconds} ms until it was diagnosed`);
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.length).toBeLessThanOrEqual(mostReads);
    expect(reads.filter(isOfAllPods).map(({ uri }) => uri)).toEqual([]);
    await untilQuiet(wish.name);
  }
  const status = (await untilAnomaly(cluster, 'anom-big-node', ({ status }) => status?.planRef?.uid !== undefined)).status;
  expect(status?.rootCause).toMatchObject({ layer: 'infrastructure', target: { kind: 'Node', name: failing } });
  expect(status?.impactedResources?.map(({ target }) => target.namespace).filter(Boolean)).toEqual(apps.toSorted());
  console.log(`resident memory of the engine: ${before} MiB before, ${await residentMebibytes()} MiB after`);
});
