import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { api, find } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { expectNoViolations, watchRun, type WatchedRun } from '../invariants/watch-run.ts';
import { badActions, badPlans, tenant, writtenAction, writtenPlan } from './bench/bad-objects.ts';
import { journey } from './bench/journey.ts';
import { pathOf, planNow, system, untilPlan, untilPlanEnded } from './bench/plans.ts';

const seen = journey({ nodes: ['bad-w1', 'bad-w2', 'bad-w3', 'bad-w4'], judged: false });
const claim = 'coordination.selfheal.dev/claim';
const ends: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];

/** Holds two nodes for a while, so that all who want them meanwhile are judged at once when it ends. */
const holder = writtenPlan({
  name: 'plan-holder',
  steps: [
    { target: 'Node/bad-w3', waitSeconds: 5 },
    { target: 'Node/bad-w3', operation: 'uncordon_node' },
    { target: 'Node/bad-w4', operation: 'uncordon_node' },
  ],
});
const good = writtenPlan({
  name: 'plan-good',
  steps: [{ target: 'Node/bad-w1' }, { target: 'Node/bad-w1', operation: 'uncordon_node' }],
  checkpoints: [buildCheckpoint('infrastructure', 2, ['node_ready'])],
});
const equal = { target: 'Node/bad-w3', operation: 'drain_node' } as const;
const alike = { target: 'Node/bad-w4', operation: 'drain_node' } as const;

let run: WatchedRun;
let revision: number;
let made: { readonly pid: number | undefined; readonly equal: Pair; readonly alike: Pair };

beforeAll(async () => {
  const { cluster } = seen;
  run = await watchRun(cluster);
  revision = await currentRevision(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: tenant } }, holder]);
  await kubectl(cluster, ['annotate', 'node', 'bad-w2', `${claim}=made-up`]);
  await kubectl(cluster, ['cordon', 'bad-w2']);
  await untilPlan(cluster, 'plan-holder', ({ status }) => status?.phase === 'Executing');
  const pairs = {
    equal: await inOneSecond('equal', [equal, equal]),
    alike: await inOneSecond('alike', [alike, { ...alike, parameters: { gracePeriodSeconds: 1 } }]),
  };
  made = { pid: seen.operator.pid, ...pairs };
  const actions = badActions.map(({ name, wish }) => writtenAction({ ...wish, name }));
  const plans = badPlans.map(({ name, wish }) => writtenPlan({ ...wish, name }));
  await applyObjects(cluster, [...actions, ...plans, good]);
}, 120_000);

afterAll(async () => void (await kubectl(seen.cluster, ['delete', 'namespace', tenant, '--wait=false'])));

async function untilAction(
  name: string,
  isAsWanted: (action: RemediationAction) => boolean,
  namespace = system,
): Promise<RemediationAction> {
  return eventually(
    async () => {
      const action = await api<RemediationAction>(seen.cluster, { path: pathOf('remediationactions', name, namespace) });
      if (isAsWanted(action)) return action;
      throw new Error(`its status is ${JSON.stringify(action.status)}`);
    },
    { within: 45_000, describe: `${name} is as wanted` },
  );
}

const untilEnded = (name: string, namespace?: string) => untilAction(name, ({ status }) => ends.includes(status?.phase), namespace);

async function versionsOfAction(name: string, namespace?: string): Promise<RemediationAction[]> {
  const history = await historySince(seen.cluster, revision);
  return versionsOf(history, 'RemediationAction', name, namespace).map(({ object }) => object as unknown as RemediationAction);
}

