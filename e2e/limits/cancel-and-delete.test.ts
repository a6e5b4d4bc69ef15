import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { finalizers } from '../../operator/api/resource.ts';
import { auditPosition, auditSince, committedWrites, isByEngine, type AuditEntry } from '../harness/audit.ts';
import { api, find, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, type Version } from '../harness/history.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, planNow, untilPlan } from '../journeys/bench/plans.ts';
import { writtenAction, writtenPlan } from '../journeys/bench/written.ts';
import { actionPath, cancel, untilBlocked, untilEnded } from '../operations/actions.ts';
import { lockByOther, lockOf } from '../operations/drain-scene.ts';
import {
  endsOfActions,
  handedBack,
  holdPodsOn,
  lastOf,
  planIn,
  states,
  statusesAfterSuccess,
  writesOn,
  type State,
} from './stopping-scene.ts';

type How = 'Stop' | 'Rollback' | 'deletion' | 'foreground deletion';

interface Row {
  readonly state: State;
  readonly how: How;
  readonly ends: string;
  /** How its actions end. */
  readonly actions: readonly unknown[];
  /** The nodes that stay cordoned: a completed step is kept unless somebody wants it undone. */
  readonly keeps?: readonly string[];
}

const cancelled = 'Cancelled/CancelRequested';
const deleted = 'Cancelled/Deleted';
const done = '01 Succeeded/Succeeded';
const undone = '01-undo Succeeded/Undone';
/** The garbage collector deletes the actions while their plan asks them to end: whichever comes first. */
const endedByEither = expect.stringMatching(/^02 Cancelled\/(CancelRequested|Deleted)$/);

const rows: readonly Row[] = [
  { state: 'asked', how: 'Stop', ends: cancelled, actions: [] },
  { state: 'asked', how: 'Rollback', ends: cancelled, actions: [] },
  { state: 'asked', how: 'deletion', ends: 'AwaitingApproval/ApprovalRequired', actions: [] },
  { state: 'locked', how: 'Stop', ends: cancelled, actions: [`01 ${cancelled}`] },
  { state: 'locked', how: 'Rollback', ends: cancelled, actions: [`01 ${cancelled}`] },
  { state: 'locked', how: 'deletion', ends: deleted, actions: [`01 ${cancelled}`] },
  { state: 'draining', how: 'Stop', ends: cancelled, actions: [done, `02 ${cancelled}`], keeps: ['-done'] },
  {
    state: 'draining',
    how: 'Rollback',
    ends: 'RolledBack/CancelRequested',
    actions: [done, undone, `02 ${cancelled}`],
  },
  { state: 'draining', how: 'deletion', ends: deleted, actions: [done, `02 ${cancelled}`], keeps: ['-done'] },
  { state: 'draining', how: 'foreground deletion', ends: deleted, actions: [done, endedByEither], keeps: ['-done'] },
  { state: 'settling', how: 'Stop', ends: cancelled, actions: [done], keeps: [''] },
  { state: 'settling', how: 'Rollback', ends: 'RolledBack/CancelRequested', actions: [done, undone] },
  { state: 'settling', how: 'deletion', ends: deleted, actions: [done], keeps: [''] },
  { state: 'verifying', how: 'Stop', ends: cancelled, actions: [done], keeps: [''] },
  { state: 'verifying', how: 'Rollback', ends: 'RolledBack/CancelRequested', actions: [done, undone] },
  { state: 'verifying', how: 'deletion', ends: deleted, actions: [done], keeps: [''] },
];

const [cordonedAndBack, drainedAndBack] = [
  ['patch nodes', 'patch nodes'],
  ['create leases', 'patch nodes', 'patch nodes', 'delete leases'],
];

/** What the engine may write on a node and its lock: each effect once, and once what takes it or its marks back. */
function writesOf({ state, actions }: Row, part: string): readonly string[] {
  if (actions[0] !== done) return [];
  return state === 'draining' && part === '' ? drainedAndBack : cordonedAndBack;
}

const idOf = ({ state, how }: Pick<Row, 'state' | 'how'>): string => `${state}-${how.toLowerCase().replace(' ', '-')}`;
const draining = rows.filter(({ state }) => state === 'draining').map(idOf);
const settled = draining.map((id) => `${id}-done`);
const lone = ['lone-cancel', 'lone-delete', 'lone-gone'] as const;
const withoutNode = 'node-gone';
const home = 'stop-home';
/** Milliseconds that an end may take, and that everything may take to be where somebody intervenes. */
const [within, patience] = [30_000, 90_000];
const seen = journey({
  nodes: [...rows.map(idOf), ...settled, ...lone, withoutNode],
  // So much at once is more than a short Lease allows on a busy machine.
  operator: { env: { MAX_ACTIVE_ACTIONS: '50', LEASE_DURATION_SECONDS: '15', LEASE_RENEW_SECONDS: '10' } },
});

