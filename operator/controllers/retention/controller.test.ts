import { afterEach, describe, expect, test } from '@jest/globals';
import { apiVersion, keys } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { type EngineObject } from '../../api/terminal-phases.ts';

import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { ledgerMap } from '../../testing/ledger-map.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import type { Controller } from '../runtime/deps.ts';
import { makeRetentionController, reconcileIncident } from './controller.ts';
import { indexIncidents } from './incidents.ts';

const ended = { finishedAt: at(100) };
const allow = ['delete Anomaly', 'delete RemediationPlan', 'delete RemediationAction'];
const namespace = 'self-healing-platform';
const refOf = ({ kind, metadata: { name } }: EngineObject) => targetString({ kind, namespace, name });

function owned<T extends EngineObject>(object: T, by: EngineObject): T {
  const { kind, metadata } = by;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } };
}

const anomaly = buildAnomaly({ name: 'anom-1', status: { phase: 'Resolved', ...ended } });
const plan = owned(buildPlan({ name: 'plan-1', status: { phase: 'Succeeded', ...ended } }), anomaly);
const action = owned(buildAction({ name: 'act-1', status: { phase: 'Succeeded', ...ended } }), plan);

/** An engine a day and more later, which has seen these. */
function pass(...objects: EngineObject[]) {
  const engine = fakeEngine({ allow });
  const incidents = indexIncidents(engine.deps.caches);
  objects.forEach(engine.put);
  engine.clock.setNow(new Date(at(100 + 86_400)));
  const known = { told: new Set<string>(), uncounted: new Set<string>(), deleted: new Set<string>() };
  engine.deps.tally.giveWay(); // what is not about counting waits for none
  const judge = (object: EngineObject) => reconcileIncident({ deps: engine.deps, incidents, ...known }, refOf(object));
  const deleted = () => engine.cluster.calls.filter(({ verb }) => verb === 'delete').map(({ key }) => key);
  return { ...engine, judge, deleted };
}

