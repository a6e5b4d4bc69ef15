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

const versions = (watches: Partial<Watches>): unknown[] =>
  Object.values(watches).map(({ cache }) => cache.list()[0]?.metadata.resourceVersion);

test('whoever takes over has seen what the predecessor and people wrote last, however late the watches are', async () => {
  const { cluster, deps, watches } = late();
  const stored = [buildAnomaly(), buildPlan(), buildAction(), buildPolicy({}), aNode('w1')].map((object) => cluster.put(object));
  for (const watch of Object.values(watches)) await watch.refresh();
  expect(versions(watches)).toEqual(stored.map(({ metadata }) => metadata.resourceVersion));
  const written = stored.map((object) => cluster.put({ ...object, metadata: { ...object.metadata, labels: { written: 'last' } } }));
  await takeOver(deps, watches);
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
  const tried = takeOver(deps, watches).catch((error: unknown) => (failure = error));
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
  await takeOver({ ...deps, epoch: () => 8 }, watches);
  const epochs = watches.actions.cache.list().map(({ metadata, status }) => `${metadata.name} ${status?.epoch}`);
  expect(epochs.toSorted()).toEqual(['admitted 8', 'blocked 7', 'running 8', 'succeeded 7']);
});

test('an action that nobody may write keeps nobody from taking over; the log names it', async () => {
  const { cluster, deps, logged, watches } = late();
  for (const name of ['frozen', 'other']) cluster.put(buildAction({ name, status: { phase: 'Running', epoch: 7 } }));
  cluster.failNext('patch RemediationAction/status', new Terminal({ code: 403, reason: 'Forbidden', message: 'the namespace is frozen' }));
  await takeOver({ ...deps, epoch: () => 8 }, watches);
  expect(watches.actions.cache.list().map(({ status }) => status?.epoch)).toEqual([7, 8]);
  expect(logged).toEqual(['An action cannot be taken over; it stays as it is until it can be written']);
});

test.each([
  { what: 'it is not the leader any more', error: new Terminal({ reason: 'NotLeader', message: 'not the leader' }) },
  { what: 'the API server does not answer', error: new Transient({ reason: 'Timeout', message: 'no answer in time' }) },
  { what: 'an action moved meanwhile', error: new Conflict({ code: 409, reason: 'Conflict', message: 'it moved' }) },
])('nobody takes over while $what', async ({ error }) => {
  const { cluster, deps, watches } = late();
  cluster.put(buildAction({ status: { phase: 'Running', epoch: 7 } }));
  cluster.failNext('patch RemediationAction/status', error);
  await expect(takeOver({ ...deps, epoch: () => 8 }, watches)).rejects.toThrow(error);
});
