import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';
import type { LiveTemplate, LiveWorkload } from './live-workload.ts';
import { parameterFault } from './parameter-fault.ts';
import { updateResources } from './update-resources.ts';

const where = { namespace: 'shop', name: 'web' };
const main = { name: 'main', image: 'shop/web:1', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1' } } };
const sidecar = { name: 'proxy', image: 'shop/proxy:1', resources: { limits: { memory: '1Gi' } } };
const template = (containers: readonly object[]) => ({ metadata: { labels: { app: 'web' } }, spec: { containers } });
const web = (spec: object = {}) =>
  aWorkload('Deployment', 'web', { spec: { template: template([main, sidecar]) as LiveTemplate, ...spec } });
const update = (containers: readonly object[]): ActionWish => ({
  type: 'resource_scaling',
  operation: 'update_resources',
  target: 'Deployment/shop/web',
  parameters: { containers },
});
const more = update([{ name: 'main', requests: { cpu: '200m' }, limits: { memory: '128Mi' } }]);

const now = ({ cluster }: FakeEngine) => cluster.peek<LiveWorkload>(kinds.Deployment, where);
const resourcesNow = (engine: FakeEngine) => now(engine)?.spec.template?.spec?.containers?.map(({ resources }) => resources);
const written = (engine: FakeEngine) => writesOn(engine, 'Deployment').filter(({ options }) => !(options as { dryRun?: boolean }).dryRun);
/** The Deployment's controller has brought every pod to the last template. */
function settle({ cluster }: FakeEngine): void {
  const found = cluster.peek(kinds.Deployment, where);
  const counts = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
  if (found) cluster.put({ ...found, status: { observedGeneration: found.metadata.generation, ...counts } });
}
/** Somebody else writes these containers. */
function overwrite({ cluster }: FakeEngine, containers: readonly object[]): void {
  const found = cluster.peek<LiveWorkload>(kinds.Deployment, where);
  if (found) cluster.put({ ...found, spec: { ...found.spec, template: template(containers) as LiveTemplate } });
}

describe('update_resources', () => {
  test('writes the named amounts of the named containers once, guarded, and waits for the rollout', async () => {
    const engine = executionEngine([web()]);
    const action = admit(engine, more);
    const { uid, resourceVersion } = now(engine)?.metadata ?? {};
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({
      phase: 'Running',
      before: {
        resources: [
          { container: 'main', list: 'requests', resource: 'cpu', from: '100m', to: '200m' },
          { container: 'main', list: 'limits', resource: 'memory', to: '128Mi' },
        ],
      },
      changes: [
        { resource: 'Deployment/shop/web.spec.template.spec.containers[main].resources.requests.cpu', from: '100m', to: '200m' },
        { resource: 'Deployment/shop/web.spec.template.spec.containers[main].resources.limits.memory', from: 'none', to: '128Mi' },
      ],
    });
    settle(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    expect(resourcesNow(engine)).toEqual([
      { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
      { limits: { memory: '1Gi' } },
    ]);
    const token = waiting.status?.intents?.[0]?.token;
    expect(written(engine).map(({ body, options }) => [body, options])).toMatchObject([
      [{ metadata: { uid, resourceVersion, annotations: { [keys.token]: token } } }, { type: 'strategic' }],
    ]);
  });

  test('does nothing when the containers have these resources', async () => {
    const engine = executionEngine([web()]);
    const ended = await carryOut(engine, admit(engine, update([{ name: 'main', limits: { cpu: '1' } }])));
    expect(ended.status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(written(engine)).toEqual([]);
  });

  const owner = ownedBy(aWorkload('Deployment', 'above'));
  test.each([
    {
      why: 'no container has the name',
      object: web(),
      wish: update([{ name: 'mian', limits: { cpu: '1' } }]),
      reason: 'InvalidParameters',
      says: 'has no container mian, only main, proxy',
    },
    {
      why: 'a container is named twice',
      object: web(),
      wish: update([
        { name: 'main', limits: { cpu: '2' } },
        { name: 'main', limits: { cpu: '3' } },
      ]),
      reason: 'InvalidParameters',
      says: 'twice',
    },
    { why: 'it is paused', object: web({ paused: true }), wish: more, reason: 'RolloutPaused', says: 'is paused' },
    { why: 'it is not there', object: aWorkload('Deployment', 'other'), wish: more, reason: 'TargetNotFound', says: 'does not exist' },
    {
      why: 'another object controls it',
      object: aWorkload('Deployment', 'web', { ownerReferences: owner }),
      wish: more,
      reason: 'InvalidTarget',
      says: 'belongs to Deployment above',
    },
    {
      why: 'the engine runs in it',
      object: aWorkload('Deployment', 'engine', { namespace: 'self-healing-platform' }),
      wish: { ...more, target: 'Deployment/self-healing-platform/engine' },
      reason: 'ProtectedTarget',
      says: 'The engine itself',
    },
  ])('is refused with $reason when $why', async ({ object, wish, reason, says }) => {
    const engine = executionEngine([object]);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(says) });
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  test('is refused with what the API server says of the amounts', async () => {
    const engine = executionEngine([web()]);
    const message = 'spec.template.spec.containers[0].resources.requests: Invalid value: "3": must be less than or equal to cpu limit of 1';
    engine.cluster.failNext('patch Deployment', new Terminal({ code: 422, reason: 'Invalid', message }));
    const { status } = await carryOut(engine, admit(engine, update([{ name: 'main', requests: { cpu: '3' } }])));
    expect(status).toMatchObject({ phase: 'Failed', reason: 'InvalidParameters', message });
    expect(status?.intents).toBeUndefined();
  });

  test('writes nothing over a change that somebody made between its intent and its effect', async () => {
    const engine = executionEngine([web()]);
    const action = admit(engine, more);
    await pass(engine, action);
    expect(stored(engine, action).status?.intents).toHaveLength(1);
    overwrite(engine, [{ ...main, resources: { requests: { cpu: '300m' } } }, sidecar]);
    const { status } = await carryOut(engine, action, 250);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'MovedByOther' });
    expect(status?.message).toContain('requests.cpu of container main from 200m to 300m');
    expect(written(engine)).toEqual([]);
  });

  test.each([
    { when: 'as we wrote it', containers: undefined, reason: 'Undone', cpu: '100m', writes: 2 },
    {
      when: 'changed by somebody else',
      containers: [{ ...main, resources: { requests: { cpu: '500m' } } }, sidecar],
      reason: 'Drifted',
      cpu: '500m',
      writes: 1,
    },
    { when: 'already as it was', containers: [main, sidecar], reason: 'Undone', cpu: '100m', writes: 1 },
  ])('is undone: $reason, when the target is $when', async ({ containers, reason, cpu, writes }) => {
    const engine = executionEngine([web()]);
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const action = admit(engine, { ...more, plan });
    await carryOut(engine, action, 250);
    settle(engine);
    await carryOut(engine, action, 5000);
    if (containers) overwrite(engine, containers);
    const compensates = { name: action.metadata.name, uid: action.metadata.uid };
    const inverse = admit(engine, { ...more, name: 'act-1-undo', plan, compensates });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason });
    expect(resourcesNow(engine)?.[0]).toMatchObject({ requests: { cpu } });
    if (reason === 'Undone') expect(resourcesNow(engine)).toEqual([main.resources, sidecar.resources]);
    expect(written(engine)).toHaveLength(writes);
  });
});

test.each([
  { parameters: {}, fault: 'parameters.containers is required' },
  { parameters: { containers: [] }, fault: 'fewer than 1' },
  { parameters: { containers: [{ name: 'main' }] }, fault: 'fewer than 2' },
  { parameters: { containers: [{ name: 'main', limits: { cpu: 'much' } }] }, fault: 'parameters.containers.0.limits.cpu' },
  { parameters: { containers: [{ name: 'main', limits: { cpu: '-1' } }] }, fault: 'parameters.containers.0.limits.cpu' },
  { parameters: { containers: [{ name: 'main', limits: { cpu: '1' }, image: 'x' }] }, fault: 'image is not a known parameter' },
  { parameters: { containers: [{ name: 'main', limits: { cpu: 1, memory: '1.5Gi' }, requests: { cpu: '1e3' } }] }, fault: undefined },
])('parameters $parameters: $fault', ({ parameters, fault }) => {
  const found = parameterFault(updateResources, parameters);
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});