describe('a pass over an incident', () => {
  test('deletes the root alone, if it is still what was judged, and leaves the rest to the garbage collector', async () => {
    const { judge, cluster, logged, deps } = pass(anomaly, plan, action);
    expect(await judge(anomaly)).toBeUndefined();
    const { resourceVersion } = deps.caches.anomalies.get({ namespace, name: 'anom-1' })?.metadata ?? {};
    expect(cluster.calls).toMatchObject([
      {
        verb: 'delete',
        what: 'Anomaly',
        key: `${namespace}/anom-1`,
        options: { uid: 'uid-anom-1', resourceVersion, propagation: 'Background' },
      },
    ]);
    expect(logged).toEqual(['A finished incident was deleted']);
  });

  test('asks once, though the end of what it owned is told before its own', async () => {
    const { judge, deleted, deps } = pass(anomaly, plan, action);
    await judge(anomaly);
    deps.caches.actions.remove(action);
    await judge(anomaly);
    expect(deleted()).toEqual([`${namespace}/anom-1`]);
  });

  test('asks again after a refusal', async () => {
    const { judge, cluster, deleted } = pass(anomaly, plan, action);
    cluster.failNext('delete Anomaly', new Terminal({ code: 403, reason: 'Forbidden', message: 'the namespace is frozen' }));
    await expect(judge(anomaly)).rejects.toThrow('frozen');
    await judge(anomaly);
    expect(deleted()).toHaveLength(2);
  });

  test.each([plan, action])('leaves a $kind that has an owner of ours to its root', async (child) => {
    const { judge, deleted } = pass(anomaly, plan, action);
    expect(await judge(child)).toBeUndefined();
    expect(deleted()).toEqual([]);
  });

  test('leaves what the controller of somebody else owns, which would make it again, to that one', async () => {
    const foreign = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'uid-nightly', controller: true };
    const lone = buildAction({ name: 'act-2', status: { phase: 'Failed', ...ended } });
    const { judge, deleted } = pass({ ...lone, metadata: { ...lone.metadata, ownerReferences: [foreign] } });
    await judge(lone);
    expect(deleted()).toEqual([]);
  });

  test('waits until the time of the policy is over, counted anew when the policy changes', async () => {
    const { judge, clock, put, deleted } = pass(anomaly, plan, action);
    clock.setNow(new Date(at(160)));
    expect(await judge(anomaly)).toEqual({ after: 86_340_000 });
    put(buildPolicy({ retention: { ttlSecondsAfterFinished: 60 } }));
    await judge(anomaly);
    expect(deleted()).toEqual([`${namespace}/anom-1`]);
  });

  test('keeps what counts for a limit for longer than its plan wants to stay', async () => {
    const failed = buildPlan({ name: 'plan-f', ttlSecondsAfterFinished: 0, status: { phase: 'Failed', startedAt: at(90), ...ended } });
    const { judge, clock, put, deleted } = pass(failed);
    put(buildPolicy({ cooldownSeconds: 60, breakers: { target: { openSeconds: 600 } } }));
    clock.setNow(new Date(at(110)));
    expect(await judge(failed)).toEqual({ after: 590_000 });
    clock.setNow(new Date(at(700)));
    await judge(failed);
    expect(deleted()).toEqual([`${namespace}/plan-f`]);
  });

  describe('of the same again', () => {
    const history = [{ plan: 'plan-1', outcome: 'Succeeded', at: at(100) }];
    const tried = (name: string, finishedAt: string, fingerprint = 'f') =>
      buildAnomaly({ name, status: { phase: 'Resolved', finishedAt, history, fingerprint } });
    const [older, newer, other] = [tried('anom-a', at(90)), tried('anom-b', at(100)), tried('anom-c', at(90), 'g')];

    test('deletes what a newer one remembers too, and keeps the newest for a week', async () => {
      const { judge, deleted } = pass(older, newer, other);
      for (const one of [older, newer, other]) await judge(one);
      expect(deleted()).toEqual([`${namespace}/anom-a`]);
      expect(await judge(newer)).toEqual({ after: 6 * 86_400_000 });
    });

    test('deletes all of them when the policy says so', async () => {
      const { judge, put, deleted } = pass(older, newer);
      put(buildPolicy({ retention: { ttlSecondsAfterFinished: 86_400 } }));
      for (const one of [older, newer]) await judge(one);
      expect(deleted()).toEqual([`${namespace}/anom-a`, `${namespace}/anom-b`]);
    });
  });

  test('looks again later while a node carries the claim of its plan', async () => {
    const { judge, deps, deleted } = pass(anomaly, plan, action);
    const node = aNode('w1', { annotations: { [keys.claim]: plan.metadata.uid } });
    deps.caches.nodes.upsert({ ...node, apiVersion: 'v1', kind: 'Node' });
    expect(await judge(anomaly)).toEqual({ after: 15_000 });
    expect(deleted()).toEqual([]);
  });

  test('waits until its actions are counted where their deletion does not matter', async () => {
    const { judge, deps, clock, deleted } = pass(anomaly, plan, action);
    deps.tally.begin();
    expect(await judge(anomaly)).toBeUndefined();
    expect(deleted()).toEqual([]);
    deps.tally.stored(ledgerMap(deps.tally.next(clock.now())));
    await judge(anomaly);
    expect(deleted()).toEqual([`${namespace}/anom-1`]);
    expect(deps.tally.counts().processed.deterministic).toBe(1);
  });

  test('says once that one stays which is kept in git', async () => {
    const labels = { 'helm.toolkit.fluxcd.io/name': 'shop' };
    const kept = { ...anomaly, metadata: { ...anomaly.metadata, labels } };
    const { judge, logged, deleted } = pass(kept);
    await judge(kept);
    await judge(kept);
    expect(logged).toEqual(['A finished incident stays, because it would come back from git']);
    expect(deleted()).toEqual([]);
  });

  test('does not delete what the API server knows otherwise', async () => {
    const { judge, cluster } = pass(anomaly);
    cluster.put({ ...anomaly, metadata: { ...anomaly.metadata, uid: 'uid-of-another-life' } });
    await expect(judge(anomaly)).rejects.toThrow('was modified');
    expect(cluster.peek(kinds.Anomaly, { namespace, name: 'anom-1' })).toBeDefined();
  });

  test.each([
    {
      when: 'an anomaly waits for it',
      needed: anomaly,
      by: buildAnomaly({ name: 'anom-2', status: { phase: 'Pending', blocked: { reason: 'x', since: at(0), by: refOf(anomaly) } } }),
    },
    {
      when: 'an open anomaly is in a group that it found',
      needed: buildAction({
        ...{ name: 'act-group', type: 'alert_correlation', operation: 'correlate' },
        status: { phase: 'Succeeded', ...ended, result: { groups: [{ cause: 'x', members: [{ name: 'anom-2', uid: 'uid-anom-2' }] }] } },
      }),
      by: buildAnomaly({ name: 'anom-2' }),
    },
  ])('keeps one as long as $when', async ({ needed, by }) => {
    const { judge, put, deleted } = pass(needed, by);
    expect(await judge(needed)).toEqual({ after: 15_000 });
    put({ ...by, status: { phase: 'Resolved', ...ended } });
    await judge(needed);
    expect(deleted()).toEqual([`${namespace}/${needed.metadata.name}`]);
  });

  test('keeps an action as long as the plan of one that it superseded has not gone on', async () => {
    const winner = buildAction({ name: 'act-first', status: { phase: 'Succeeded', ...ended } });
    const running = buildPlan({ name: 'plan-2', status: { phase: 'Executing' } });
    const arbitration = { winner: refOf(winner), decidedAt: at(50) };
    const loser = owned(buildAction({ name: 'act-2', status: { phase: 'Superseded', ...ended, arbitration } }), running);
    const { judge, put, deleted } = pass(winner, running, loser);
    expect(await judge(winner)).toEqual({ after: 15_000 });
    put({ ...running, status: { phase: 'Succeeded', ...ended } });
    await judge(winner);
    expect(deleted()).toEqual([`${namespace}/act-first`]);
  });

  test('is led in no circle by what somebody wrote into owner references', async () => {
    const first = buildPlan({ name: 'plan-a', status: { phase: 'Failed', ...ended } });
    const second = buildPlan({ name: 'plan-b', status: { phase: 'Failed', ...ended } });
    const { judge, deleted } = pass(owned(first, second), owned(second, first), owned(anomaly, plan), plan);
    await judge(first);
    await judge(anomaly);
    expect(deleted()).toEqual([`${namespace}/anom-1`]);
  });
});

