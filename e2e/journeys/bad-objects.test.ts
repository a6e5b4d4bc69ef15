import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { actionPath, cancel, request, untilAction, untilEnded } from '../operations/actions.ts';
import { badActions, badPlans, tenant, writtenAction, writtenPlan } from './bench/bad-objects.ts';
import { endsOf, inOneSecond, untilEndedIn } from './bench/pairs.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, pathOf, planNow, system, untilPlan, untilPlanEnded } from './bench/plans.ts';

const seen = journey({ nodes: ['bad-w1', 'bad-w2', 'bad-w3', 'bad-w4', 'bad-w5', 'bad-good'] });
const claim = 'coordination.selfheal.dev/claim';
const ends: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];
let pid: number;
let good = 0;

beforeAll(async () => {
  pid = seen.operator.pid;
  await createDeployment(seen.cluster, { namespace: 'bad', name: 'slow', node: 'bad-w1' });
  await untilRolledOut(seen.cluster, 'bad', 'slow');
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: tenant } }]);
}, 60_000);

afterAll(async () => void (await kubectl(seen.cluster, ['delete', 'namespace', tenant, '--wait=false'])));

/** After each bad object the same process goes on with a good one. */
afterEach(async () => {
  expect([seen.operator.running(), seen.operator.pid]).toEqual([true, pid]);
  expect((await seen.operator.get('/readyz')).status).toBe(200);
  expect(seen.operator.logs()).not.toMatch(/unhandled|uncaught/i);
  const name = `act-good-${++good}`;
  await request(seen.cluster, { name, operation: good % 2 === 1 ? 'cordon_node' : 'uncordon_node', target: 'Node/bad-good' });
  expect((await untilEnded(seen.cluster, name)).status?.phase).toBe('Succeeded');
}, 40_000);

/** Holds two nodes for a while, so that all who want them meanwhile are judged at once when it ends. */
const holder = writtenPlan({
  name: 'plan-holder',
  steps: [
    { target: 'Node/bad-w3', waitSeconds: 5 },
    { target: 'Node/bad-w3', operation: 'uncordon_node' },
    { target: 'Node/bad-w4', operation: 'uncordon_node' },
  ],
});
const goodPlan = writtenPlan({
  name: 'plan-good',
  steps: [{ target: 'Node/bad-w1' }, { target: 'Node/bad-w1', operation: 'uncordon_node' }],
  checkpoints: [buildCheckpoint('infrastructure', 2, ['node_ready'])],
});
const drain = (node: string) => ({ target: `Node/${node}`, operation: 'drain_node' }) as const;

async function everyActionHasItsAnswer(revision: number): Promise<void> {
  for (const { name, wish, end, says } of badActions) {
    const { status } = await untilEndedIn(seen.cluster, name, wish.namespace);
    expect([name, `${status?.phase}/${status?.reason}`]).toEqual([name, end]);
    expect(status?.message).toMatch(says);
    expect([name, status?.intents ?? [], (status?.attempts ?? 0) < 2]).toEqual([name, [], true]);
  }
  const history = await historySince(seen.cluster, revision);
  for (const { name, wish } of badActions) {
    const versions = versionsOf(history, 'RemediationAction', name, wish.namespace).map(
      ({ object }) => object as unknown as RemediationAction,
    );
    expect([name, versions.filter(({ status }) => ends.includes(status?.phase)).length]).toEqual([name, 1]); // no version came after its end
  }
}

async function everyPlanHasItsAnswer(): Promise<void> {
  for (const { name, wish, reason, says } of badPlans) {
    const { namespace = system } = wish;
    const ended = async () => {
      const plan = await planNow(seen.cluster, name, namespace);
      return plan?.status?.finishedAt === undefined ? undefined : plan;
    };
    const { metadata, status } = await eventually(ended, { within: 45_000, describe: `${name} ends` });
    expect({ name, ...status }).toMatchObject({ name, phase: 'Failed', reason, message: expect.stringMatching(says) });
    const label = `coordination.selfheal.dev/plan-uid=${metadata.uid}`;
    expect(await kubectl(seen.cluster, ['get', 'ract', '-n', namespace, '-l', label, '-o', 'name'])).toBe('');
  }
}

