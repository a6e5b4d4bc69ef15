import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { applyKserveCrds, removeKserveCrds } from '../harness/kserve-crds.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { startModelServer, type ModelServer } from '../harness/mlserver.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilAction, untilEnded } from './actions.ts';

const namespace = 'ops-models';
const model = 'anomaly';
/** One reading as those that the model was trained with, and one far from them. */
const inputs = [
  [0.1, -0.2],
  [9, 9],
];
let cluster: WorkerCluster;
let server: ModelServer;
let relay: Relay;
let operator: Operator;

const restartOperator = async (): Promise<void> => {
  const env = { MODEL_URL: server.url, MODEL_HOSTS: `localhost:${server.port},localhost:${relay.port}` };
  operator = await startOperator(cluster, { env, defaults: { pollSeconds: 1 } });
  await operator.ready();
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await removeKserveCrds(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  server = await startModelServer(cluster, model);
  relay = await startRelay(() => server.port);
  await restartOperator();
}, 300_000);

judgeEachTest(() => cluster);

afterAll(async () => {
  await operator.stop();
  await server.stop();
  await relay.stop();
  await removeKserveCrds(cluster);
});

const ask = (more: ActionWish = {}): ActionWish => ({
  type: 'model_inference',
  target: `InferenceService/${namespace}/${model}`,
  parameters: { inputs },
  retries: { attempts: 3, backoffSeconds: 1 },
  ...more,
});

const twoAnswers = { protocol: 'v2', model, version: 'v1', outputs: [{ name: 'predict', shape: [2, 1], data: [1, -1] }] };

/** What the engine wrote since then, its own bookkeeping left out. */
async function effectsSince(position: number): Promise<string[]> {
  const own = ['leases', 'events', 'remediationactions'];
  const writes = committedWrites(await auditSince(cluster, position)).filter(
    ({ user, resource }) => user === engineUser && !own.includes(resource),
  );
  return writes.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);
}

describe('without KServe', () => {
  test('predict asks the configured server and keeps both answers, and writes nothing', async () => {
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'ask-1', ...ask() });
    const { status } = await untilEnded(cluster, 'ask-1');
    expect(status).toMatchObject({ phase: 'Succeeded', message: 'The model answered.', result: twoAnswers });
    expect(status?.intents).toBeUndefined();
    expect(await effectsSince(position)).toEqual([]);
  });

  test.each([
    { name: 'ask-2', wish: ask({ target: `InferenceService/${namespace}/nobody` }), said: /does not know model nobody \(HTTP 404\)/ },
    { name: 'ask-3', wish: ask({ parameters: { inputs: [[1, 2, 3]] } }), said: /features/ },
  ])('is told by the server why it does not answer: $said', async ({ name, wish, said }) => {
    await request(cluster, { name, ...wish });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({ phase: 'Failed', message: expect.stringMatching(said) });
    expect(status?.result).toBeUndefined();
  });

  test.each([
    { name: 'ask-4', parameters: {}, fault: 'spec.parameters.inputs is required.' },
    { name: 'ask-5', parameters: { inputs: [['1', 2]] }, fault: 'spec.parameters.inputs.0.0 must be number.' },
    { name: 'ask-6', parameters: { inputs, url: 'http://elsewhere.invalid' }, fault: 'spec.parameters.url is not a known parameter.' },
  ])('refuses bad inputs before anything starts: $fault', async ({ name, parameters, fault }) => {
    await request(cluster, { name, ...ask({ parameters }) });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({ phase: 'Rejected', reason: 'InvalidParameters', message: fault });
    expect(status?.startedAt).toBeUndefined();
  });

  test('fails clearly while nobody listens, and answers again when the server is back', async () => {
    const { port } = server;
    await server.stop();
    await request(cluster, { name: 'ask-7', ...ask() });
    const { status } = await untilEnded(cluster, 'ask-7');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'ModelUnavailable', attempts: 3 });
    expect(status?.message).toBe(`Model ${model} gave no answer: ECONNREFUSED.`);
    server = await startModelServer(cluster, model, port);
    await request(cluster, { name: 'ask-8', ...ask() });
    expect((await untilEnded(cluster, 'ask-8')).status).toMatchObject({ phase: 'Succeeded', result: twoAnswers });
  });
});