describe('the controller of retention', () => {
  let controller: Controller | undefined;
  afterEach(async () => {
    await controller?.stop();
  });

  function started(...objects: EngineObject[]) {
    const engine = pass();
    controller = makeRetentionController(engine.deps);
    objects.forEach(engine.put);
    controller.start();
    return engine;
  }

  test('deletes what was due before it started, and what becomes due', async () => {
    const { deleted, put } = started(anomaly, plan, action);
    await eventually(() => expect(deleted()).toEqual([`${namespace}/anom-1`]));
    put(buildAction({ name: 'act-2', status: { phase: 'Rejected', ...ended } }));
    await eventually(() => expect(deleted()).toEqual([`${namespace}/anom-1`, `${namespace}/act-2`]));
  });

  test('looks at the root when the last of its objects ends', async () => {
    const busy = { ...action, status: { phase: 'Running' } } as const;
    const { deleted, put } = started(anomaly, plan, busy);
    put(action);
    await eventually(() => expect(deleted()).toContain(`${namespace}/anom-1`));
  });

  test('deletes what waited to be counted as soon as it is', async () => {
    const { deleted, deps, clock } = started(anomaly, plan, action);
    deps.tally.begin();
    await eventually(() => expect(deps.tally.owedMs).toBeDefined());
    expect(deleted()).toEqual([]);
    deps.tally.stored(ledgerMap(deps.tally.next(clock.now())));
    await eventually(() => expect(deleted()).toEqual([`${namespace}/anom-1`]));
  });

  test('goes over everything when the policy says otherwise, and only then', async () => {
    const { deleted, put, deps, clock } = started();
    const policyOf = (seconds: number) => put(buildPolicy({ retention: { ttlSecondsAfterFinished: seconds } }));
    policyOf(1000);
    clock.setNow(new Date(at(200)));
    put(anomaly);
    await eventually(() => expect(deps.caches.anomalies.size).toBe(1));
    expect(deleted()).toEqual([]);
    policyOf(0);
    await eventually(() => expect(deleted()).toEqual([`${namespace}/anom-1`]));
  });

  test('goes over everything when nothing has to cool down any more', async () => {
    const cooling = buildPlan({ name: 'plan-c', ttlSecondsAfterFinished: 0, status: { phase: 'Succeeded', startedAt: at(90), ...ended } });
    const { deleted, put, clock, deps } = started();
    clock.setNow(new Date(at(200)));
    put(buildPolicy({ cooldownSeconds: 1000 }));
    put(cooling);
    await eventually(() => expect(deps.caches.plans.size).toBe(1));
    expect(deleted()).toEqual([]);
    put(buildPolicy({ cooldownSeconds: 0 }));
    await eventually(() => expect(deleted()).toEqual([`${namespace}/plan-c`]));
  });

  test('goes on with the others when one may not be deleted', async () => {
    const { deleted, put, cluster, logged } = started();
    cluster.failNext('delete Anomaly', new Terminal({ code: 403, reason: 'Forbidden', message: 'no right' }));
    put(anomaly);
    put(buildAction({ name: 'act-2', status: { phase: 'Rejected', ...ended } }));
    await eventually(() => expect(deleted()).toEqual([`${namespace}/anom-1`, `${namespace}/act-2`]));
    expect(logged.join()).toMatch(/no right/);
  });
});
