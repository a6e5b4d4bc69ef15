import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { api } from '../harness/cluster.ts';
import { eventually, untilAsWanted } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { getNode } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, system } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { holdPods, letPodsGo } from '../operations/drain-scene.ts';
import { createAccount, rule } from './bench/accounts.ts';
import { doors, twoDoors, type Door, type Told } from './bench/two-doors.ts';

const nodes = ['m-leader', 'm-standby', 'm-quiet'];
const seen = journey({ nodes });
const { get, post, tokens } = twoDoors(seen);
const group = 'coordination.selfheal.dev';
const asks = rule(['create', 'get'], ['remediationactions']);

/** A rule in the system namespace, a tenant, somebody with no right, and one who may ask in kube-system but for nothing that is protected. */
const accounts = [
  { namespace: system, name: 'm-rule', rules: [asks, rule(['use'], ['sources'], ['deterministic', 'ai_driven'])] },
  { namespace: 'm-shop', name: 'm-tenant', rules: [asks] },
  { namespace: 'm-shop', name: 'm-nobody', rules: [] },
  { namespace: 'kube-system', name: 'm-careful', rules: [asks] },
  { namespace: 'm-guards', name: 'm-guard', rules: [] },
];

beforeAll(async () => {
  const { cluster } = seen;
  for (const account of accounts) tokens.set(account.name, await createAccount(cluster, account));
  await guardsMayTouchWhatIsProtected();
  for (const [namespace, name, node] of [
    ['m-shop', 'pay', 'm-quiet'],
    ['kube-system', 'm-dns', 'm-quiet'],
    ['m-shop', 'held-leader', 'm-leader'],
    ['m-shop', 'held-standby', 'm-standby'],
  ] as const) {
    await createDeployment(cluster, { namespace, name, node });
    await untilRolledOut(cluster, namespace, name);
  }
});

/** All accounts of the namespace m-guards, by their group. */
async function guardsMayTouchWhatIsProtected(): Promise<void> {
  const rbac = 'rbac.authorization.k8s.io';
  const metadata = { namespace: 'kube-system', name: 'm-guards' };
  await applyObjects(seen.cluster, [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: [asks, rule(['remediate-protected'], ['targets'])] },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata },
      roleRef: { apiGroup: rbac, kind: 'Role', name: 'm-guards' },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: 'system:serviceaccounts:m-guards' }],
    },
  ]);
}

const remediate = (door: Door, body: object, as = 'm-rule'): Promise<Told> => post(door, '/api/v1/remediate', body, as);
const onNode = (target: string, operation: string, more: object = {}) => ({
  ...{ action_type: 'node_remediation', target, source: 'deterministic', parameters: { remediation_type: operation } },
  ...more,
});
const restart = (target: string) => ({
  action_type: 'application_remediation',
  target,
  parameters: { remediation_type: 'restart_deployment' },
});
const stored = (name: string, namespace = system) =>
  api<RemediationAction>(seen.cluster, { path: pathOf('remediationactions', name, namespace) });
const otherThan = (door: Door): Door => (door === 'leader' ? 'standby' : 'leader');

/** Its end as the replica tells it. */
async function endOf(door: Door, { action_id: id }: Told, as = 'm-rule'): Promise<Told> {
  const ended = async () => {
    const view = await get(door, `/api/v1/actions/${String(id)}`, as);
    return typeof view['finished_at'] === 'string' ? view : undefined;
  };
  return eventually(ended, { within: 30_000, describe: `${String(id)} has ended` });
}

