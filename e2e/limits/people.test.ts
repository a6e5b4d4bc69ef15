import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, committedWrites, isByEngine } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getDeployment, createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, pathOf, report, untilPlan } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { actionPath, request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';

const nodes = ['ppl-w1', 'ppl-w2', 'ppl-w3'];
const seen = journey({ nodes });
afterEach(() => dropPolicy(seen.cluster));

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'ppl', name: 'pay' });
  await untilRolledOut(seen.cluster, 'ppl', 'pay');
});

const label = 'coordination.selfheal.dev/managed';
const labelled = (what: string, value?: string) =>
  kubectl(seen.cluster, ['label', ...what.split(' '), value === undefined ? `${label}-` : `${label}=${value}`, '--overwrite']);
const scale = (name: string, replicas: number) =>
  ({ name, type: 'resource_scaling', operation: 'scale_workload', target: 'Deployment/ppl/pay', parameters: { replicas } }) as const;
const decide = (path: string, decision: 'Approved' | 'Denied') =>
  api<RemediationAction>(seen.cluster, { method: 'PATCH', path, body: { spec: { approval: { decision, by: 'ann' } } } });

/** What the engine changed outside of its own kinds and Leases since then. */
async function changedSince(position: number): Promise<string[]> {
  const own = ['coordination.selfheal.dev', 'coordination.k8s.io', 'events.k8s.io', 'authorization.k8s.io'];
  const writes = committedWrites(await auditSince(seen.cluster, position)).filter(
    (entry) => isByEngine(entry) && !own.includes(entry.group),
  );
  return writes.map(({ verb, resource, name }) => `${verb} ${resource} ${name ?? ''}`);
}

describe('S31: approval', () => {
  const rules = [{ name: 'cordons', operations: ['cordon_node' as const] }];

  test('that a rule asks for expires, for a plan and a lone action, and nothing was written', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { approval: { expirySeconds: 25, rules } });
    const position = await auditPosition(cluster);
    await request(cluster, { name: 'act-late', target: 'Node/ppl-w1' });
    await applyPlan(cluster, { name: 'plan-late', steps: [{ target: 'Node/ppl-w2' }] });
    const action = await untilAction(cluster, 'act-late', ({ status }) => status?.phase === 'AwaitingApproval');
    const { since = '', until = '' } = action.status?.blocked ?? {};
    expect(Date.parse(until) - Date.parse(since)).toBe(25_000);
    expect(action.status?.message).toMatch(
      /The approval rule cordons of the policy covers it.* kubectl patch ract act-late -n self-healing-platform/,
    );
    const plan = await untilPlan(cluster, 'plan-late', ({ status }) => status?.phase === 'AwaitingApproval');
    expect(plan.status?.message).toMatch(/The approval rule cordons of the policy covers it.* kubectl patch rplan plan-late/);
    expect((await untilEnded(cluster, 'act-late', 60_000)).status).toMatchObject({ phase: 'Rejected', reason: 'ApprovalExpired' });
    const ended = await untilPlan(cluster, 'plan-late', ({ status }) => status?.phase === 'Cancelled');
    expect(ended.status?.reason).toBe('ApprovalExpired');
    expect(await changedSince(position)).toEqual([]);
  });

  test('runs what it was given for, and a denial is final', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { approval: { rules } });
    await request(cluster, { name: 'act-yes', target: 'Node/ppl-w1' });
    await request(cluster, { name: 'act-no', target: 'Node/ppl-w2' });
    for (const name of ['act-yes', 'act-no']) await untilAction(cluster, name, ({ status }) => status?.phase === 'AwaitingApproval');
    await decide(actionPath('act-yes'), 'Approved');
    await decide(actionPath('act-no'), 'Denied');
    expect((await untilEnded(cluster, 'act-yes')).status?.phase).toBe('Succeeded');
    expect((await untilEnded(cluster, 'act-no')).status).toMatchObject({ phase: 'Rejected', reason: 'ApprovalDenied' });
    await expect(decide(actionPath('act-no'), 'Approved')).rejects.toMatchObject({ status: 422 });
    await kubectl(cluster, ['uncordon', 'ppl-w1']);
  });
});

