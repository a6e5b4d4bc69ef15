import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import type { StepWish } from '../../operator/testing/plan-builder.ts';
import { badInputs } from '../api/bad-inputs.ts';
import { goodSpecs, objectOf } from '../api/good-objects.ts';
import { pathOf } from '../api/kinds.ts';
import { judge, refusalOf } from '../api/verdict.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api, find } from '../harness/cluster.ts';
import { consistently, eventually } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { actionPath, cancel, request, untilAction, untilEnded } from '../operations/actions.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { ask } from './bench/arbitration-run.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, system, untilPlanEnded } from './bench/plans.ts';

const seen = journey({ nodes: ['bad-w1', 'bad-w2', 'bad-good'] });

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'bad', name: 'slow', node: 'bad-w1' });
  await untilRolledOut(seen.cluster, 'bad', 'slow');
}, 60_000);

let good = 0;

/** After each bad object the same process goes on with a good one. */
afterEach(async () => {
  expect(seen.operator.running()).toBe(true);
  const name = `act-good-${++good}`;
  await request(seen.cluster, { name, operation: good % 2 === 1 ? 'cordon_node' : 'uncordon_node', target: 'Node/bad-good' });
  expect((await untilEnded(seen.cluster, name)).status?.phase).toBe('Succeeded');
}, 40_000);

test('rows 1-6, 12, 18-22: the API server refuses what is not of the right shape, and says what is wrong', async () => {
  const shapes = badInputs.filter(({ patch }) => patch === undefined);
  for (const { kind, says, ...row } of shapes) {
    const spec = 'spec' in row ? row.spec : goodSpecs[kind];
    const body = { ...objectOf(kind, row.name ?? 'bad-shape'), spec };
    const refusal = refusalOf(await judge(seen.cluster, { method: 'POST', path: pathOf(kind, system), body }));
    expect(refusal).toMatch(/^(400|422) /);
    expect(refusal).toContain(says);
  }
  expect(shapes.length).toBeGreaterThan(15);
}, 60_000);

test('row 6 by kubectl: a misspelt field is named', async () => {
  const object = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationAction',
    metadata: { name: 'bad-field', namespace: system },
  };
  const spec = {
    type: 'node_remediation',
    operation: 'cordon_node',
    target: { apiVersion: 'v1', kind: 'Node', name: 'bad-w1' },
    priorty: 1,
  };
  await expect(applyObjects(seen.cluster, [{ ...object, spec }])).rejects.toThrow(/unknown field "priorty"/);
});

test('row 9: an action without a target that exists is Failed/TargetNotFound in one attempt', async () => {
  const position = await auditPosition(seen.cluster);
  await request(seen.cluster, { name: 'act-nobody', target: 'Node/nobody' });
  const { status } = await untilEnded(seen.cluster, 'act-nobody');
  expect(status).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound', message: expect.stringContaining('nobody') });
  const asked = async () =>
    (await auditSince(seen.cluster, position)).filter(({ user, name }) => user === engineUser && name === 'nobody').length;
  const tries = await asked();
  await consistently(async () => (await asked()) === tries, { during: 2_000, describe: 'nobody looks for it again' });
}, 40_000);

test('row 13: a status that comes with a new object is ignored', async () => {
  const status = { phase: 'Succeeded', reason: 'Succeeded' };
  const { spec } = {
    spec: { type: 'node_remediation', operation: 'cordon_node', target: { apiVersion: 'v1', kind: 'Node', name: 'bad-w2' } },
  };
  const body = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationAction',
    metadata: { name: 'act-forged' },
    spec,
    status,
  };
  const stored = await api<RemediationAction>(seen.cluster, { method: 'POST', path: pathOf('RemediationAction', system), body });
  expect(stored.status).toBeUndefined();
  expect((await untilEnded(seen.cluster, 'act-forged')).status?.intents?.map(({ step }) => step)).toEqual(['cordon']);
  expect((await getNode(seen.cluster, 'bad-w2')).spec.unschedulable).toBe(true);
  const reopen = { method: 'PATCH', path: `${actionPath('act-forged')}/status`, body: { status: { phase: 'Pending' } } } as const;
  await expect(api(seen.cluster, reopen)).rejects.toThrow(/status.phase is terminal/);
  await kubectl(seen.cluster, ['uncordon', 'bad-w2']);
}, 40_000);

describe('row 14, 15: what runs or has ended', () => {
  test('keeps its spec while it runs, and its phase when it has ended', async () => {
    const metadata = { namespace: 'bad', name: 'slow' };
    const spec = { minAvailable: '100%', selector: { matchLabels: { app: 'slow' } } };
    await applyObjects(seen.cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec }]);
    await request(seen.cluster, { name: 'act-running', operation: 'drain_node', target: 'Node/bad-w1' });
    await untilAction(seen.cluster, 'act-running', ({ status }) => status?.phase === 'Running');
    const edit = { method: 'PATCH', path: actionPath('act-running'), body: { spec: { target: { name: 'bad-w2' } } } } as const;
    await expect(api(seen.cluster, edit)).rejects.toThrow(/spec.target cannot be changed after creation/);
    await cancel(seen.cluster, 'act-running');
    expect((await untilEnded(seen.cluster, 'act-running')).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
    const reopen = { method: 'PATCH', path: `${actionPath('act-running')}/status`, body: { status: { phase: 'Pending' } } } as const;
    await expect(api(seen.cluster, reopen)).rejects.toThrow(/status.phase is terminal/);
    const uncordoned = async () => !(await getNode(seen.cluster, 'bad-w1')).spec.unschedulable;
    await eventually(uncordoned, { within: 10_000, describe: 'its cordon is taken back' });
  }, 60_000);
});

