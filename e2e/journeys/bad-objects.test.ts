import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { goodSpecs, objectOf } from '../api/good-objects.ts';
import { pathOf as pathOfKind } from '../api/kinds.ts';
import { judge, refusalOf } from '../api/verdict.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { actionPath, cancel, request, untilAction, untilEnded } from '../operations/actions.ts';
import { badActions, badPlans, longPlan, refused, tenant } from './bench/bad-objects.ts';
import { badScene } from './bench/bad-scene.ts';
import { endsOf, inOneSecond, untilEndedIn, type Pair } from './bench/pairs.ts';
import { journey } from './bench/journey.ts';
import { actionsOf, applyPlan, pathOf, planNow, system, untilPlan, untilPlanEnded } from './bench/plans.ts';
import { writtenAction, writtenPlan } from './bench/written.ts';

const seen = journey({ nodes: ['bad-w1', 'bad-w2', 'bad-w3', 'bad-w4', 'bad-w5', 'bad-w6', 'bad-good'] });
const claim = 'coordination.selfheal.dev/claim';
const ends: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];
let pid: number;

beforeAll(async () => {
  const { cluster } = seen;
  pid = seen.operator.pid;
  await badScene(cluster);
});

afterAll(async () => void (await kubectl(seen.cluster, ['delete', 'namespace', tenant, '--wait=false'])));

/** Whatever came, the same process goes on, with 0 restarts. */
afterEach(async () => {
  expect([seen.operator.running(), seen.operator.pid]).toEqual([true, pid]);
  expect((await seen.operator.get('/readyz')).status).toBe(200);
  expect(seen.operator.logs()).not.toMatch(/unhandled|uncaught|A defect stopped/i);
});

/** Holds two nodes for a while, so that all who want them meanwhile are judged at once when it ends. */
const holder = writtenPlan({
  name: 'plan-holder',
  steps: [
    { target: 'Node/bad-w3', waitSeconds: 20 },
    { target: 'Node/bad-w3', operation: 'uncordon_node' },
    { target: 'Node/bad-w4', operation: 'uncordon_node' },
  ],
});
const goodPlan = writtenPlan({
  name: 'plan-good',
  steps: [{ target: 'Node/bad-good' }, { target: 'Node/bad-good', operation: 'uncordon_node' }],
  checkpoints: [buildCheckpoint('infrastructure', 2, ['node_ready'])],
});
const drain = (node: string) => ({ target: `Node/${node}`, operation: 'drain_node' }) as const;

const labels = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`label-${index}`, '']));
const future = '2099-01-01T00:00:00Z';

/** What the first test leaves for the others to look at. */
const left: { revision: number; position: number; refusals: ReadonlyMap<string, string>; equal?: Pair; alike?: Pair } = {
  ...{ revision: 0, position: 0 },
  refusals: new Map<string, string>(),
};

const post = (plural: string, body: object) => api(seen.cluster, { method: 'POST', path: pathOf(plural, '').slice(0, -1), body });

/** Everything that the API server refuses, one after the other, while it has everything else to do. */
async function tryRefused(): Promise<ReadonlyMap<string, string>> {
  const said = new Map<string, string>();
  for (const { kind, what, name = 'act-refused', ...row } of refused) {
    const body = { ...objectOf(kind, name), spec: 'spec' in row ? row.spec : goodSpecs[kind] };
    said.set(`${kind} ${what}`, refusalOf(await judge(seen.cluster, { method: 'POST', path: pathOfKind(kind, system), body })));
  }
  return said;
}

async function untilAllEnded(): Promise<void> {
  for (const { name, wish } of badActions) await untilEndedIn(seen.cluster, name, wish.namespace);
  for (const { name, wish } of badPlans) {
    const ended = async () => (await planNow(seen.cluster, name, wish.namespace ?? system))?.status?.finishedAt;
    await eventually(ended, { within: 45_000, describe: `${name} ends` });
  }
}

test('everything at once: all that is bad gets an answer, and a plan next to it ends as usual', async () => {
  const { cluster } = seen;
  Object.assign(left, { revision: await currentRevision(cluster), position: await auditPosition(cluster) });
  await applyObjects(cluster, [holder]);
  await kubectl(cluster, ['annotate', 'node', 'bad-w2', `${claim}=made-up`]);
  await kubectl(cluster, ['cordon', 'bad-w2']);
  await untilPlan(cluster, 'plan-holder', ({ status }) => status?.phase === 'Executing');
  left.equal = await inOneSecond(cluster, 'equal', [drain('bad-w3'), drain('bad-w3')]);
  left.alike = await inOneSecond(cluster, 'alike', [drain('bad-w4'), { ...drain('bad-w4'), parameters: { gracePeriodSeconds: 1 } }]);
  const actions = badActions.map(({ name, wish }) => writtenAction({ ...wish, name }));
  const plans = badPlans.map(({ name, wish }) => writtenPlan({ ...wish, name }));
  const look = { operation: 'observe', target: 'Node/bad-w5' } as const;
  await applyObjects(cluster, [...actions, ...plans, goodPlan]);
  await post('remediationplans', writtenPlan({ name: 'plan-labels', steps: [look] }, { labels }));
  await post('remediationplans', writtenPlan(longPlan));
  await post('remediationactions', writtenAction({ name: 'act-future', ...look }, { creationTimestamp: future }));
  left.refusals = await tryRefused();
  expect((await untilPlanEnded(cluster, 'plan-good')).status).toMatchObject({ phase: 'Succeeded', progress: '2/2' });
  await untilAllEnded();
  for (const pair of [left.equal, left.alike]) await endsOf(cluster, pair);
  for (const name of ['plan-holder', 'plan-labels', longPlan.name]) await untilPlanEnded(cluster, name);
  await untilEnded(cluster, 'act-future');
}, 240_000);

