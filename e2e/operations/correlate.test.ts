import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually, untilAsWanted } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { removeKserveCrds } from '../harness/kserve-crds.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, getDeployment, podsOf } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { writtenAction, writtenAnomaly } from '../journeys/bench/written.ts';
import { request, untilAction, untilEnded } from './actions.ts';

const namespace = 'ops-correlate';
let cluster: WorkerCluster;
let model: SilentModel;
let operator: Operator;

const startAnew = async (): Promise<void> => {
  const restart = { waitSeconds: 0 };
  // Nobody is held for more than half a minute, so whoever comes after a killed one has to lead soon.
  const env = { MODEL_URL: model.url, LEASE_DURATION_SECONDS: '4', LEASE_RENEW_SECONDS: '2', LEASE_RETRY_SECONDS: '0.4' };
  operator = await startOperator(cluster, { env, defaults: { pollSeconds: 1, operations: { restart_deployment: restart } } });
  await operator.ready();
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeKserveCrds(cluster);
  await applyStages(cluster, ['ready-needs-restart']);
  await createNodes(cluster, [{ name: 'correlate-1' }, { name: 'correlate-2' }]);
  const podLabels = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
  await createDeployment(cluster, { namespace, name: 'web', podLabels, node: 'correlate-1' });
  await createDeployment(cluster, { namespace, name: 'api', podLabels, node: 'correlate-1' });
  await createDeployment(cluster, { namespace, name: 'cart', podLabels, node: 'correlate-2' });
  for (const name of ['web', 'api', 'cart']) await untilPlaced(name);
  model = await startSilentModel();
  await startAnew();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await model.stop();
  await kubectl(cluster, ['delete', 'anomalies', '--all', '--namespace', namespace, '--wait=false']);
});

const untilPlaced = (name: string): Promise<unknown> =>
  eventually(async () => (await podsOf(cluster, namespace, name)).some(({ spec }) => spec.nodeName !== undefined), {
    within: 60_000,
    describe: `a pod of ${name} has a node`,
  });

const correlate = (more: ActionWish = {}): ActionWish => ({ type: 'alert_correlation', target: `Namespace/${namespace}`, ...more });

/** Reported as a user does, with kubectl; the first one is the gravest and began first. */
async function report(...names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    const detectedAt = new Date(Date.now() - 60_000 + index * 1_000).toISOString();
    const severity = index === 0 ? 'critical' : 'high';
    const wish = { namespace, name: `anom-${name}`, targets: [`Deployment/${namespace}/${name}`], detectedAt, severity } as const;
    await applyObjects(cluster, [writtenAnomaly(wish)]);
  }
}

const path = (plural: string, name: string) => `/apis/coordination.selfheal.dev/v1alpha1/namespaces/${namespace}/${plural}/${name}`;
const anomaly = (name: string): Promise<Anomaly> => api<Anomaly>(cluster, { path: path('anomalies', `anom-${name}`) });

async function untilAnomaly(name: string, isAsWanted: (anomaly: Anomaly) => boolean): Promise<Anomaly> {
  return untilAsWanted(`anomaly ${name}`, () => anomaly(name), isAsWanted, 45_000);
}

describe('correlate', () => {
  test('finds nothing where nothing is open, and writes nothing', async () => {
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'correlate-1', ...correlate() });
    const { status } = await untilEnded(cluster, 'correlate-1');
    expect(status).toMatchObject({ phase: 'Succeeded', result: { groups: [], anomalies: 0, leftOut: 0, windowSeconds: 300 } });
    expect(status?.intents).toBeUndefined();
    const own = ['leases', 'events', 'remediationactions'];
    const writes = committedWrites(await auditSince(cluster, position));
    expect(writes.filter(({ user, resource }) => user === engineUser && !own.includes(resource))).toEqual([]);
  });

  test.each([
    { name: 'correlate-2', wish: correlate({ parameters: { windowSeconds: 0 } }), phase: 'Rejected', reason: 'InvalidParameters' },
    { name: 'correlate-3', wish: correlate({ target: `Deployment/${namespace}/web` }), phase: 'Rejected', reason: 'InvalidTarget' },
    { name: 'correlate-4', wish: correlate({ target: 'Namespace/nowhere' }), phase: 'Failed', reason: 'TargetNotFound' },
  ])('is refused before it starts with $reason', async ({ name, wish, phase, reason }) => {
    await request(cluster, { name, ...wish });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({ phase, reason });
    expect(status?.startedAt).toBeUndefined();
  });

  test('may be asked for by a tenant for his own namespace and for no other', async () => {
    const ask = (name: string, target: string): object => writtenAction(correlate({ namespace, name, target }));
    await applyObjects(cluster, [ask('own', `Namespace/${namespace}`), ask('other', 'Namespace/default')]);
    const ended = (name: string): Promise<unknown> =>
      eventually(
        async () => {
          const { status } = await api<{ status?: { phase?: string; reason?: string; finishedAt?: string } }>(cluster, {
            path: path('remediationactions', name),
          });
          return status?.phase === 'Rejected' || status?.finishedAt !== undefined ? status : undefined;
        },
        { within: 30_000, describe: `${name} has ended` },
      );
    expect(await ended('own')).toMatchObject({ phase: 'Succeeded' });
    expect(await ended('other')).toMatchObject({ phase: 'Rejected', reason: 'ClusterScopedTarget' });
  });
});