describe('bad actions, all at once', () => {
  test.each(badActions)(
    '$name ends $end',
    async ({ name, wish: { namespace }, end, says }) => {
      const { status } = await untilEnded(name, namespace);
      expect(`${status?.phase}/${status?.reason}`).toBe(end);
      expect(status?.message).toMatch(says);
      expect(status?.intents ?? []).toEqual([]);
      expect(status?.attempts ?? 0).toBeLessThan(2);
    },
    60_000,
  );

  test('an approval of another content of the spec does not count', async () => {
    await applyObjects(seen.cluster, [writtenAction({ name: 'act-stale', target: 'Node/bad-w2', approvalRequired: true })]);
    await untilAction('act-stale', ({ status }) => status?.phase === 'AwaitingApproval');
    const approval = { decision: 'Approved', by: 'eve', specHash: 'f'.repeat(64) };
    await api(seen.cluster, { method: 'PATCH', path: pathOf('remediationactions', 'act-stale'), body: { spec: { approval } } });
    expect((await untilEnded('act-stale')).status).toMatchObject({ phase: 'Rejected', reason: 'ApprovalStale' });
  }, 60_000);
});

describe('bad plans beside them', () => {
  test.each(badPlans)(
    '$name is Failed/$reason and has no action',
    async ({ name, wish: { namespace = system }, reason, says }) => {
      const ended = async () => {
        const plan = await planNow(seen.cluster, name, namespace);
        return plan?.status?.finishedAt === undefined ? undefined : plan;
      };
      const { metadata, status } = await eventually(ended, { within: 45_000, describe: `${name} ends` });
      expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringMatching(says) });
      const label = `coordination.selfheal.dev/plan-uid=${metadata.uid}`;
      expect(await kubectl(seen.cluster, ['get', 'ract', '-n', namespace, '-l', label, '-o', 'name'])).toBe('');
    },
    60_000,
  );

  test('a good plan beside them succeeds', async () => {
    expect((await untilPlanEnded(seen.cluster, 'plan-good')).status).toMatchObject({ phase: 'Succeeded', progress: '2/2' });
  }, 90_000);
});

describe('bad input 29: two actions of one second on one target', () => {
  test('that do the same: the smaller uid runs, the other is Superseded/DuplicateOf it', async () => {
    const [first, second] = await endsOf(made.equal);
    expect(first.status?.phase).toBe('Succeeded');
    expect(second.status).toMatchObject({ phase: 'Superseded', reason: 'DuplicateOf' });
    expect(second.status?.arbitration?.winner).toBe(`RemediationAction/${system}/${first.metadata.name}`);
  }, 60_000);

  test('that differ: the smaller uid runs, the other is Blocked/OlderWins and runs after it', async () => {
    const [first, second] = await endsOf(made.alike);
    expect([first.status?.phase, second.status?.phase]).toEqual(['Succeeded', 'Succeeded']);
    expect((await versionsOfAction(second.metadata.name)).map(({ status }) => status?.reason)).toContain('OlderWins');
    expect(Date.parse(second.status?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first.status?.finishedAt ?? ''));
  }, 60_000);
});

type Pair = readonly [RemediationAction, RemediationAction];

/** Both as they ended, the one with the smaller uid first. */
async function endsOf(pair: Pair): Promise<Pair> {
  const [a, b] = [await untilEnded(pair[0].metadata.name), await untilEnded(pair[1].metadata.name)];
  return a.metadata.uid < b.metadata.uid ? [a, b] : [b, a];
}

/** Two stored actions of one creationTimestamp; made anew until both fall into one second. */
async function inOneSecond(stem: string, wishes: readonly [ActionWish, ActionWish]): Promise<Pair> {
  const path = pathOf('remediationactions', '').slice(0, -1);
  const create = (wish: ActionWish, name: string) =>
    api<RemediationAction>(seen.cluster, { method: 'POST', path, body: writtenAction({ ...wish, name }) });
  const attempt = async (): Promise<Pair | undefined> => {
    const stamp = Date.now();
    const pair = await Promise.all([create(wishes[0], `act-${stem}-${stamp}-a`), create(wishes[1], `act-${stem}-${stamp}-b`)]);
    const [a, b] = pair.map(({ metadata }) => metadata.creationTimestamp);
    if (a === b) return pair;
    await kubectl(seen.cluster, ['delete', 'ract', '-n', system, ...pair.map(({ metadata }) => metadata.name)]);
    return undefined;
  };
  return eventually(attempt, { within: 15_000, describe: 'both are made in one second' });
}