test.each(refused)('row $what ($kind) is refused', ({ kind, what, says }) => {
  const said = left.refusals.get(`${kind} ${what}`);
  expect(said).toMatch(/^(400|422) /);
  expect(said).toContain(says);
});

test.each(badActions)('row $row: $name is $end, after one attempt and without an effect', async ({ name, wish, end, says }) => {
  const { status } = await untilEndedIn(seen.cluster, name, wish.namespace);
  expect(`${status?.phase}/${status?.reason}`).toBe(end);
  expect(status?.message).toMatch(says);
  expect([status?.intents ?? [], (status?.attempts ?? 0) < 2]).toEqual([[], true]);
  const versions = versionsOf(await historySince(seen.cluster, left.revision), 'RemediationAction', name, wish.namespace);
  const over = versions.filter(({ object }) => ends.includes((object as unknown as RemediationAction).status?.phase));
  expect(over).toHaveLength(1); // no version came after its end
});

test.each(badPlans)('row $row: $name is Failed/$reason and has no action', async ({ name, wish, reason, says }) => {
  const plan = await planNow(seen.cluster, name, wish.namespace ?? system);
  expect(plan?.status).toMatchObject({ phase: 'Failed', reason, message: expect.stringMatching(says) });
  expect(plan && (await actionsOf(seen.cluster, plan))).toEqual([]);
});

test('row 9: nobody looks again for what is not there', async () => {
  const asked = async () =>
    (await auditSince(seen.cluster, left.position)).filter(({ user, name }) => user === engineUser && name === 'bad-nobody').length;
  const tries = await asked();
  await consistently(async () => (await asked()) === tries, { during: 2_000, describe: 'nobody looks again for what is not there' });
});

test('row 26: a drain that cannot be ends before the node is cordoned', async () => {
  expect((await getNode(seen.cluster, 'bad-w6')).spec.unschedulable).toBeUndefined();
});

test('row 27: a claim that nobody made is taken off the node, with an Event, and the cordon stays', async () => {
  const { cluster } = seen;
  const swept = async () => (await getNode(cluster, 'bad-w2')).metadata.annotations?.[claim] === undefined;
  await eventually(swept, { within: 45_000, describe: 'the claim that nobody made is gone' });
  expect((await getNode(cluster, 'bad-w2')).spec.unschedulable).toBe(true); // the cordon of whoever made it stays
  const tells = async () => (await kubectl(cluster, ['describe', 'node', 'bad-w2'])).includes('ClaimReleased');
  await eventually(tells, { within: 20_000, describe: 'the node has the Event' });
});

test('row 28: 5,000 labels are stored and copied nowhere; an annotation of 300 KiB is refused', async () => {
  const { cluster } = seen;
  const plan = await untilPlanEnded(cluster, 'plan-labels');
  expect(Object.keys(plan.metadata.labels ?? {})).toHaveLength(5_000);
  const [child] = await actionsOf(cluster, plan);
  expect(Object.keys(child?.metadata.labels ?? {}).filter((key) => key.startsWith('label-'))).toEqual([]);
  expect(await kubectl(cluster, ['get', 'events', '-A', '-o', 'yaml'])).not.toContain('label-4999');
  expect(await seen.operator.metrics()).not.toContain('label-4999');
  const annotations = { note: 'x'.repeat(300 * 1024) };
  const large = writtenAction({ name: 'act-large', operation: 'observe', target: 'Node/bad-w5' }, { annotations });
  await expect(post('remediationactions', large)).rejects.toThrow(/422 .*annotations: Too long: may not be more than 262144 bytes/);
});

function pairOf(pair: Pair | undefined): Pair {
  if (!pair) throw new Error('the first test makes it');
  return pair;
}

const timeOf = (time: string | undefined): number => Date.parse(time ?? '');

test('the status of the largest plan is below 64 KiB, and it can be deleted', async () => {
  const { cluster } = seen;
  const { status } = await untilPlanEnded(cluster, longPlan.name);
  expect(status).toMatchObject({ phase: 'Failed', reason: 'InvalidPlan' });
  expect([status?.steps?.length, status?.checkpoints?.length]).toEqual([50, 20]);
  expect(JSON.stringify(status).length).toBeLessThan(64 * 1024);
  await kubectl(cluster, ['delete', 'rplan', longPlan.name, '-n', system, '--timeout=20s']);
});