describe('a remediation', () => {
  test.each(doors)(
    'by the $door is queued, is what kubectl users see, and is followed to its end at the other replica',
    async ({ door }) => {
      const target = `m-${door}`;
      const answer = await remediate(door, onNode(target, 'cordon_node', { priority: 1 }));
      const id = String(answer['action_id']);
      expect(answer).toEqual({ code: 202, action_id: id, status: 'queued', position_in_queue: 1 });
      expect(id).toMatch(/^act-\d{8}-[a-z0-9]{5,10}$/);
      expect((await stored(id)).spec).toMatchObject({
        ...{ type: 'node_remediation', operation: 'cordon_node', source: 'deterministic', priority: 1 },
        target: { apiVersion: 'v1', kind: 'Node', name: target },
        requestedBy: `system:serviceaccount:${system}:m-rule`,
      });
      const row = await kubectl(seen.cluster, ['get', 'ract', id, '-n', system, '--no-headers']);
      expect(row).toMatch(new RegExp(`^${id} .*node_remediation +cordon_node +${target} +deterministic +1 `));
      expect(await endOf(otherThan(door), answer)).toMatchObject({ status: 'completed', phase: 'Succeeded' });
      expect((await getNode(seen.cluster, target)).spec.unschedulable).toBe(true);
      await endOf(door, await remediate(door, onNode(`node/${target}`, 'uncordon_node')));
    },
  );

  test.each(doors)('by the $door of the document is taken as it stands there', async ({ door }) => {
    const answer = await remediate(door, onNode('worker-1', 'restart_kubelet', { priority: 1 }));
    expect(answer).toMatchObject({ code: 202, status: 'queued', position_in_queue: expect.any(Number) });
    expect(await endOf(door, answer)).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound' });
  });

  test.each(doors)('by the $door of a tenant on its own workload runs in its namespace', async ({ door }) => {
    const answer = await remediate(door, restart('m-shop/pay'), 'm-tenant');
    expect(answer).toMatchObject({ code: 202 });
    expect(await stored(String(answer['action_id']), 'm-shop')).toMatchObject({ spec: { source: 'manual', priority: 3 } });
    expect(await endOf(door, answer, 'm-tenant')).toMatchObject({ phase: 'Succeeded', target: 'Deployment/m-shop/pay' });
  });

  test.each(doors)('by the $door on what is protected runs for whoever may, though the right comes by a group', async ({ door }) => {
    const answer = await remediate(door, restart('kube-system/m-dns'), 'm-guard');
    expect(answer).toMatchObject({ code: 202, position_in_queue: 1 });
    const { conditions } = (await untilEnded(String(answer['action_id']), 'kube-system')).status ?? {};
    expect(conditions?.map(({ type }) => type)).not.toContain('Blocked');
  });
});

async function untilEnded(name: string, namespace = system): Promise<RemediationAction> {
  return untilAsWanted(
    name,
    () => stored(name, namespace),
    ({ status }) => status?.finishedAt !== undefined,
    30_000,
  );
}

describe('the place in the queue', () => {
  test.each(doors)('that the $door tells is the one that arbitration gives', async ({ door }) => {
    const [target, held] = [`m-${door}`, `held-${door}`];
    await holdPods(seen.cluster, 'm-shop', held);
    const id = (answer: Told): string => String(answer['action_id']);
    const drain = await remediate(door, onNode(target, 'drain_node'));
    const isRunning = async () => (await get(door, `/api/v1/actions/${id(drain)}`, 'm-rule'))['phase'] === 'Running';
    await eventually(isRunning, { within: 20_000, describe: 'the drain is at work' });
    const asked = [
      await remediate(door, onNode(target, 'uncordon_node')),
      await remediate(door, onNode(target, 'cordon_node', { priority: 4 })),
      await remediate(door, onNode(target, 'uncordon_node', { priority: 1, source: 'manual' })),
      await remediate(door, onNode(target, 'cordon_node', { source: 'ai_driven', confidence_score: 0.69 })),
    ];
    expect(asked.map(({ position_in_queue: place }) => place)).toEqual([1, 2, 1, 0]);
    const places = async () => {
      const actions = await Promise.all(asked.map((answer) => stored(id(answer))));
      return actions.map(({ status }) => status?.queuePosition ?? status?.phase);
    };
    const isSo = async () => {
      expect(await places()).toEqual([2, 3, 1, 'Rejected']);
      return true;
    };
    await eventually(isSo, { within: 20_000, describe: 'arbitration gives the same places' });
    const all = [drain, ...asked].map(id);
    for (const name of all)
      await kubectl(seen.cluster, ['patch', 'ract', name, '-n', system, '--type=merge', '-p', '{"spec":{"cancel":true}}']);
    await letPodsGo(seen.cluster, 'm-shop', held);
    for (const name of all) await untilEnded(name);
  });
});