describe('bad input 27: what looks like ours and is not', () => {
  test('an owner reference and a label that name a plan give an action no trust', async () => {
    const { metadata } = (await planNow(seen.cluster, 'plan-good')) ?? {};
    const forged = {
      labels: { 'coordination.selfheal.dev/plan-uid': metadata?.uid ?? '', 'app.kubernetes.io/managed-by': 'coordination-engine' },
      ownerReferences: [ownerNamed('plan-good', metadata?.uid)],
    };
    const unsure = { name: 'act-forged', source: 'ai_driven', confidence: 0.1, target: 'Node/bad-w1' } as const;
    const undoing = { compensates: { name: 'act-good-01', uid: 'made-up' }, source: 'manual', priority: 1 } as const;
    await applyObjects(seen.cluster, [
      writtenAction(unsure, forged),
      writtenAction({ name: 'act-forged-undo', target: 'Node/bad-w1', ...undoing }, forged),
    ]);
    expect((await untilEnded('act-forged-undo')).status?.reason).toBe('InvalidCompensation');
    const waiting = await untilAction('act-forged', ({ status }) => status?.reason === 'LowConfidence');
    expect(waiting.status?.phase).toBe('AwaitingApproval');
  }, 60_000);

  test('our finalizers put on by hand hold nothing up', async () => {
    const held = (finalizer: string) => ({ finalizers: [`coordination.selfheal.dev/${finalizer}`] });
    await applyObjects(seen.cluster, [
      writtenAction({ name: 'act-finalizer', operation: 'observe', target: 'Node/bad-w1' }, held('undo')),
      writtenPlan({ name: 'plan-finalizer', approvalRequired: true, steps: [{ target: 'Node/bad-w1' }] }, held('cancel')),
    ]);
    await kubectl(seen.cluster, ['delete', 'ract/act-finalizer', 'rplan/plan-finalizer', '-n', system, '--timeout=40s']);
  }, 60_000);

  test('a claim annotated by hand is swept with an Event, and the cordon of whoever made it stays', async () => {
    const swept = async () => (await getNode(seen.cluster, 'bad-w2')).metadata.annotations?.[claim] === undefined;
    await eventually(swept, { within: 45_000, describe: 'the claim is gone' });
    expect((await getNode(seen.cluster, 'bad-w2')).spec.unschedulable).toBe(true);
    const told = async () => (await kubectl(seen.cluster, ['describe', 'node', 'bad-w2'])).includes('ClaimReleased');
    await eventually(told, { within: 20_000, describe: 'the node has the Event' });
  }, 90_000);

  test('an action whose owner never existed is collected, as Kubernetes does it', async () => {
    const orphan = { ownerReferences: [ownerNamed('plan-none', 'e8f2f3a0-0000-4000-8000-000000000000')] };
    const waits = { name: 'act-orphan', operation: 'observe', target: 'Node/bad-w1', approvalRequired: true } as const;
    await applyObjects(seen.cluster, [writtenAction(waits, orphan)]);
    const gone = async () => (await find(seen.cluster, pathOf('remediationactions', 'act-orphan'))) === undefined;
    await eventually(gone, { within: 60_000, describe: 'the garbage collector takes it' });
  }, 90_000);
});

const ownerNamed = (name: string, uid: string | undefined): object => ({
  ...{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', controller: true },
  ...{ name, uid },
});

describe('after all of that', () => {
  test('what ended was not tried again: no version came after its end', async () => {
    for (const { name, wish } of badActions) {
      const ended = (await versionsOfAction(name, wish.namespace)).filter(({ status }) => ends.includes(status?.phase));
      expect([name, ended.length]).toEqual([name, 1]);
    }
  }, 60_000);

  test('the operator is the same process, ready, and kept every promise', async () => {
    expect(seen.operator.running()).toBe(true);
    expect(seen.operator.pid).toBe(made.pid);
    expect((await seen.operator.get('/readyz')).status).toBe(200);
    expect(seen.operator.logs()).not.toMatch(/unhandled|uncaught/i);
    await expectNoViolations(run);
  }, 60_000);
});
