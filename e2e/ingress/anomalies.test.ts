import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { api } from '../harness/cluster.ts';
import { documentedSend } from '../harness/documented.ts';
import { eventually } from '../harness/eventually.ts';
import { send, type Answer } from '../harness/http-request.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';

const nodes = ['r-w1', 'r-w2', 'r-w3'];
const seen = journey({ nodes, stages: ['reboot-clears-memory-pressure'] });
const system = 'self-healing-platform';
const group = 'coordination.selfheal.dev';
let standby: Operator;
const tokens = new Map<string, string>();

/** Who may do what: a model in the system namespace, a tenant in its own, and somebody with no right at all. */
const accounts = [
  {
    namespace: system,
    name: 'r-model',
    rules: [rule(['create', 'get'], ['anomalies']), rule(['use'], ['sources'], ['ai_driven', 'deterministic'])],
  },
  { namespace: 'r-shop', name: 'r-tenant', rules: [rule(['create', 'get'], ['anomalies'])] },
  { namespace: 'r-shop', name: 'r-nobody', rules: [] },
];

function rule(verbs: string[], resources: string[], resourceNames?: string[]) {
  return { apiGroups: [group], verbs, resources, ...(resourceNames && { resourceNames }) };
}

beforeAll(async () => {
  const { cluster } = seen;
  standby = await startOperator(cluster, { replica: 'engine-1' });
  await standby.ready();
  await createDeployment(cluster, { namespace: 'r-shop', name: 'pay', node: 'r-w3' });
  await untilRolledOut(cluster, 'r-shop', 'pay');
  const rbac = 'rbac.authorization.k8s.io';
  for (const { namespace, name, rules } of accounts) {
    await applyObjects(cluster, [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } },
      { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { namespace, name }, rules },
      {
        ...{ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: { namespace, name } },
        roleRef: { apiGroup: rbac, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', namespace, name }],
      },
    ]);
    tokens.set(name, await serviceAccountToken(cluster, { namespace, name }));
  }
});

afterAll(async () => {
  await standby.stop();
});

const documented = documentedSend(() => seen.cluster);
type Door = 'leader' | 'standby';
const urlOf = (door: Door): string => (door === 'leader' ? seen.operator.url : standby.url);
const doors: readonly { door: Door; node: string }[] = [
  { door: 'leader', node: 'r-w1' },
  { door: 'standby', node: 'r-w2' },
];

function ask(door: Door, path: string, { as = 'r-model', ...more }: { as?: string; method?: string; body?: string } = {}): Promise<Answer> {
  return documented({ url: `${urlOf(door)}${path}`, token: tokens.get(as) ?? as, ...more });
}

const post = (door: Door, body: object | string, as?: string): Promise<Answer> =>
  ask(door, '/api/v1/anomalies', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(as === undefined ? {} : { as }),
  });

const json = ({ body }: Answer): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

const stored = (name: string, namespace = system): Promise<Anomaly> =>
  api<Anomaly>(seen.cluster, { path: `/apis/${group}/v1alpha1/namespaces/${namespace}/anomalies/${name}` });

const pressed = (node: string) => ({
  timestamp: '2025-12-10T14:30:00Z',
  type: 'resource_exhaustion',
  severity: 'critical',
  confidence_score: 0.92,
  details: { node, metric: 'memory_usage', threshold: 90, current_value: 95 },
  recommended_action: 'scale_down_pods',
  source: 'ai_driven',
});

