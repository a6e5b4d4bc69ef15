import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hire, install, removeAdmission, type Holds, type Person } from '../admission/people.ts';
import { api } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { allowedOf } from './review.ts';

const namespace = 'roles-shop';
const group = 'coordination.selfheal.dev';
const asked = ['anomalies', 'remediationplans', 'remediationactions'];
const looks = ['get', 'list', 'watch'];
const writes = ['create', 'update', 'patch', 'delete'];

/** What each role may, as bound in one namespace; of approving and of the policy too. */
const rows = [
  { role: 'view', verbs: looks },
  { role: 'edit', verbs: [...looks, ...writes] },
  { role: 'admin', verbs: [...looks, ...writes] },
  { role: 'remediation-viewer', verbs: looks },
  { role: 'remediation-requester', verbs: [...looks, ...writes] },
  { role: 'remediation-approver', verbs: [...looks, 'update', 'patch', 'approve'] },
  { role: 'remediation-admin', verbs: [...looks, ...writes, 'approve'] },
] as const;

let cluster: WorkerCluster;
let people: ReadonlyMap<string, Person>;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await install(cluster, 'people');
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  const held = Object.fromEntries<readonly Holds[]>(rows.map(({ role }) => [role, [{ role, namespace }]]));
  people = await hire(cluster, namespace, { ...held, boss: [{ role: 'remediation-admin' }] });
});

afterAll(() => removeAdmission(cluster));

async function verbsOf(who: string, resource: string, where?: string): Promise<string[]> {
  const { user: account } = people.get(who) as Person;
  const questions = [...looks, ...writes, 'approve'].map((verb) => ({ account, group, resource, verb, namespace: where }));
  return (await allowedOf(cluster, questions)).map(({ verb }) => verb);
}

describe('a role bound in a namespace', () => {
  test.each(rows)('$role: $verbs, there and for the kinds that one asks by', async ({ role, verbs }) => {
    const has = async () => (await verbsOf(role, 'anomalies', namespace)).length === verbs.length;
    await eventually(has, { within: 30_000, describe: `${role} is aggregated and bound` });
    for (const resource of asked) expect(await verbsOf(role, resource, namespace)).toEqual(verbs);
    expect(await verbsOf(role, 'anomalies', 'default')).toEqual([]);
    expect(await verbsOf(role, 'remediationpolicies')).toEqual([]);
  });
});

test('whoever has remediation-admin in the cluster uses the kill switch, and is no administrator', async () => {
  const has = async () => (await verbsOf('boss', 'remediationpolicies')).length === looks.length + writes.length;
  await eventually(has, { within: 30_000, describe: 'remediation-admin is bound' });
  const { token, user: account } = people.get('boss') as Person;
  const path = '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies?dryRun=All';
  const body = { apiVersion: `${group}/v1alpha1`, kind: 'RemediationPolicy', metadata: { name: 'cluster' }, spec: { suspended: true } };
  expect(await api(cluster, { method: 'POST', path, body, token })).toMatchObject({ spec: { suspended: true } });
  const beyond = [
    { account, group: '', resource: 'nodes', verb: 'patch' },
    { account, group: 'rbac.authorization.k8s.io', resource: 'clusterroles', verb: 'update' },
    { account, group, resource: 'remediationpolicies/status', verb: 'patch' },
  ];
  expect(await allowedOf(cluster, beyond)).toEqual([]);
});