test('row 29: of two equal ones of one second one runs, the other is superseded; of two that differ one waits', async () => {
  const { cluster } = seen;
  const [first, second] = await endsOf(cluster, pairOf(left.equal));
  expect(first.status?.phase).toBe('Succeeded');
  expect(second.status).toMatchObject({ phase: 'Superseded', reason: 'DuplicateOf' });
  expect(second.status?.arbitration?.winner).toBe(`RemediationAction/${system}/${first.metadata.name}`);
  const [older, younger] = await endsOf(cluster, pairOf(left.alike));
  expect([older.status?.phase, younger.status?.phase]).toEqual(['Succeeded', 'Succeeded']);
  const versions = versionsOf(await historySince(cluster, left.revision), 'RemediationAction', younger.metadata.name);
  expect(versions.map(({ object }) => (object as unknown as RemediationAction).status?.reason)).toContain('OlderWins');
  expect(timeOf(younger.status?.startedAt)).toBeGreaterThanOrEqual(timeOf(older.status?.finishedAt));
});

test('row 30: a time of creation in the future is not believed', async () => {
  const { metadata, status } = await untilEnded(seen.cluster, 'act-future');
  expect(Date.parse(metadata.creationTimestamp)).toBeLessThanOrEqual(Date.now());
  expect(status).toMatchObject({ phase: 'Succeeded' });
  expect(Date.parse(status?.finishedAt ?? future)).toBeLessThanOrEqual(Date.now());
});

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
});

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
  await eventually(uncordoned, { within: 30_000, describe: 'its cordon is taken back' });
});

test('row 17: an approval of another content of the spec does not count', async () => {
  await request(seen.cluster, { name: 'act-stale', target: 'Node/bad-w2', approvalRequired: true });
  await untilAction(seen.cluster, 'act-stale', ({ status }) => status?.phase === 'AwaitingApproval');
  const approval = { decision: 'Approved', by: 'eve', specHash: 'f'.repeat(64) };
  await api(seen.cluster, { method: 'PATCH', path: actionPath('act-stale'), body: { spec: { approval } } });
  expect((await untilEnded(seen.cluster, 'act-stale')).status).toMatchObject({ phase: 'Rejected', reason: 'ApprovalStale' });
});

const ownerNamed = (name: string, uid: string | undefined): object => ({
  ...{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'RemediationPlan', controller: true },
  ...{ name, uid },
});

describe('row 27: what looks like ours and is not', () => {
  test('an owner reference and a label that name a plan give an action no trust: it waits, is gated and is refused like any other', async () => {
    const { cluster } = seen;
    await applyPlan(cluster, { name: 'plan-real', steps: [{ operation: 'cordon_node', target: 'Node/bad-w1', waitSeconds: 20 }] });
    // Its action has ended, since one that does the same would be refused as its duplicate; the plan holds the node on.
    const { metadata } = await untilPlan(cluster, 'plan-real', ({ status }) => status?.steps?.[0]?.phase === 'Waiting');
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
  });

  test('our finalizers put on by hand hold nothing up', async () => {
    const held = (finalizer: string) => ({ finalizers: [`coordination.selfheal.dev/${finalizer}`] });
    await applyObjects(seen.cluster, [
      writtenAction({ name: 'act-finalizer', operation: 'observe', target: 'Node/bad-w1' }, held('undo')),
      writtenPlan({ name: 'plan-finalizer', approvalRequired: true, steps: [{ target: 'Node/bad-w1' }] }, held('cancel')),
    ]);
    await kubectl(seen.cluster, ['delete', 'ract/act-finalizer', 'rplan/plan-finalizer', '-n', system, '--timeout=40s']);
  });

  test('an action whose owner never existed is collected, as Kubernetes does it', async () => {
    const orphan = { ownerReferences: [ownerNamed('plan-none', 'e8f2f3a0-0000-4000-8000-000000000000')] };
    const waits = { name: 'act-orphan', operation: 'observe', target: 'Node/bad-w1', approvalRequired: true } as const;
    await applyObjects(seen.cluster, [writtenAction(waits, orphan)]);
    const gone = async () => (await find(seen.cluster, pathOf('remediationactions', 'act-orphan'))) === undefined;
    await eventually(gone, { within: 60_000, describe: 'the garbage collector takes it' });
  });
});

test('afterwards no reconcile had ended by a defect or for good, and the engine does the next thing as usual', async () => {
  await request(seen.cluster, { name: 'act-next', operation: 'uncordon_node', target: 'Node/bad-good' });
  expect((await untilEnded(seen.cluster, 'act-next')).status?.phase).toBe('Succeeded');
  const lines = (await seen.operator.metrics()).split('\n').filter((line) => line.startsWith('coordination_reconcile_errors_total'));
  expect(lines.filter((line) => /kind="(panic|terminal)"/.test(line) && !line.endsWith(' 0'))).toEqual([]);
});
