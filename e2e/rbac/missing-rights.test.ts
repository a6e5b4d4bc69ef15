import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPolicy } from '../../operator/api/generated/types.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { engineServiceAccount, installEngine, optInto, optOutOf } from '../harness/engine.ts';
import { untilAsWanted, untilHolds } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createDeployment } from '../harness/workloads.ts';
import { createAccount, rule } from '../ingress/bench/accounts.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, pathOf, system, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { cancel, getAction, request, untilBlocked, untilEnded } from '../operations/actions.ts';
import { untilAllAllowed, untilNoneAllowed } from './review.ts';
import type { Use } from './rules.ts';

const [here, there] = ['rights-here', 'rights-there'];
const seen = journey({ nodes: ['rights-w1', 'rights-w2'] });

/** Where the audit log was when the engine started that was not opted in. */
let started: number;

const policyPath = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster';
const readPolicy = () => api<RemediationPolicy>(seen.cluster, { path: policyPath });
const conditionIn = ({ status }: RemediationPolicy): string => {
  const found = status?.conditions?.find(({ type }) => type === 'RightsGranted');
  return `${found?.status ?? ''}/${found?.reason ?? ''}`;
};
const untilPolicySays = (condition: string) =>
  untilAsWanted('the policy', readPolicy, (policy) => conditionIn(policy) === condition, 30_000);
const rowsOf = ({ status }: RemediationPolicy) => (status?.missingRights ?? []).map(({ right, grantedBy }) => `${right}: ${grantedBy}`);

async function metric(resource: string, verb: string): Promise<string | undefined> {
  const line = `coordination_missing_rights{resource="${resource}",verb="${verb}"} `;
  return (await seen.operator.metrics())
    .split('\n')
    .find((one) => one.startsWith(line))
    ?.slice(line.length);
}

const ofEngine = (use: Omit<Use, 'account'>): Use => ({ account: engineUser, ...use });
const patchNodes = ofEngine({ group: '', resource: 'nodes', verb: 'patch' });
const evict = ofEngine({ group: '', resource: 'pods/eviction', verb: 'create' });
const patchDeployments = ofEngine({ group: 'apps', resource: 'deployments', verb: 'patch' });

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What every installation has, without the patch of workloads. */
async function takePatchOfWorkloads(): Promise<void> {
  const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles/coordination-engine';
  const { rules } = await api<{ readonly rules: readonly Rule[] }>(seen.cluster, { path });
  const less = rules.map((rule) =>
    rule.resources.includes('deployments') ? { ...rule, verbs: rule.verbs.filter((verb) => verb !== 'patch') } : rule,
  );
  await api(seen.cluster, { method: 'PATCH', path, body: { rules: less } });
}

/** The engine may patch Deployments there. */
async function grantPatchIn(namespace: string): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  const metadata = { name: 'restarts', namespace };
  const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }];
  const subjects = [{ kind: 'ServiceAccount', ...engineServiceAccount }];
  await applyObjects(seen.cluster, [
    { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules },
    { apiVersion: `${group}/v1`, kind: 'RoleBinding', metadata, roleRef: { apiGroup: group, kind: 'Role', name: 'restarts' }, subjects },
  ]);
}

const restartOf = (namespace: string) => ({
  name: `restart-${namespace}`,
  type: 'application_remediation' as const,
  operation: 'restart_deployment' as const,
  target: `Deployment/${namespace}/web`,
});

beforeAll(async () => {
  for (const namespace of [here, there]) await createDeployment(seen.cluster, { namespace, name: 'web', node: 'rights-w2' });
  await applyPolicy(seen.cluster, {});
});

afterAll(async () => {
  await dropPolicy(seen.cluster);
  await installEngine(seen.cluster);
});