describe('S6: scope', () => {
  test('what a namespace keeps out is blocked and not touched; let back in, it goes on by itself', async () => {
    const { cluster } = seen;
    await labelled('namespace ppl', 'false');
    const position = await auditPosition(cluster);
    await request(cluster, scale('act-out', 2));
    const { status } = await untilBlocked(cluster, 'act-out', 'Unmanaged');
    expect(status).toMatchObject({
      phase: 'Blocked',
      reason: 'Unmanaged',
      message: expect.stringContaining('the namespace ppl has the label'),
    });
    expect(await changedSince(position)).toEqual([]);
    const since = Date.now();
    await labelled('namespace ppl');
    expect((await untilEnded(cluster, 'act-out')).status?.phase).toBe('Succeeded');
    console.log(`      S6: it went on ${Date.now() - since} ms after the label was gone`);
    expect((await getDeployment(cluster, 'ppl', 'pay')).spec.replicas).toBe(2);
  });

  test('with OptIn a plan waits for the label, and so does its next step when the label goes meanwhile', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { scope: 'OptIn' });
    await labelled('node ppl-w1', 'true');
    const steps = [
      { target: 'Node/ppl-w1', operation: 'drain_node' as const, waitSeconds: 10 },
      { ...scaleStep(1), layer: 'application' as const },
    ];
    await applyPlan(cluster, { name: 'plan-scope', steps });
    const held = await untilPlan(cluster, 'plan-scope', ({ status }) => status?.reason === 'Unmanaged');
    expect(held.status).toMatchObject({ phase: 'Pending', message: expect.stringContaining('Deployment/ppl/pay is not managed') });
    await labelled('deployment -n ppl pay', 'true');
    await untilPlan(cluster, 'plan-scope', ({ status }) => status?.steps?.[0]?.phase === 'Waiting');
    await labelled('deployment -n ppl pay');
    const position = await auditPosition(cluster);
    await untilBlocked(cluster, 'act-scope-02', 'Unmanaged');
    const waiting = await untilPlan(cluster, 'plan-scope', ({ status }) => status?.blocked?.reason === 'Unmanaged');
    expect(waiting.status).toMatchObject({ phase: 'Executing', reason: 'Unmanaged' });
    expect(await changedSince(position)).toEqual([]);
    await labelled('namespace ppl', 'true');
    expect((await untilPlan(cluster, 'plan-scope', ({ status }) => status?.phase === 'Succeeded')).status?.progress).toBe('2/2');
    await labelled('namespace ppl');
  });
});

function scaleStep(replicas: number) {
  const { operation, target, parameters } = scale('', replicas);
  return { operation, target, parameters };
}

describe('what is protected', () => {
  test('waits until whoever asked for its Pod may have it remediated', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { protected: { targets: [{ kind: 'Deployment', namespace: 'ppl', name: 'pay' }] } });
    const pod =
      (await kubectl(cluster, ['get', 'pods', '-n', 'ppl', '-l', 'app=pay', '-o', 'name'])).split('\n')[0]?.replace('pod/', '') ?? '';
    await request(cluster, {
      name: 'act-safe',
      type: 'application_remediation',
      operation: 'delete_pod',
      target: `Pod/ppl/${pod}`,
      requestedBy: 'ann',
    });
    const { status } = await untilBlocked(cluster, 'act-safe', 'ProtectedTarget');
    expect(status?.message).toMatch(
      /Deployment\/ppl\/pay is protected, and ann may not have it remediated: grant the verb remediate-protected/,
    );
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { namespace: 'ppl', name: 'may-touch' } };
    await applyObjects(cluster, [
      {
        ...role,
        kind: 'Role',
        rules: [{ apiGroups: ['coordination.selfheal.dev'], resources: ['targets'], verbs: ['remediate-protected'] }],
      },
      {
        ...role,
        kind: 'RoleBinding',
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'may-touch' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ann' }],
      },
    ]);
    expect((await untilEnded(cluster, 'act-safe', 40_000)).status?.phase).toBe('Succeeded');
  });

  test('and was found for a report that nobody`s name is on waits for a person', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { protected: { targets: [{ kind: 'Deployment', namespace: 'ppl', name: 'pay' }] } });
    await report(cluster, { name: 'anom-nobodys', source: 'manual', targets: ['Node/ppl-w1'] });
    const steps = [{ ...scaleStep(1), layer: 'application' as const }];
    await applyPlan(cluster, { name: 'plan-found', steps, anomalyRef: { name: 'anom-nobodys' } });
    const { status } = await untilPlan(cluster, 'plan-found', ({ status }) => status?.blocked !== undefined);
    expect(status).toMatchObject({ phase: 'Pending', blocked: { reason: 'ProtectedTarget' } });
    expect(status?.message).toContain('Deployment/ppl/pay is protected, and nobody who may have it remediated asked for it');
    await decide(pathOf('remediationplans', 'plan-found'), 'Approved');
    await untilPlan(cluster, 'plan-found', ({ status }) => status?.phase === 'Succeeded');
  });
});
