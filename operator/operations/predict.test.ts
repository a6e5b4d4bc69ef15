import { describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../api/generated/types.ts';
import type { ModelAddress } from '../domain/prediction/model-address.ts';
import type { Rows } from '../domain/prediction/infer-request.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { admit, executionEngine } from '../testing/execution-engine.ts';
import { carryOut, stored } from '../testing/run-action.ts';
import type { Inference } from './model-client.ts';
import { parameterFault } from './parameter-fault.ts';
import { makePredict, type Models } from './predict.ts';

const inputs = [
  [1, 2],
  [3, 4],
];
const prediction = { protocol: 'v2', model: 'anomaly', outputs: [{ name: 'predict', shape: [2, 1], data: [1, -1] }] } as const;
const predicted: Inference = { kind: 'predicted', prediction };
const down: Inference = {
  kind: 'failed',
  reason: 'ModelUnavailable',
  message: 'Model anomaly gave no answer: ECONNREFUSED.',
  passing: true,
};
const wish: ActionWish = { type: 'model_inference', target: 'InferenceService/shop/anomaly', parameters: { inputs } };

function inferenceService(
  status: object = { conditions: [{ type: 'Ready', status: 'True' }], address: { url: 'http://anomaly.shop.svc' } },
) {
  const metadata = {
    namespace: 'shop',
    name: 'anomaly',
    uid: 'uid-anomaly',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  };
  return { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', metadata, spec: { predictor: {} }, status };
}

interface World {
  readonly answers?: readonly Inference[];
  readonly objects?: Parameters<typeof executionEngine>[0];
  readonly settings?: Partial<Models>;
  /** Whether there is an API of InferenceServices. */
  readonly installed?: boolean;
}

/** An engine that knows only `predict`, and what was asked of models. */
function engine({ answers = [predicted], objects = [inferenceService()], settings = {}, installed = true }: World = {}) {
  const asked: { address: ModelAddress; rows: Rows }[] = [];
  const ask = (address: ModelAddress, rows: Rows): Promise<Inference> => {
    asked.push({ address, rows });
    return Promise.resolve(answers[asked.length - 1] ?? predicted);
  };
  const predict = makePredict({ ask, modelUrl: '', modelHosts: [], ...settings });
  const options = installed ? {} : { missing: [kinds.InferenceService] };
  return { asked, ...executionEngine(objects, { operations: [predict], ...options }) };
}

const run = async (world: World = {}, more: ActionWish = {}, patience = 0) => {
  const made = engine(world);
  const action = await carryOut(made, admit(made, { ...wish, ...more }), patience);
  const writes = made.cluster.calls.filter(({ verb, what }) => !['get', 'list'].includes(verb) && !what.startsWith('RemediationAction'));
  return { status: action.status, asked: made.asked, writes };
};

describe('predict', () => {
  test('asks the model once and keeps what it said, and writes nothing', async () => {
    const { status, asked, writes } = await run();
    expect(status).toMatchObject({ phase: 'Succeeded', message: 'The model answered.', result: prediction });
    expect(asked).toEqual([{ address: { model: 'anomaly', base: 'http://anomaly.shop.svc', trusted: false }, rows: inputs }]);
    expect([status?.intents, status?.before, writes]).toEqual([undefined, undefined, []]);
  });

  test('asks the configured server where there is no API of InferenceServices', async () => {
    const { status, asked } = await run({ installed: false, objects: [], settings: { modelUrl: 'http://models.example.com' } });
    expect(status).toMatchObject({ phase: 'Succeeded', result: prediction });
    expect(asked[0]?.address).toEqual({ model: 'anomaly', base: 'http://models.example.com', trusted: true });
  });

  test('asks nobody in a dry run', async () => {
    const { status, asked } = await run({}, { dryRun: true });
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
    expect(asked).toEqual([]);
  });

  test.each<{ when: string; world?: World; more?: ActionWish; reason: string; message: RegExp }>([
    {
      when: 'there is no API of InferenceServices and no server is configured',
      world: { installed: false, objects: [] },
      reason: 'ApiNotInstalled',
      message: /MODEL_URL is not set, so nobody answers for InferenceService\/shop\/anomaly/,
    },
    {
      when: 'the InferenceService does not exist, though a server is configured',
      world: { objects: [], settings: { modelUrl: 'http://models.example.com' } },
      reason: 'TargetNotFound',
      message: /InferenceService\/shop\/anomaly does not exist/,
    },
    {
      when: 'rows are not of one length',
      more: { parameters: { inputs: [[1, 2], [3]] } },
      reason: 'InvalidParameters',
      message: /^spec\.parameters\.inputs: row 2 is not as long as row 1\.$/,
    },
    {
      when: 'the URL leads out of the namespace',
      world: { objects: [inferenceService({ conditions: [{ type: 'Ready', status: 'True' }], url: 'http://169.254.169.254' })] },
      reason: 'UnsafeModelUrl',
      message: /its host 169\.254\.169\.254 is neither/,
    },
    {
      when: 'the target is of another kind',
      more: { target: 'Deployment/shop/anomaly' },
      reason: 'InvalidTarget',
      message: /predict cannot be done to a Deployment/,
    },
  ])('is refused before anything starts when $when', async ({ world = {}, more = {}, reason, message }) => {
    const { status, asked } = await run(world, more);
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringMatching(message) });
    expect([status?.startedAt, asked]).toEqual([undefined, []]);
  });

  test('asks again what did not answer, and counts', async () => {
    const { status, asked } = await run({ answers: [down, down] }, {}, 10_000);
    expect(status).toMatchObject({ phase: 'Succeeded', attempts: 2, result: prediction });
    expect(asked.length).toBe(3);
  });

  test('gives up after as many attempts as it has, with what was in the way', async () => {
    const { status, asked } = await run({ answers: [down, down, down] }, {}, 10_000);
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'ModelUnavailable',
      attempts: 3,
      message: 'Model anomaly gave no answer: ECONNREFUSED.',
    });
    expect(asked.length).toBe(3);
  });

  test('waits for a model that is not ready without asking it, but not for ever', async () => {
    const notReady = inferenceService({ conditions: [{ type: 'Ready', status: 'False', reason: 'Deploying' }] });
    const { status, asked } = await run({ objects: [notReady] }, {}, 10_000);
    expect(status).toMatchObject({
      phase: 'Failed',
      reason: 'ModelNotReady',
      message: 'InferenceService anomaly is not ready (Deploying).',
    });
    expect(asked).toEqual([]);
  });

  test('does not ask before its pause is over, whoever wakes it', async () => {
    const made = engine({ answers: [down] });
    const action = admit(made, wish);
    await carryOut(made, action);
    made.clock.advance(1_000);
    await carryOut(made, action);
    expect(made.asked.length).toBe(1);
    expect(stored(made, action).status).toMatchObject({ phase: 'Running', attempts: 1 });
  });

  test('shows that a model is left alone, and asks when its rest is over', async () => {
    const made = engine({ answers: [{ kind: 'resting', seconds: 30, message: 'Model anomaly failed 5 times in a row.' }] });
    const action = admit(made, wish);
    expect((await carryOut(made, action)).status).toMatchObject({ phase: 'Running', blocked: { reason: 'ModelResting' } });
    const { status } = await carryOut(made, action, 30_000);
    expect(status).toMatchObject({ phase: 'Succeeded', result: prediction });
    expect(status?.attempts).toBeUndefined();
  });

  test('may ask once more after a crash, and has one result', async () => {
    const made = engine();
    const action: RemediationAction = admit(made, {
      ...wish,
      status: { phase: 'Running', reason: 'Running', startedAt: made.clock.now().toISOString() },
    });
    expect((await carryOut(made, action)).status).toMatchObject({ phase: 'Succeeded', result: prediction });
    await carryOut(made, action);
    expect(made.asked.length).toBe(1);
  });
});

test.each([
  { parameters: {}, fault: 'parameters.inputs is required' },
  { parameters: { inputs: [] }, fault: 'parameters.inputs must NOT have fewer than 1 items' },
  { parameters: { inputs: [[]] }, fault: 'parameters.inputs.0 must NOT have fewer than 1 items' },
  { parameters: { inputs: [1, 2] }, fault: 'parameters.inputs.0 must be array' },
  { parameters: { inputs: [[1, '2']] }, fault: 'parameters.inputs.0.1 must be number' },
  { parameters: { inputs: [[null]] }, fault: 'parameters.inputs.0.0 must be number' },
  { parameters: { inputs: [[1]], url: 'http://x' }, fault: 'parameters.url is not a known parameter' },
  { parameters: { inputs: Array(257).fill([1]) }, fault: 'parameters.inputs must NOT have more than 256 items' },
  { parameters: { inputs: [Array(1025).fill(1)] }, fault: 'parameters.inputs.0 must NOT have more than 1024 items' },
  { parameters: { inputs }, fault: undefined },
])('parameters: $fault', ({ parameters, fault }) => {
  expect(parameterFault(makePredict({ ask: () => Promise.reject(new Error()), modelUrl: '', modelHosts: [] }), parameters)).toBe(fault);
});