beforeAll(async () => {
  const { cluster } = seen;
  const locked = rows.filter(({ state }) => state === 'locked').map(idOf);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } },
    deployment({ namespace: home, name: 'pay' }),
  ]);
  await Promise.all([
    holdPodsOn(cluster, [...draining, ...lone, withoutNode]),
    untilRolledOut(cluster, home, 'pay'),
    ...locked.map((node) => lockByOther(cluster, node)),
  ]);
});

/** What happened from before the first plan until everything had ended. */
interface Past {
  readonly history: readonly Version[];
  readonly audit: readonly AuditEntry[];
}
let past: Past;

/** The actions whose names begin like that and that cannot vanish yet. */
async function heldActions(stem: string): Promise<string[]> {
  const path = pathOf('remediationactions', '').slice(0, -1);
  const { items } = await api<{ items: RemediationAction[] }>(seen.cluster, { path });
  const held = items.filter(({ metadata }) => metadata.name.startsWith(stem) && metadata.finalizers !== undefined);
  return held.map(({ metadata }) => metadata.name);
}

/** The engine lets go in its time; whatever else holds the object, as the garbage collector does, has more. */
const untilReleased = (path: string): Promise<unknown> => {
  const ours: readonly string[] = Object.values(finalizers);
  const isReleased = async () => (await find(seen.cluster, path))?.metadata.finalizers?.some((held) => ours.includes(held)) !== true;
  return eventually(isReleased, { within, describe: `the engine has let ${path} go` });
};
const untilGone = (path: string): Promise<unknown> =>
  eventually(async () => (await find(seen.cluster, path)) === undefined, { within: patience, describe: `${path} is gone` });
const remove = (path: string, propagationPolicy: 'Background' | 'Foreground' = 'Background'): Promise<KubeObject> =>
  api(seen.cluster, { method: 'DELETE', path, body: { propagationPolicy } });