describe('nothing is made', () => {
  const who = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

  test.each(
    doors.flatMap(({ door }) => [
      {
        ...{ door, as: 'm-tenant', body: onNode('m-quiet', 'cordon_node') },
        message: `${who('m-shop', 'm-tenant')} may not create remediationactions.${group} in ${system}`,
      },
      {
        ...{ door, as: 'm-nobody', body: restart('m-shop/pay') },
        message: `${who('m-shop', 'm-nobody')} may not create remediationactions.${group} in m-shop`,
      },
      {
        ...{ door, as: 'm-tenant', body: { ...restart('m-shop/pay'), source: 'deterministic' } },
        message: `${who('m-shop', 'm-tenant')} may not use sources/deterministic of ${group} in m-shop`,
      },
      {
        ...{ door, as: 'm-careful', body: restart('kube-system/m-dns') },
        message: `Deployment/kube-system/m-dns is protected, and ${who('kube-system', 'm-careful')} may not remediate-protected targets/m-dns of ${group} in kube-system`,
      },
    ]),
  )('by the $door for $as who may not: $message', async ({ door, as, body, message }) => {
    const before = await countActions();
    expect(await remediate(door, body, as)).toMatchObject({ code: 403, error: 'Forbidden', message });
    expect(await countActions()).toBe(before);
  });

  test.each(
    doors.flatMap(({ door }) => [
      { door, body: onNode('m-quiet', 'reboot_everything'), field: 'parameters.remediation_type' },
      { door, body: onNode('no/such/thing/at-all', 'cordon_node'), field: 'target' },
      { door, body: { ...restart('pay') }, field: 'target' },
      { door, body: onNode('m-quiet', 'cordon_node', { priority: 9 }), field: 'priority' },
      { door, body: onNode('m-quiet', 'cordon_node', { source: 'my-notebook' }), field: 'source' },
      { door, body: onNode('m-quiet', 'cordon_node', { source: 'ai_driven' }), field: 'confidence_score' },
      { door, body: onNode('m-quiet', 'cordon_node', { wish: 1 }), field: 'wish' },
    ]),
  )('by the $door of a body whose $field is wrong', async ({ door, body, field }) => {
    const before = await countActions();
    expect(await remediate(door, body)).toMatchObject({ code: 400, error: 'Invalid request', field });
    expect(await countActions()).toBe(before);
  });

  test('for whoever may not touch what a policy protects, beside what is protected in any case', async () => {
    await applyPolicy(seen.cluster, { protected: { namespaces: ['m-shop'] } });
    for (const { door } of doors) {
      const isRefused = async () => (await remediate(door, restart('m-shop/none'), 'm-tenant')).code === 403;
      await eventually(isRefused, { within: 30_000, describe: `the ${door} knows the policy` });
      for (const [target, as] of [
        ['m-shop/none', 'm-tenant'],
        ['kube-system/m-dns', 'm-careful'],
      ] as const)
        expect(await remediate(door, restart(target), as)).toMatchObject({ code: 403, message: expect.stringContaining('is protected') });
    }
    await dropPolicy(seen.cluster);
  });

  test.each(doors)('by the $door for a stranger', async ({ door }) => {
    expect(await remediate(door, onNode('m-quiet', 'cordon_node'), 'nothing')).toMatchObject({ code: 401 });
  });
});

async function countActions(): Promise<number> {
  const { items } = await api<{ items: unknown[] }>(seen.cluster, { path: `/apis/${group}/v1alpha1/remediationactions` });
  return items.length;
}