describe('row 27: forged trust', () => {
  test('an ownerReference to a plan that does not name the action, and its label, give it no privilege: it counts as a lone one', async () => {
    await applyPlan(seen.cluster, { name: 'plan-real', steps: [{ operation: 'cordon_node', target: 'Node/bad-w2', waitSeconds: 4 }] });
    const plan = await eventually(() => find(seen.cluster, pathOf('RemediationPlan', system, 'plan-real')), {
      within: 5_000,
      describe: 'the plan is there',
    });
    const owner = { apiVersion: plan.apiVersion, kind: plan.kind, name: 'plan-real', uid: plan.metadata.uid, controller: true };
    const stored = objectOf('RemediationAction', 'act-child');
    const target = { apiVersion: 'v1', kind: 'Node', name: 'bad-w2' };
    const spec = { type: 'node_remediation', operation: 'uncordon_node', target };
    const metadata = { name: 'act-child', ownerReferences: [owner], labels: { 'coordination.selfheal.dev/plan-uid': plan.metadata.uid } };
    await api(seen.cluster, { method: 'POST', path: pathOf('RemediationAction', system), body: { ...stored, metadata, spec } });
    const { status } = await untilAction(seen.cluster, 'act-child', (action) => action.status?.blocked !== undefined);
    expect(status).toMatchObject({ phase: 'Blocked', reason: expect.stringMatching('TargetHeld|TargetBusy') });
    expect((await untilPlanEnded(seen.cluster, 'plan-real')).status?.phase).toBe('Succeeded');
    await cancel(seen.cluster, 'act-child');
    await untilEnded(seen.cluster, 'act-child');
  }, 60_000);

  test('a claim and a finalizer of ours put on by hand are cleared, with an Event on the node', async () => {
    const claim = { 'coordination.selfheal.dev/claim': 'made-up', 'coordination.selfheal.dev/was-unschedulable': 'false' };
    const before = (await getNode(seen.cluster, 'bad-w2')).spec.unschedulable;
    await api(seen.cluster, { method: 'PATCH', path: '/api/v1/nodes/bad-w2', body: { metadata: { annotations: claim } } });
    const cleared = async () => {
      const { annotations = {} } = (await getNode(seen.cluster, 'bad-w2')).metadata;
      return annotations['coordination.selfheal.dev/claim'] === undefined;
    };
    await eventually(cleared, { within: 25_000, describe: 'the sweeper clears the claim' });
    expect(before === true || (await getNode(seen.cluster, 'bad-w2')).spec.unschedulable !== true).toBe(true);
    const told = async () => (await kubectl(seen.cluster, ['describe', 'node', 'bad-w2'])).includes('ClaimReleased');
    await eventually(told, { within: 10_000, describe: 'the node tells of it' });

    const held = objectOf('RemediationAction', 'act-held');
    const metadata = { name: 'act-held', finalizers: ['coordination.selfheal.dev/undo'] };
    const spec = { type: 'node_remediation', operation: 'cordon_node', target: { apiVersion: 'v1', kind: 'Node', name: 'nobody' } };
    await api(seen.cluster, { method: 'POST', path: pathOf('RemediationAction', system), body: { ...held, metadata, spec } });
    await untilEnded(seen.cluster, 'act-held');
    await kubectl(seen.cluster, ['delete', 'ract', 'act-held', '-n', system, '--timeout=20s']);
  }, 90_000);
});

test('row 29: of two with the same target, second and priority one runs, the other waits as Blocked/OlderWins and then runs', async () => {
  await seen.stopOperator();
  const revision = await currentRevision(seen.cluster);
  const wishes = (['cordon_node', 'uncordon_node'] as const).map((operation, i) => ({
    name: `act-twin-${i}`,
    operation,
    target: 'Node/bad-w2',
  }));
  const twins = await Promise.all(wishes.map((wish) => ask(seen.cluster, wish)));
  await seen.startOperator();
  const rank = ({ metadata }: RemediationAction) => `${metadata.creationTimestamp} ${metadata.uid}`;
  const [first, second] = twins.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  for (const { metadata } of twins) await untilEnded(seen.cluster, metadata.name);
  const history = await historySince(seen.cluster, revision);
  const reasons = versionsOf(history, 'RemediationAction', second?.metadata.name ?? '').map(
    ({ object }) => (object as unknown as RemediationAction).status?.reason,
  );
  expect(reasons.find((reason) => reason !== undefined)).toBe('OlderWins');
  expect(first?.metadata.name).not.toBe(second?.metadata.name);
}, 60_000);

test.each<{ what: string; step: StepWish; reason: string }>([
  { what: 'an operation that is not built', step: { operation: 'restart_kubelet', target: 'Node/bad-w1' }, reason: 'InvalidPlan' },
  {
    what: 'parameters that do not fit',
    step: { layer: 'application', operation: 'scale_workload', target: 'Deployment/bad/slow', parameters: { replicas: -1 } },
    reason: 'InvalidPlan',
  },
])(
  'a plan with $what is Failed/$reason before anything starts',
  async ({ step, reason }) => {
    const name = `plan-bad-${step.operation?.replaceAll('_', '-')}`;
    await applyPlan(seen.cluster, { name, steps: [{ operation: 'cordon_node', target: 'Node/bad-w1' }, step] });
    const { status } = await untilPlanEnded(seen.cluster, name);
    expect(status).toMatchObject({ phase: 'Failed', reason });
    expect((await getNode(seen.cluster, 'bad-w1')).spec.unschedulable ?? false).toBe(false);
  },
  30_000,
);