test('what is reported while a correlation waits its turn becomes one plan per group, also when the engine is killed meanwhile', async () => {
  // A question to a model and a correlation exclude each other, so the silent model keeps the correlation waiting.
  await request(cluster, {
    name: 'question',
    type: 'model_inference',
    target: `InferenceService/${namespace}/silent`,
    parameters: { inputs: [[1]] },
    retries: { attempts: 10, backoffSeconds: 1 },
  });
  await eventually(() => model.asked() > 0, { within: 30_000, describe: 'the model was asked' });
  await request(cluster, { name: 'correlate-5', ...correlate() });
  await untilAction(cluster, 'correlate-5', ({ status }) => status?.phase === 'Blocked');
  await report('web', 'api', 'cart');
  for (const name of ['web', 'api', 'cart']) {
    const { status } = await untilAnomaly(name, (found) => found.status?.reason === 'Correlating');
    expect(status).toMatchObject({ phase: 'Pending', blocked: { by: 'RemediationAction/self-healing-platform/correlate-5' } });
  }
  operator.kill('SIGKILL');
  await operator.ended;
  model.answer();
  await startAnew();

  const { status } = await untilEnded(cluster, 'correlate-5', 60_000);
  expect(status).toMatchObject({ phase: 'Succeeded', message: '2 of 3 open anomalies have in common: Node/correlate-1.' });
  const groups = [{ cause: 'Node/correlate-1', tie: 'node', members: [{ name: 'anom-web' }, { name: 'anom-api' }] }];
  expect(status?.result).toMatchObject({ groups, anomalies: 3 });

  const joined = await untilAnomaly('api', (found) => found.status?.phase === 'Suppressed');
  expect(joined.status).toMatchObject({ reason: 'PartOfIncident', planRef: { namespace, name: 'plan-web' } });
  const { spec, metadata } = await api<RemediationPlan>(cluster, { path: path('remediationplans', 'plan-web') });
  expect(joined.status?.planRef?.uid).toBe(metadata.uid);
  expect(spec.steps.map(({ action }) => `${action.operation} ${action.target.name}`)).toEqual([
    'restart_deployment api',
    'restart_deployment web',
  ]);
  await untilAnomaly('web', (found) => found.status?.phase === 'Resolved');
  await untilAnomaly('cart', (found) => found.status?.phase === 'Resolved');
  expect((await anomaly('cart')).status?.planRef?.name).toBe('plan-cart');
  for (const name of ['web', 'api', 'cart']) expect((await getDeployment(cluster, namespace, name)).status.readyReplicas).toBe(1);
});

/** A model server that takes questions and says nothing until it is told to. */
interface SilentModel {
  readonly url: string;
  asked(): number;
  /** All questions are answered from now on, those that wait too. */
  answer(): void;
  stop(): Promise<void>;
}

async function startSilentModel(): Promise<SilentModel> {
  const waiting: ServerResponse[] = [];
  let asked = 0;
  let answers = false;
  const say = (response: ServerResponse): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"outputs":[{"name":"predict","shape":[1],"data":[1]}]}');
  const server: Server = createServer((incoming, response) => {
    asked += 1;
    incoming.resume();
    incoming.on('end', () => (answers ? say(response) : waiting.push(response)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    answer: () => {
      answers = true;
      waiting.splice(0).forEach(say);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
