import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, Blocked, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { api } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince } from '../harness/history.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { countedIn, readFrom } from '../journeys/bench/document-metrics.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, report, system } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { request } from '../operations/actions.ts';
import { holdPods, lockByOther, unlockByOther } from '../operations/drain-scene.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { doors, twoDoors, type Door, type Told } from './bench/two-doors.ts';

const nodes = ['x-1', 'x-2', 'x-3', 'x-4', 'x-5', 'x-6'];
const seen = journey({ nodes });
const { get, tokens } = twoDoors(seen);
const kinds = ['anomalies', 'remediationplans', 'remediationactions'];
let start: number;

const on = (node: string, name: string, wish: ActionWish = {}): Promise<void> =>
  request(seen.cluster, { name, target: `Node/${node}`, ...wish });

/** An incident whose drain is held by a budget, and around it somebody waiting for each of these. */
const atOnce = ['EvictionBlocked', 'TargetBusy', 'TargetHeld', 'TargetLocked', 'Unmanaged', 'ApprovalRequired', 'LowConfidence'];

beforeAll(async () => {
  const { cluster } = seen;
  start = await currentRevision(cluster);
  const accounts = [
    { namespace: system, name: 'x-reader', rules: [rule(['get'], kinds)], everywhere: true },
    { namespace: system, name: 'x-reporter', rules: [rule(['get'], ['anomalies'])] },
    { namespace: 'x-shop', name: 'x-tenant', rules: [rule(['get'], kinds)] },
  ];
  for (const account of accounts) tokens.set(account.name, await createAccount(cluster, account));
  for (const at of ['1', '3']) {
    await createDeployment(cluster, { namespace: 'x-shop', name: `held-${at}`, node: `x-${at}` });
    await untilRolledOut(cluster, 'x-shop', `held-${at}`);
    await holdPods(cluster, 'x-shop', `held-${at}`);
  }
  await setNodeCondition(cluster, 'x-1', { type: 'MemoryPressure', status: 'True' });
  await report(cluster, { name: 'anom-x', targets: ['Node/x-1'], mode: 'Automatic' });
  await on('x-3', 'act-busy', { operation: 'drain_node' });
  await lockByOther(cluster, 'x-4');
  await on('x-4', 'act-locked');
  await kubectl(cluster, ['label', 'node', 'x-5', 'coordination.selfheal.dev/managed=false']);
  await on('x-5', 'act-unmanaged');
  await on('x-6', 'act-asks', { approvalRequired: true });
  await on('x-6', 'act-unsure', { operation: 'drain_node', source: 'ai_driven', confidence: 0.69 });
  await applyPlan(cluster, { name: 'plan-asks', mode: 'Approval', steps: [{ target: 'Node/x-6' }] });
  await untilWaiting('act-busy', 'act-x-01');
  await on('x-3', 'act-queued');
  await on('x-1', 'act-held');
  await applyPlan(cluster, { name: 'plan-waits', steps: [{ target: 'Node/x-1' }] });
}, 240_000);

afterAll(async () => {
  await unlockByOther(seen.cluster, 'x-4');
  await dropPolicy(seen.cluster);
});

type Found = Anomaly | RemediationPlan | RemediationAction;
type Waiting = Found & { readonly status: { readonly blocked: Blocked; readonly phase: string } };

/** Every object of ours that waits, as the API server has it now. */
async function waiting(): Promise<Waiting[]> {
  const lists = kinds.map((plural) =>
    api<{ items: Found[] }>(seen.cluster, { path: `/apis/coordination.selfheal.dev/v1alpha1/${plural}` }),
  );
  return (await Promise.all(lists)).flatMap(({ items }) => items).filter((one): one is Waiting => one.status?.blocked !== undefined);
}

async function untilWaiting(...names: string[]): Promise<void> {
  const all = async () => {
    const found = new Set((await waiting()).map(({ metadata }) => metadata.name));
    return names.every((name) => found.has(name));
  };
  await eventually(all, { within: 30_000, describe: `${names.join(', ')} wait` });
}

const paths = { Anomaly: 'anomalies', RemediationPlan: 'plans', RemediationAction: 'actions' } as const;
const explain = (door: Door, kind: keyof typeof paths, name: string, as = 'x-reader'): Promise<Told> =>
  get(door, `/api/v1/${paths[kind]}/${name}/explain`, as);

interface Wait {
  readonly holder: string;
  readonly since: string;
  readonly until: string | null;
  readonly ends: string;
}

/** The explanation names rule, holder and until when, as the object has them; words stand where the object has nothing. */
function faultIn(told: Told, { status: { blocked, phase } }: Waiting): string | undefined {
  const { holder, since, until, ends } = told['waits'] as Wait;
  const wanted = [phase, blocked.reason, blocked.since, blocked.until ?? null, blocked.by ?? holder];
  const said = [told['phase'], told['rule'], since, until, holder];
  if (!isDeepStrictEqual(said, wanted)) return `it says ${said.join()}, not ${wanted.join()}`;
  if (holder === '' || !ends.startsWith('when ')) return `it is held by "${holder}" and ends "${ends}"`;
  return (told['next_steps'] as readonly string[]).length > 0 ? undefined : 'nobody is told what to do';
}

/** What is wrong with how the replica explains all that waits now, once all these reasons are among it. */
async function faultsAt(door: Door, reasons: readonly string[]): Promise<string[]> {
  const all = await waiting();
  const missing = reasons.filter((reason) => !all.some(({ status }) => status.blocked.reason === reason));
  if (missing.length > 0) return [`nobody waits for ${missing.join(', ')}`];
  const faults = all.map(async (one) => {
    const fault = faultIn(await explain(door, one.kind, one.metadata.name), one);
    return fault === undefined ? [] : [`${one.kind} ${one.metadata.name}: ${fault}`];
  });
  return (await Promise.all(faults)).flat();
}