describe('with KServe', () => {
  const path = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/${model}`;

  /** What KServe's controller, which does not run here, writes when the model serves, or not yet. */
  const report = (url: string, ready: 'True' | 'False'): Promise<unknown> => {
    const now = new Date().toISOString();
    const conditions = [{ type: 'Ready', status: ready, lastTransitionTime: now, ...(ready === 'False' && { reason: 'Deploying' }) }];
    return api(cluster, {
      method: 'PATCH',
      path: `${path}/status`,
      body: { status: { conditions, address: { url }, url: 'http://outside.invalid' } },
    });
  };

  beforeAll(async () => {
    await applyKserveCrds(cluster);
    const predictor = { model: { modelFormat: { name: 'sklearn' }, protocolVersion: 'v2', storageUri: 's3://models/anomaly' } };
    await applyObjects(cluster, [
      { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', metadata: { namespace, name: model }, spec: { predictor } },
    ]);
  });

  test('predict asks the InferenceService where its status says, and writes nothing', async () => {
    await report(server.url, 'True');
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'isvc-1', ...ask() });
    const { status } = await untilEnded(cluster, 'isvc-1');
    expect(status).toMatchObject({ phase: 'Succeeded', result: twoAnswers, resolvedTarget: { name: model } });
    expect(await effectsSince(position)).toEqual([]);
  });

  test('waits for one that becomes ready', async () => {
    await report(server.url, 'False');
    await request(cluster, { name: 'isvc-2', ...ask({ retries: { attempts: 5, backoffSeconds: 2 } }) });
    await untilAction(cluster, 'isvc-2', ({ status }) => status?.attempts === 1);
    await report(server.url, 'True');
    expect((await untilEnded(cluster, 'isvc-2')).status).toMatchObject({ phase: 'Succeeded', result: twoAnswers });
  });

  test('fails when it does not become ready', async () => {
    await report(server.url, 'False');
    await request(cluster, { name: 'isvc-3', ...ask() });
    expect((await untilEnded(cluster, 'isvc-3')).status).toMatchObject({
      phase: 'Failed',
      reason: 'ModelNotReady',
      message: `InferenceService ${model} is not ready (Deploying).`,
    });
  });

  test.each([
    { name: 'isvc-4', url: 'http://169.254.169.254/latest/meta-data', host: '169.254.169.254' },
    { name: 'isvc-5', url: 'https://kubernetes.default.svc', host: 'kubernetes.default.svc' },
  ])('is not sent to $host, whatever the status says', async ({ name, url, host }) => {
    await report(url, 'True');
    await request(cluster, { name, ...ask() });
    const { status } = await untilEnded(cluster, name);
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'UnsafeModelUrl',
      message: expect.stringContaining(`its host ${host} is neither`),
    });
    expect(status?.startedAt).toBeUndefined();
  });

  test('does not begin when the InferenceService does not exist', async () => {
    await request(cluster, { name: 'isvc-6', ...ask({ target: `InferenceService/${namespace}/nobody` }) });
    expect((await untilEnded(cluster, 'isvc-6')).status).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound' });
  });

  test('killed while the model thinks, asks once more and has one result', async () => {
    await report(relay.url, 'True');
    relay.holdNext();
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'isvc-7', ...ask() });
    await eventually(() => relay.asked() === 1, { within: 20_000, describe: 'the model was asked' });
    operator.kill('SIGKILL');
    await operator.ended;
    await restartOperator();
    expect((await untilEnded(cluster, 'isvc-7', 60_000)).status).toMatchObject({ phase: 'Succeeded', result: twoAnswers });
    expect(relay.asked()).toBe(2);
    expect(await effectsSince(position)).toEqual([]);
  });
});

/** Passes questions on to the model server, and counts them. */
interface Relay {
  readonly url: string;
  readonly port: number;
  asked(): number;
  /** The next question gets no answer. */
  holdNext(): void;
  stop(): Promise<void>;
}

async function startRelay(modelPort: () => number): Promise<Relay> {
  let asked = 0;
  let held = 0;
  const relay: Server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      asked += 1;
      if (held > 0) return void (held -= 1);
      const url = `http://127.0.0.1:${modelPort()}${incoming.url}`;
      send({ url, method: 'POST', body: Buffer.concat(parts).toString() }).then(
        ({ status, body }) => outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body),
        () => outgoing.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    asked: () => asked,
    holdNext: () => void (held += 1),
    stop: async () => {
      relay.closeAllConnections();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}