/** Somebody intervenes, and what they want is so within half a minute; how long that took. */
async function timed(what: string, ...parts: readonly (() => Promise<unknown>)[]): Promise<string> {
  const since = performance.now();
  for (const part of parts) await part();
  return `${what} ${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** The same for an object that is deleted, which is gone in the end. */
async function timedDeletion(what: string, path: string, propagationPolicy?: 'Foreground'): Promise<string> {
  const story = await timed(
    what,
    () => remove(path, propagationPolicy),
    () => untilReleased(path),
  );
  await untilGone(path);
  return story;
}

/** The plan comes to where it is stopped, and is stopped there. */
async function stop({ state, how }: Row): Promise<string> {
  const { cluster } = seen;
  const id = idOf({ state, how });
  const path = pathOf('remediationplans', `plan-${id}`);
  await untilPlan(cluster, `plan-${id}`, states[state].isThere, patience);
  const isReleased = ({ metadata, status }: RemediationPlan) => status?.finishedAt !== undefined && !metadata.finalizers;
  if (how === 'Stop' || how === 'Rollback') {
    const ask = () => api(cluster, { method: 'PATCH', path, body: { spec: { cancel: how } } });
    return timed(id, ask, () => untilPlan(cluster, `plan-${id}`, isReleased, within));
  }
  return timedDeletion(id, path, how === 'deletion' ? undefined : 'Foreground');
}

/** The node is gone before the plan that drains it is deleted. */
async function loseNode(): Promise<string> {
  const path = pathOf('remediationplans', `plan-${withoutNode}`);
  await untilBlocked(seen.cluster, `act-${withoutNode}-01`, 'EvictionBlocked', patience);
  await remove(`/api/v1/nodes/${withoutNode}`);
  return timedDeletion(withoutNode, path);
}

/**
 * The namespace of a plan goes away while a step of its settles. Kubernetes deletes the pods of a namespace first and looks again in
 * its own time, so what is timed begins when the plan is asked to go.
 */
async function loseNamespace(): Promise<string> {
  const { cluster } = seen;
  const path = pathOf('remediationplans', 'plan-home', home);
  const settles = async () => (await planNow(cluster, 'plan-home', home))?.status?.steps?.[0]?.phase === 'Waiting';
  await eventually(settles, { within: patience, describe: 'plan-home settles' });
  await remove(`/api/v1/namespaces/${home}`);
  const isAskedToGo = async () => {
    const plan = await find(cluster, path);
    return !plan || plan.metadata.deletionTimestamp !== undefined;
  };
  await eventually(isAskedToGo, { within: patience, describe: 'plan-home is asked to go' });
  const story = await timed(home, () => untilReleased(path));
  await untilGone(path);
  await untilGone(`/api/v1/namespaces/${home}`);
  return story;
}

/** The same for an action without a plan. */
async function stopLone(name: (typeof lone)[number]): Promise<string> {
  const { cluster } = seen;
  await untilBlocked(cluster, name, 'EvictionBlocked', patience);
  if (name === 'lone-cancel')
    return timed(
      name,
      () => cancel(cluster, name),
      () => untilEnded(cluster, name, within),
    );
  if (name === 'lone-gone') await remove(`/api/v1/nodes/${name}`);
  return timedDeletion(name, actionPath(name));
}

describe('S35: somebody intervenes', () => {
  test('with everything at once, and everything ends', async () => {
    const { cluster } = seen;
    const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];
    const drain = { operation: 'drain_node', timeoutSeconds: 300 } as const;
    await applyObjects(cluster, [
      ...rows.map((row) => writtenPlan(planIn(row.state, idOf(row)))),
      writtenPlan({ name: `plan-${withoutNode}`, steps: [{ ...drain, target: `Node/${withoutNode}` }] }),
      writtenPlan({
        name: 'plan-home',
        namespace: home,
        steps: [{ layer: 'application', target: `Deployment/${home}/pay`, waitSeconds: 300 }],
      }),
      ...lone.map((name) => writtenAction({ name, target: `Node/${name}`, ...drain })),
    ]);
    const stories = await Promise.allSettled([...rows.map(stop), loseNode(), loseNamespace(), ...lone.map(stopLone)]);
    // What has ended hands back a moment later, and the past is to show that.
    const isHandedBack = async () => (await heldActions('')).length === 0;
    await Promise.allSettled([eventually(isHandedBack, { within, describe: 'nothing holds an action' })]);
    past = { history: await historySince(cluster, revision), audit: await auditSince(cluster, position) };
    console.log(`      S35: ${stories.map((story) => (story.status === 'fulfilled' ? story.value : 'failed')).join(', ')}`);
    expect(stories.filter(({ status }) => status === 'rejected')).toEqual([]);
  }, 240_000);

  test.each(rows)('a plan that is $state ends by $how as $ends', async (row) => {
    const { cluster } = seen;
    const [id, plan] = [idOf(row), `plan-${idOf(row)}`];
    const { history, audit } = past;
    expect(lastOf(history, 'RemediationPlan', plan)).toEqual({ end: row.ends, there: !row.how.includes('deletion') });
    expect(endsOfActions(history, plan)).toEqual(row.actions);
    if (row.actions[0] === done) expect(statusesAfterSuccess(history, `act-${id}-01`)).toHaveLength(1);
    await eventually(async () => expect(await heldActions(`act-${id}-`)).toEqual([]) ?? true, {
      within,
      describe: `nothing holds the actions of ${plan}`,
    });
    for (const part of row.state === 'draining' ? ['', '-done'] : ['']) {
      const node = id + part;
      const left = { cordoned: row.keeps?.includes(part) ?? false, claimed: false };
      await eventually(async () => expect(handedBack(await getNode(cluster, node))).toEqual(left) ?? true, {
        within,
        describe: `${node} is handed back`,
      });
      expect((await lockOf(cluster, node))?.spec.holderIdentity).toBe(row.state === 'locked' ? 'node-maintenance' : undefined);
      expect(writesOn(audit, node)).toEqual(writesOf(row, part));
    }
  });

  test('a plan whose node is gone, or whose namespace goes, has not hung', async () => {
    const { history } = past;
    expect(lastOf(history, 'RemediationPlan', 'plan-home')).toEqual({ end: deleted, there: false });
    const whichever = expect.stringMatching(/^(Cancelled|Failed|RolledBack)\//); // the step may have told first that its node is gone
    expect(lastOf(history, 'RemediationPlan', `plan-${withoutNode}`)).toEqual({ end: whichever, there: false });
    expect(await lockOf(seen.cluster, withoutNode)).toBeUndefined();
  });

  test.each([
    { name: 'lone-cancel', ends: [cancelled], there: true },
    { name: 'lone-delete', ends: [deleted], there: false },
    { name: 'lone-gone', ends: [deleted, 'Failed/TargetGone'], there: false },
  ])('a drain without a plan hands its node back: $name', async ({ name, ends, there }) => {
    const { cluster } = seen;
    const last = lastOf(past.history, 'RemediationAction', name);
    expect(last?.there).toBe(there);
    expect(ends).toContain(last?.end);
    expect(await lockOf(cluster, name)).toBeUndefined();
    if (name === 'lone-gone') return;
    expect(handedBack(await getNode(cluster, name))).toEqual({ cordoned: false, claimed: false });
    expect(writesOn(past.audit, name)).toEqual(drainedAndBack);
  });

  test('nothing was evicted', () => {
    const evictions = committedWrites(past.audit).filter((entry) => isByEngine(entry) && entry.subresource === 'eviction');
    expect(evictions).toEqual([]);
  });
});