test('all at once (rows 9, 25, 27, 29 and plans that cannot be carried out): each gets its clear answer, the rest goes on', async () => {
  const { cluster } = seen;
  const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];
  await applyObjects(cluster, [holder]);
  await kubectl(cluster, ['annotate', 'node', 'bad-w2', `${claim}=made-up`]);
  await kubectl(cluster, ['cordon', 'bad-w2']);
  await untilPlan(cluster, 'plan-holder', ({ status }) => status?.phase === 'Executing');
  const equal = await inOneSecond(cluster, 'equal', [drain('bad-w3'), drain('bad-w3')]);
  const alike = await inOneSecond(cluster, 'alike', [drain('bad-w4'), { ...drain('bad-w4'), parameters: { gracePeriodSeconds: 1 } }]);
  const actions = badActions.map(({ name, wish }) => writtenAction({ ...wish, name }));
  const plans = badPlans.map(({ name, wish }) => writtenPlan({ ...wish, name }));
  await applyObjects(cluster, [...actions, ...plans, goodPlan]);

  await everyActionHasItsAnswer(revision);
  await everyPlanHasItsAnswer();
  expect((await untilPlanEnded(cluster, 'plan-good')).status).toMatchObject({ phase: 'Succeeded', progress: '2/2' });

  const [first, second] = await endsOf(cluster, equal);
  expect(first.status?.phase).toBe('Succeeded');
  expect(second.status).toMatchObject({ phase: 'Superseded', reason: 'DuplicateOf' });
  expect(second.status?.arbitration?.winner).toBe(`RemediationAction/${system}/${first.metadata.name}`);
  const [older, younger] = await endsOf(cluster, alike);
  expect([older.status?.phase, younger.status?.phase]).toEqual(['Succeeded', 'Succeeded']);
  const told = versionsOf(await historySince(cluster, revision), 'RemediationAction', younger.metadata.name).map(
    ({ object }) => (object as unknown as RemediationAction).status?.reason,
  );
  expect(told).toContain('OlderWins');
  expect(Date.parse(younger.status?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(older.status?.finishedAt ?? ''));

  const swept = async () => (await getNode(cluster, 'bad-w2')).metadata.annotations?.[claim] === undefined;
  await eventually(swept, { within: 45_000, describe: 'the claim that nobody made is gone' });
  expect((await getNode(cluster, 'bad-w2')).spec.unschedulable).toBe(true); // the cordon of whoever made it stays
  const tells = async () => (await kubectl(cluster, ['describe', 'node', 'bad-w2'])).includes('ClaimReleased');
  await eventually(tells, { within: 20_000, describe: 'the node has the Event' });

  const asked = async () =>
    (await auditSince(cluster, position)).filter(({ user, name }) => user === engineUser && name === 'bad-nobody').length;
  const tries = await asked();
  await consistently(async () => (await asked()) === tries, { during: 2_000, describe: 'nobody looks again for what is not there' });
}, 240_000);

test('row 6 by kubectl: a misspelt field is named', async () => {
  const { apiVersion, kind, metadata, spec } = writtenAction({ name: 'bad-field', target: 'Node/bad-w1' });
  const misspelt = { apiVersion, kind, metadata, spec: { ...spec, priorty: 1 } };
  await expect(applyObjects(seen.cluster, [misspelt])).rejects.toThrow(/unknown field "(spec\.)?priorty"/);
});

test('row 13: a status that comes with a new object is ignored; row 14: nobody reopens what has ended', async () => {
  const object = {
    ...writtenAction({ name: 'act-forged-status', target: 'Node/bad-w5' }),
    status: { phase: 'Succeeded', reason: 'Succeeded' },
  };
  const path = pathOf('remediationactions', '').slice(0, -1);
  const stored = await api<RemediationAction>(seen.cluster, { method: 'POST', path, body: object });
  expect(stored.status).toBeUndefined();
  expect((await untilEnded(seen.cluster, 'act-forged-status')).status?.intents?.map(({ step }) => step)).toEqual(['cordon']);
  expect((await getNode(seen.cluster, 'bad-w5')).spec.unschedulable).toBe(true);
  const reopen = { method: 'PATCH', path: `${actionPath('act-forged-status')}/status`, body: { status: { phase: 'Pending' } } } as const;
  await expect(api(seen.cluster, reopen)).rejects.toThrow(/status.phase is terminal/);
}, 40_000);

test('row 15: what runs keeps its spec, and can be cancelled', async () => {
  const { cluster } = seen;
  const spec = { minAvailable: '100%', selector: { matchLabels: { app: 'slow' } } };
  await applyObjects(cluster, [
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: 'bad', name: 'slow' }, spec },
  ]);
  await request(cluster, { name: 'act-running', ...drain('bad-w1') });
  await untilAction(cluster, 'act-running', ({ status }) => status?.phase === 'Running');
  const edit = { method: 'PATCH', path: actionPath('act-running'), body: { spec: { target: { name: 'bad-w2' } } } } as const;
  await expect(api(cluster, edit)).rejects.toThrow(/spec.target cannot be changed after creation/);
  await cancel(cluster, 'act-running');
  expect((await untilEnded(cluster, 'act-running')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
  const uncordoned = async () => !(await getNode(cluster, 'bad-w1')).spec.unschedulable;
  await eventually(uncordoned, { within: 10_000, describe: 'its cordon is taken back' });
}, 60_000);