/** A status may change while it is compared, so all of them get another chance. */
async function expectExplained(door: Door, reasons: readonly string[]): Promise<void> {
  const noFault = async () => {
    const faults = await faultsAt(door, reasons);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return true;
  };
  await eventually(noFault, { within: 30_000, every: 500, describe: `all that waits is explained by the ${door}` });
}

describe('S38: for each object that waits, explain names rule, holder and until when', () => {
  test.each(doors)('by the $door', ({ door }) => expectExplained(door, atOnce));

  test('and the words of the wait, who won, and what to do, down from an anomaly to the action of its plan', async () => {
    const busy = `RemediationAction/${system}/act-busy`;
    for (const { door } of doors) {
      expect(await explain(door, 'RemediationAction', 'act-queued')).toMatchObject({
        ...{ code: 200, id: 'act-queued', namespace: system, phase: 'Blocked', rule: 'TargetBusy' },
        meaning: 'An action of ours is at work on the target or on what contains it.',
        waits: { holder: busy, until: null, ends: `when ${busy} ends` },
        arbitration: { winner: busy, against: [busy], conflict_type: 'same_target' },
        next_steps: ['It goes on by itself.', expect.stringContaining('kubectl patch ract act-busy')],
      });
      const told = await explain(door, 'Anomaly', 'anom-x');
      const action = { id: 'act-x-01', phase: 'Running', rule: 'EvictionBlocked' };
      expect(told).toMatchObject({ rule: 'EvictionBlocked', plan: { id: 'plan-x', phase: 'Executing', actions: [action] } });
    }
  });

  test('to whoever may get that, and of an anomaly nothing of a plan to whoever may not get plans', async () => {
    for (const { door } of doors) {
      expect(await explain(door, 'Anomaly', 'anom-x', 'x-reporter')).toMatchObject({ code: 200, rule: 'EvictionBlocked', plan: null });
      expect(await explain(door, 'RemediationPlan', 'plan-x', 'x-reporter')).toMatchObject({ code: 404, field: 'id' });
      expect(await explain(door, 'RemediationAction', 'act-queued', 'x-tenant')).toMatchObject({ code: 404, field: 'id' });
      expect(await explain(door, 'RemediationAction', 'act-none')).toMatchObject({ code: 404, field: 'id' });
      expect(await explain(door, 'RemediationAction', 'act-queued', 'nothing')).toMatchObject({ code: 401 });
    }
  });

  test('and kubectl shows phase and reason of all of them without -o wide', async () => {
    const shown = async () => {
      const all = await waiting();
      const table = await kubectl(seen.cluster, ['get', 'ract,rplan,anom', '-A', '--no-headers']);
      const rows = table.split('\n').map((line) => line.split(/\s+/));
      const lost = all.filter(({ metadata, status }) => {
        const row = rows.find(([, name]) => name?.endsWith(`/${metadata.name}`));
        return !row?.includes(status.phase) || !row.includes(status.blocked.reason);
      });
      if (lost.length > 0) throw new Error(`not of ${lost.map(({ metadata }) => metadata.name).join(', ')}:\n${table}`);
      return true;
    };
    await eventually(shown, { within: 30_000, describe: 'kubectl shows why everything waits' });
  });

  test('and the four metrics of the document count what was stored', async () => {
    const counted = async () => {
      const [metrics, history] = [readFrom(await seen.operator.metrics()), await historySince(seen.cluster, start)];
      expect(metrics).toEqual(countedIn(history));
      expect(metrics).toMatchObject({ conflicts: { same_target: expect.any(Number) }, active: 2 });
      return true;
    };
    await eventually(counted, { within: 30_000, describe: 'the metrics count what was stored' });
  });

  test('when every place is taken', async () => {
    await applyPolicy(seen.cluster, { maxActiveActions: 1 });
    await on('x-2', 'act-first');
    await untilWaiting('act-first');
    await on('x-2', 'act-lower', { operation: 'drain_node', priority: 4 });
    await on('x-2', 'act-model', { operation: 'uncordon_node', source: 'ai_driven', confidence: 0.9 });
    for (const { door } of doors) await expectExplained(door, [...atOnce, 'ActiveLimit', 'LowerPriority', 'DeterministicPreferred']);
  });

  test('when no maintenance window is open, until one opens', async () => {
    const month = ((new Date().getUTCMonth() + 5) % 12) + 1;
    await applyPolicy(seen.cluster, {
      maintenanceWindows: [{ name: 'far', schedule: `0 3 1 ${month} *`, durationSeconds: 3600, timeZone: 'Etc/UTC' }],
    });
    for (const { door } of doors) await expectExplained(door, ['EvictionBlocked', 'MaintenanceWindowClosed']);
    const told = await explain('standby', 'RemediationAction', 'act-first');
    expect((told['waits'] as Wait).until).toMatch(/-01T03:00:00/);
  });

  test('when the engine was switched off', async () => {
    await applyPolicy(seen.cluster, { suspended: true });
    for (const { door } of doors) await expectExplained(door, ['Suspended']);
    const told = await explain('leader', 'RemediationAction', 'act-first');
    expect(told).toMatchObject({
      waits: { holder: 'RemediationPolicy/cluster' },
      next_steps: [expect.stringContaining('"suspended":false')],
    });
  });
});