describe('an engine that was not opted in to drain', () => {
  beforeAll(async () => {
    await seen.stopOperator();
    for (const name of ['node-drain', 'pod-eviction']) await optOutOf(seen.cluster, name);
    await untilNoneAllowed(seen.cluster, [patchNodes, evict]);
    started = await auditPosition(seen.cluster);
    await seen.startOperator();
  });

  test('tells so in the status of the policy, in /readyz?verbose and as a metric, and is ready', async () => {
    const policy = await untilPolicySays('False/NotOptedIn');
    expect(rowsOf(policy)).toEqual(
      expect.arrayContaining([
        'patch nodes: config/opt-in/node-drain',
        'create pods/eviction: config/opt-in/node-drain or config/opt-in/pod-eviction',
      ]),
    );
    expect(policy.status?.reason).toBe('Accepted');
    const { status, body } = await seen.operator.get('/readyz?verbose');
    expect(status).toBe(200);
    expect(body).toMatch(/^\[!\]rights: .*patch nodes \(config\/opt-in\/node-drain\)/m);
    expect([await metric('nodes', 'patch'), await metric('pods/eviction', 'create')]).toEqual(['1', '1']);
    expect([await metric('nodes', 'get'), await metric('deployments.apps', 'patch')]).toEqual(['0', '0']);
  });

  test('asks for its rules, and one by one only for what they do not show', async () => {
    const missing = rowsOf(await untilPolicySays('False/NotOptedIn')).length;
    const asked = (await auditSince(seen.cluster, started)).filter(({ user }) => user === engineUser).map(({ resource }) => resource);
    expect(asked.filter((resource) => resource === 'selfsubjectrulesreviews')).toHaveLength(5);
    expect(asked.filter((resource) => resource === 'selfsubjectaccessreviews')).toHaveLength(missing);
  });

  test('holds what needs the right, which says what to do, and does the rest', async () => {
    const { cluster } = seen;
    await request(cluster, { name: 'rights-drain', operation: 'drain_node', target: 'Node/rights-w1' });
    await applyPlan(cluster, { name: 'plan-rights', steps: [{ operation: 'cordon_node', target: 'Node/rights-w1', waitSeconds: 0 }] });
    await request(cluster, restartOf(here));
    expect((await untilEnded(cluster, `restart-${here}`)).status?.phase).toBe('Succeeded');
    const held = (await untilBlocked(cluster, 'rights-drain', 'MissingRights')).status;
    expect(held).toMatchObject({ phase: 'Blocked', reason: 'MissingRights' });
    expect(held?.intents).toBeUndefined();
    expect(held?.message).toMatch(/^drain_node of Node\/rights-w1: the engine may not patch nodes.* grants\.$/);
    const plan = await untilPlan(cluster, 'plan-rights', ({ status }) => status?.blocked?.reason === 'MissingRights');
    expect(plan.status?.phase).toBe('Pending');
  });

  test('tells whoever is to approve a plan that it cannot begin, on the plan and in its explanation', async () => {
    const { cluster } = seen;
    const steps = [{ operation: 'uncordon_node', target: 'Node/rights-w2', waitSeconds: 0 }] as const;
    await applyPlan(cluster, { name: 'plan-asks', approvalRequired: true, steps });
    const { status } = await untilPlan(cluster, 'plan-asks', (plan) => plan.status?.phase === 'AwaitingApproval');
    expect(status?.blocked?.reason).toBe('ApprovalRequired');
    expect(status?.message).toMatch(
      /^Approved, it would still wait: uncordon_node of Node\/rights-w2: the engine may not patch nodes .*config\/opt-in\/node-drain grants\. A person has to approve .* kubectl patch rplan plan-asks/,
    );
    const rules = [rule(['get'], ['remediationplans'])];
    const token = await createAccount(cluster, { namespace: system, name: 'rights-reader', rules });
    await untilHolds(async () => {
      const { body } = await send({ url: `${seen.operator.url}/api/v1/plans/plan-asks/explain`, token });
      expect(JSON.parse(body)).toMatchObject({ rule: 'ApprovalRequired', message: status?.message });
    });
  });

  test('goes on by itself when the right is granted, and tells that nothing is missing', async () => {
    const { cluster } = seen;
    await optInto(cluster, 'node-drain');
    await optInto(cluster, 'pod-eviction');
    expect((await untilEnded(cluster, 'rights-drain', 60_000)).status?.phase).toBe('Succeeded');
    expect((await untilPlanEnded(cluster, 'plan-rights')).status?.phase).toBe('Succeeded');
    expect(rowsOf(await untilPolicySays('True/RightsGranted'))).toEqual([]);
    expect(await metric('nodes', 'patch')).toBe('0');
    expect((await seen.operator.get('/readyz?verbose')).body).not.toContain('[!]');
  });

  test('then asks only for the approval, and does what is approved', async () => {
    const { cluster } = seen;
    const asks = /^A person has to approve before the plan begins\. To approve/;
    const { spec } = await untilPlan(cluster, 'plan-asks', ({ status }) => asks.test(status?.message ?? ''));
    expect(spec.approval).toBeUndefined();
    const approval = { decision: 'Approved', by: 'ann' };
    await api(cluster, { method: 'PATCH', path: pathOf('remediationplans', 'plan-asks'), body: { spec: { approval } } });
    expect((await untilPlanEnded(cluster, 'plan-asks')).status?.phase).toBe('Succeeded');
  });
});

describe('an engine that lacks what each installation has', () => {
  beforeAll(async () => {
    await seen.stopOperator();
    await takePatchOfWorkloads();
    await untilNoneAllowed(seen.cluster, [patchDeployments]);
    await grantPatchIn(there);
    await untilAllAllowed(seen.cluster, [{ ...patchDeployments, namespace: there }]);
    await seen.startOperator();
  });

  test('says so before anything else, and works where a role is bound in one namespace', async () => {
    const { cluster } = seen;
    expect((await untilPolicySays('False/MissingRights')).status?.reason).toBe('MissingRights');
    await request(cluster, { ...restartOf(here), name: 'restart-held' });
    await request(cluster, restartOf(there));
    const { message } = (await untilBlocked(cluster, 'restart-held', 'MissingRights')).status ?? {};
    expect(message).toContain(`the engine may not patch deployments.apps in ${here}, which config/rbac grants.`);
    expect((await untilEnded(cluster, `restart-${there}`)).status?.phase).toBe('Succeeded');
    expect((await getAction(cluster, 'restart-held')).status?.phase).toBe('Blocked');
    await cancel(cluster, 'restart-held');
    await untilEnded(cluster, 'restart-held');
  });
});