test('row 17: an approval of another content of the spec does not count', async () => {
  await request(seen.cluster, { name: 'act-stale', target: 'Node/bad-w2', approvalRequired: true });
  await untilAction(seen.cluster, 'act-stale', ({ status }) => status?.phase === 'AwaitingApproval');
  const approval = { decision: 'Approved', by: 'eve', specHash: 'f'.repeat(64) };
  await api(seen.cluster, { method: 'PATCH', path: actionPath('act-stale'), body: { spec: { approval } } });
  expect((await untilEnded(seen.cluster, 'act-stale')).status).toMatchObject({ phase: 'Rejected', reason: 'ApprovalStale' });
}, 60_000);

const ownerNamed = (name: string, uid: string | undefined): object => ({
  ...{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', controller: true },
  ...{ name, uid },
});

describe('row 27: what looks like ours and is not', () => {
  test('an owner reference and a label that name a plan give an action no trust: it waits, is gated and is refused like any other', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, { name: 'plan-real', steps: [{ operation: 'cordon_node', target: 'Node/bad-w1', waitSeconds: 4 }] });
    const { metadata } = await untilPlan(cluster, 'plan-real', ({ status }) => status?.phase === 'Executing');
    const forged = {
      labels: { 'coordination.selfheal.dev/plan-uid': metadata.uid, 'app.kubernetes.io/managed-by': 'coordination-engine' },
      ownerReferences: [ownerNamed('plan-real', metadata.uid)],
    };
    const unsure = { name: 'act-forged', source: 'ai_driven', confidence: 0.1, target: 'Node/bad-w1' } as const;
    const undoing = { compensates: { name: 'act-real-01', uid: 'made-up' }, source: 'manual', priority: 1 } as const;
    await applyObjects(cluster, [
      writtenAction({ name: 'act-child', operation: 'uncordon_node', target: 'Node/bad-w1' }, forged),
      writtenAction(unsure, forged),
      writtenAction({ name: 'act-forged-undo', target: 'Node/bad-w2', ...undoing }, forged),
    ]);
    const child = await untilAction(cluster, 'act-child', ({ status }) => status?.blocked !== undefined);
    expect(child.status).toMatchObject({ phase: 'Blocked', reason: expect.stringMatching('TargetHeld|TargetBusy') });
    const waiting = await untilAction(cluster, 'act-forged', ({ status }) => status?.reason === 'LowConfidence');
    expect(waiting.status?.phase).toBe('AwaitingApproval');
    expect((await untilEnded(cluster, 'act-forged-undo')).status?.reason).toBe('InvalidCompensation');
    expect((await untilPlanEnded(cluster, 'plan-real')).status?.phase).toBe('Succeeded');
    await cancel(cluster, 'act-child');
    await untilEnded(cluster, 'act-child');
  }, 90_000);

  test('our finalizers put on by hand hold nothing up', async () => {
    const held = (finalizer: string) => ({ finalizers: [`coordination.selfheal.dev/${finalizer}`] });
    await applyObjects(seen.cluster, [
      writtenAction({ name: 'act-finalizer', operation: 'observe', target: 'Node/bad-w1' }, held('undo')),
      writtenPlan({ name: 'plan-finalizer', approvalRequired: true, steps: [{ target: 'Node/bad-w1' }] }, held('cancel')),
    ]);
    await kubectl(seen.cluster, ['delete', 'ract/act-finalizer', 'rplan/plan-finalizer', '-n', system, '--timeout=40s']);
  }, 60_000);

  test('an action whose owner never existed is collected, as Kubernetes does it', async () => {
    const orphan = { ownerReferences: [ownerNamed('plan-none', 'e8f2f3a0-0000-4000-8000-000000000000')] };
    const waits = { name: 'act-orphan', operation: 'observe', target: 'Node/bad-w1', approvalRequired: true } as const;
    await applyObjects(seen.cluster, [writtenAction(waits, orphan)]);
    const gone = async () => (await find(seen.cluster, pathOf('remediationactions', 'act-orphan'))) === undefined;
    await eventually(gone, { within: 60_000, describe: 'the garbage collector takes it' });
  }, 90_000);
});
