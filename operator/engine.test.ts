import { expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { takeOver, type Watches } from './engine.ts';
import type { StoredObject } from './kube/client.ts';
import { Conflict, Terminal, Transient } from './kube/errors.ts';
import { kinds, type Kind } from './kube/kinds.ts';
import { ListWatch } from './kube/watch.ts';
import { buildAction } from './testing/action-builder.ts';
import { buildAnomaly } from './testing/anomaly-builder.ts';
import { aNode } from './testing/cluster-objects.ts';
import { fakeEngine } from './testing/fake-engine.ts';
import { buildPlan } from './testing/plan-builder.ts';
import { buildPolicy } from './testing/policy-builder.ts';

/** A cluster, and watches that tell nothing by themselves. */
function late() {
  const { cluster, deps, logged } = fakeEngine({ allow: ['list *', 'patch RemediationAction/status'] });
  const client = { list: cluster.list.bind(cluster), watch: () => Promise.reject(new Error('nothing is watched')) };
  const watchOf = <T extends StoredObject>(kind: Kind) => new ListWatch<T>({ kind, client });
  const watches: Parameters<typeof takeOver>[1] = {
    anomalies: watchOf(kinds.Anomaly),
    plans: watchOf(kinds.RemediationPlan),
    actions: watchOf(kinds.RemediationAction),
    policies: watchOf(kinds.RemediationPolicy),
    nodes: watchOf(kinds.Node),
  };
  const actions = watches.actions.cache;
  return { cluster, deps: { ...deps, caches: { ...deps.caches, actions } }, logged, watches };
}

const stays = (why: string): never => {
  throw new Error(`it steps down: ${why}`);
};

const versions = (watches: Partial<Watches>): unknown[] =>
  Object.values(watches).map(({ cache }) => cache.list()[0]?.metadata.resourceVersion);

test('whoever takes over has seen what the predecessor and people wrote last, however late the watches are', async () => {
  const { cluster, deps, watches } = late();
  const stored = [buildAnomaly(), buildPlan(), buildAction(), buildPolicy({}), aNode('w1')].map((object) => cluster.put(object));
  for (const watch of Object.values(watches)) await watch.refresh();
  expect(versions(watches)).toEqual(stored.map(({ metadata }) => metadata.resourceVersion));
  const written = stored.map((object) => cluster.put({ ...object, metadata: { ...object.metadata, labels: { written: 'last' } } }));
  await takeOver(deps, watches, stays);
  expect(versions(watches)).toEqual(written.map(({ metadata }) => metadata.resourceVersion));
});

test('a kind that cannot be read is named, once the slower ones have been read too', async () => {
  const { cluster, deps, watches } = late();
  const slow = Promise.withResolvers<void>();
  watches.nodes.refresh = () => slow.promise;
  const refused = new Terminal({ code: 403, reason: 'Forbidden', message: 'list: forbidden' });
  cluster.failNext('list RemediationPlan', refused);
  cluster.failNext('list RemediationPolicy', new Transient({ reason: 'Timeout', message: 'no answer in time' }));
  let failure: unknown;
  const tried = takeOver(deps, watches, stays).catch((error: unknown) => (failure = error));
  await setImmediate();
  expect(failure).toBeUndefined();
  slow.resolve();
  await tried;
  expect(failure).toMatchObject({ message: 'remediationplans, remediationpolicies could not be read anew', cause: refused });
});

test('unfinished actions that may have begun carry the epoch of whoever takes over', async () => {
  const { cluster, deps, watches } = late();
  for (const phase of ['Blocked', 'Admitted', 'Running', 'Succeeded'] as const)
    cluster.put(buildAction({ name: phase.toLowerCase(), status: { phase, epoch: 7 } }));
  await takeOver({ ...deps, epoch: () => 8 }, watches, stays);
  const epochs = watches.actions.cache.list().map(({ metadata, status }) => `${metadata.name} ${status?.epoch}`);
  expect(epochs.toSorted()).toEqual(['admitted 8', 'blocked 7', 'running 8', 'succeeded 7']);
});

test('an action that nobody may write keeps nobody from taking over; the log names it', async () => {
  const { cluster, deps, logged, watches } = late();
  for (const name of ['frozen', 'other']) cluster.put(buildAction({ name, status: { phase: 'Running', epoch: 7 } }));
  cluster.failNext('patch RemediationAction/status', new Terminal({ code: 403, reason: 'Forbidden', message: 'the namespace is frozen' }));
  await takeOver({ ...deps, epoch: () => 8 }, watches, stays);
  expect(watches.actions.cache.list().map(({ status }) => status?.epoch)).toEqual([7, 8]);
  expect(logged).toEqual(['An action cannot be taken over; it stays as it is until it can be written']);
});

test('an action that was deleted since it was listed is nobody to take over; nothing is said of it', async () => {
  const { cluster, deps, logged, watches } = late();
  cluster.put(buildAction({ status: { phase: 'Running', epoch: 7 } }));
  cluster.failNext('patch RemediationAction/status', new Terminal({ code: 404, reason: 'NotFound', message: 'it is gone' }));
  await takeOver({ ...deps, epoch: () => 8 }, watches, stays);
  expect(logged).toEqual([]);
});

test.each([
  { what: 'an anomaly', object: buildAnomaly({ status: { phase: 'Pending', epoch: 9 } }) },
  { what: 'a plan', object: buildPlan({ status: { phase: 'Pending', epoch: 9 } }) },
  { what: 'an action that has ended', object: buildAction({ name: 'ended', status: { phase: 'Succeeded', epoch: 9 } }) },
  { what: 'the policy', object: { ...buildPolicy({}), status: { epoch: 9 } } },
])('whoever finds $what with a higher epoch steps down and writes nothing', async ({ object }) => {
  const { cluster, deps, logged, watches } = late();
  for (const one of [buildAction({ status: { phase: 'Running', epoch: 7 } }), object]) cluster.put(one);
  const said: string[] = [];
  await expect(takeOver({ ...deps, epoch: () => 8 }, watches, (why) => void said.push(why))).rejects.toThrow('the epoch 9');
  expect(said).toEqual([expect.stringContaining('the epoch 9')]);
  expect([cluster.calls.filter(({ verb }) => verb !== 'list'), logged]).toEqual([[], []]);
});

test.each([
  { what: 'it is not the leader any more', error: new Terminal({ reason: 'NotLeader', message: 'not the leader' }) },
  { what: 'the API server does not answer', error: new Transient({ reason: 'Timeout', message: 'no answer in time' }) },
  { what: 'an action moved meanwhile', error: new Conflict({ code: 409, reason: 'Conflict', message: 'it moved' }) },
])('nobody takes over while $what', async ({ error }) => {
  const { cluster, deps, watches } = late();
  cluster.put(buildAction({ status: { phase: 'Running', epoch: 7 } }));
  cluster.failNext('patch RemediationAction/status', error);
  await expect(takeOver({ ...deps, epoch: () => 8 }, watches, stays)).rejects.toThrow(error);
});