describe('a report', () => {
  test.each(doors)('by the $door is what kubectl users see, and is followed to its end', async ({ door, node }) => {
    const { cluster } = seen;
    await setNodeCondition(cluster, node, { type: 'MemoryPressure', status: 'True' });
    const answer = await post(door, { ...pressed(node), source: 'deterministic' });
    const accepted = json(answer);
    expect({ status: answer.status, accepted }).toMatchObject({
      status: 201,
      accepted: {
        status: 'accepted',
        assigned_layer: 'deterministic',
        priority: 1,
        action_id: expect.stringMatching(/^act-/) as unknown,
      },
    });
    const id = String(accepted['anomaly_id']);
    expect(id).toMatch(/^anom-\d{8}-[a-z0-9]{5,10}$/);
    expect((await stored(id)).spec).toMatchObject({
      requestedBy: 'system:serviceaccount:self-healing-platform:r-model',
      source: 'deterministic',
      recommendedAction: 'scale_down_pods',
      details: { node, threshold: 90 },
    });
    const other: Door = door === 'leader' ? 'standby' : 'leader';
    const end = await eventually(
      async () => {
        const view = json(await ask(other, `/api/v1/anomalies/${id}`));
        return view['resolution'] ? view : undefined;
      },
      { within: 60_000, describe: `${id} is over` },
    );
    const action = { action_id: accepted['action_id'], type: 'node_remediation', status: 'completed' };
    expect(end).toMatchObject({ anomaly_id: id, status: 'resolved', action, resolution: { outcome: 'resolved' } });
  });

  test.each(doors)('by the $door of a model has the priority and the layer of one', async ({ door, node }) => {
    const answer = await post(door, { ...pressed(node), type: `of_a_model_${door}` });
    expect({ code: answer.status, ...json(answer) }).toMatchObject({ code: 201, assigned_layer: 'ai_driven', priority: 2 });
  });

  test.each(doors)('by the $door of an unknown reporter is observed, and needs no right of a source', async ({ door }) => {
    const answer = await post(door, { type: 'test', severity: 'low', confidence_score: 0.95, source: `notebook-${door}` }, 'r-tenant');
    expect({ code: answer.status, ...json(answer) }).toMatchObject({ code: 201, action_id: null });
    expect(await stored(String(json(answer)['anomaly_id']), 'r-shop')).toMatchObject({
      spec: { mode: 'Observe', reporter: `notebook-${door}` },
    });
  });
});

describe('nobody comes in', () => {
  test.each(doors)('by the $door without a good token, and nothing is made', async ({ door }) => {
    for (const as of ['nothing', 'a.b.c']) expect((await post(door, pressed('r-w1'), as)).status).toBe(401);
    expect((await send({ url: `${urlOf(door)}/api/v1/anomalies`, method: 'POST', body: '{' })).status).toBe(401);
  });

  test.each(doors)('by the $door to where they may not be, or as what they are not', async ({ door }) => {
    const refused = async (body: object, as: string): Promise<unknown> => {
      const answer = await post(door, body, as);
      return { code: answer.status, message: json(answer)['message'] };
    };
    const [who, nobody] = ['system:serviceaccount:r-shop:r-tenant', 'system:serviceaccount:r-shop:r-nobody'];
    expect(await refused(pressed('r-w1'), 'r-tenant')).toEqual({
      code: 403,
      message: `${who} may not create anomalies.${group} in ${system}`,
    });
    const ofPod = { type: 'x', severity: 'low', details: { namespace: 'r-shop', pod: 'pay-1' } };
    expect(await refused(ofPod, 'r-nobody')).toEqual({ code: 403, message: `${nobody} may not create anomalies.${group} in r-shop` });
    expect(await refused({ ...ofPod, source: 'deterministic' }, 'r-tenant')).toEqual({
      code: 403,
      message: `${who} may not use sources/deterministic of ${group} in r-shop`,
    });
  });

  test.each(doors)("by the $door to see what is another namespace's", async ({ door }) => {
    const id = String(json(await post(door, { type: 'seen_by_few', severity: 'low', source: `watcher-${door}` }))['anomaly_id']);
    expect((await ask(door, `/api/v1/anomalies/${id}`)).status).toBe(200);
    const hidden = await ask(door, `/api/v1/anomalies/${id}`, { as: 'r-tenant' });
    expect({ code: hidden.status, ...json(hidden) }).toMatchObject({ code: 404, error: 'Not found', field: 'id' });
  });
});

describe('what is wrong is named', () => {
  test.each(doors)('by the $door', async ({ door }) => {
    const wrong = await post(door, { ...pressed('r-w1'), confidence_score: 1.2 });
    expect({ code: wrong.status, ...json(wrong) }).toMatchObject({
      code: 400,
      error: 'Invalid request',
      message: 'confidence_score must be between 0.0 and 1.0',
      field: 'confidence_score',
    });
    expect(json(await post(door, '{"type":"x","type":"y"}'))).toMatchObject({ code: 'InvalidJSON', field: 'type' });
    expect(json(await ask(door, '/api/v1/anomalies/nothing'))).toMatchObject({ status: 404, field: 'id' });
  });
});
