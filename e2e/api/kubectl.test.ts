import { beforeAll, describe, expect, test } from '@jest/globals';
import { schemaHash } from '../../operator/api/generated/schema-hash.ts';
import { api } from '../harness/cluster.ts';
import { kubectl } from '../harness/kubectl.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { condition, goodSpecs, objectOf } from './good-objects.ts';
import { type KindName, pathOf, prepare } from './kinds.ts';

const namespace = 'api-kubectl';
let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await prepare(cluster, namespace);
  await store('Anomaly', 'anom-a', { status: anomalyStatus });
  await store('Anomaly', 'anom-bare');
  await store('RemediationPlan', 'plan-a', { status: planStatus });
  await store('RemediationPlan', 'plan-bare');
  const plan = await api(cluster, { path: pathOf('RemediationPlan', namespace, 'plan-a') });
  const owner = { apiVersion: plan.apiVersion, kind: plan.kind, name: 'plan-a', uid: plan.metadata.uid, controller: true };
  const spec = { ...goodSpecs.RemediationAction, source: 'ai_driven', confidence: 0.7 };
  await store('RemediationAction', 'act-a', { spec, status: actionStatus, ownerReferences: [owner] });
  await store('RemediationAction', 'act-bare');
  await store('RemediationPolicy', 'cluster', { spec: { suspended: true }, status: policyStatus });
});

const at = '2026-01-01T00:00:00Z';
const anomalyStatus = {
  phase: 'Remediating',
  reason: 'PlanExecuting',
  rootCause: { layer: 'infrastructure' },
  planRef: { name: 'plan-a' },
  occurrences: 3,
  lastSeenAt: at,
};
const planStatus = {
  phase: 'RolledBack',
  layerPath: 'infra>app',
  progress: '2/5',
  reason: 'RollbackPartial',
  cause: 'Node/w1',
  rollbackSummary: '1 undone, 1 irreversible',
  conditions: [condition('RolledBack')],
};
const actionStatus = {
  phase: 'Blocked',
  reason: 'LowerPriority',
  arbitration: { decidedAt: at, winner: `RemediationAction/${namespace}/act-b` },
};

const policyStatus = {
  reason: 'StormActive',
  message: 'Too many nodes are unhealthy.',
  conditions: [condition('Accepted'), condition('StormActive')],
};

interface Stored {
  readonly spec?: object;
  readonly status?: object;
  readonly ownerReferences?: readonly object[];
}

async function store(kind: KindName, name: string, { spec = goodSpecs[kind], status, ownerReferences }: Stored = {}): Promise<void> {
  const body = { ...objectOf(kind, name, spec), metadata: { name, ownerReferences } };
  await api(cluster, { method: 'POST', path: pathOf(kind, namespace), body });
  if (status) await api(cluster, { method: 'PATCH', path: `${pathOf(kind, namespace, name)}/status`, body: { status } });
}

const get = (...args: string[]): Promise<string> => kubectl(cluster, ['get', '--namespace', namespace, ...args]);

/** The cells of each row; an empty cell disappears, ages and other times become their unit-less sign. */
async function table(...args: string[]): Promise<string[][]> {
  const text = await get(...args);
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
  return rows.map((row) => row.map((cell) => (/^(\d+[smhdy])+$/.test(cell) ? '<age>' : cell)));
}

describe('kubectl get prints', () => {
  test.each([
    {
      what: 'anom',
      args: ['anom'],
      rows: [
        ['NAME', 'PHASE', 'SEVERITY', 'TYPE', 'LAYER', 'TARGET', 'PLAN', 'REASON', 'AGE'],
        ['anom-a', 'Remediating', 'high', 'node_memory_pressure', 'infrastructure', 'w1', 'plan-a', 'PlanExecuting', '<age>'],
        ['anom-bare', 'high', 'node_memory_pressure', 'w1', '<age>'],
      ],
    },
    {
      what: 'anom -o wide',
      args: ['anom', 'anom-a', '-o', 'wide'],
      rows: [
        ['NAME', 'PHASE', 'SEVERITY', 'TYPE', 'LAYER', 'TARGET', 'PLAN', 'REASON', 'AGE', 'COUNT', 'LASTSEEN'],
        ['anom-a', 'Remediating', 'high', 'node_memory_pressure', 'infrastructure', 'w1', 'plan-a', 'PlanExecuting', '<age>', '3', '<age>'],
      ],
    },
    {
      what: 'rplan',
      args: ['rplan'],
      rows: [
        ['NAME', 'PHASE', 'LAYERS', 'STEP', 'REASON', 'AGE'],
        ['plan-a', 'RolledBack', 'infra>app', '2/5', 'RollbackPartial', '<age>'],
        ['plan-bare', '<age>'],
      ],
    },
    {
      what: 'rplan -o wide',
      args: ['rplan', 'plan-a', '-o', 'wide'],
      rows: [
        ['NAME', 'PHASE', 'LAYERS', 'STEP', 'REASON', 'AGE', 'CAUSE', 'ROLLBACK'],
        ['plan-a', 'RolledBack', 'infra>app', '2/5', 'RollbackPartial', '<age>', 'Node/w1', '1 undone, 1 irreversible'],
      ],
    },
    {
      what: 'ract',
      args: ['ract'],
      rows: [
        ['NAME', 'PHASE', 'TYPE', 'OPERATION', 'TARGET', 'SOURCE', 'PRIO', 'CONF', 'REASON', 'AGE'],
        ['act-a', 'Blocked', 'node_remediation', 'cordon_node', 'w1', 'ai_driven', '3', '0.7', 'LowerPriority', '<age>'],
        ['act-bare', 'node_remediation', 'cordon_node', 'w1', 'manual', '3', '<age>'],
      ],
    },
    {
      what: 'ract -o wide',
      args: ['ract', 'act-a', '-o', 'wide'],
      rows: [
        ['NAME', 'PHASE', 'TYPE', 'OPERATION', 'TARGET', 'SOURCE', 'PRIO', 'CONF', 'REASON', 'AGE', 'WINNER', 'PLAN'],
        [
          ...['act-a', 'Blocked', 'node_remediation', 'cordon_node', 'w1', 'ai_driven', '3', '0.7', 'LowerPriority', '<age>'],
          ...[`RemediationAction/${namespace}/act-b`, 'plan-a'],
        ],
      ],
    },
    {
      what: 'rpol',
      args: ['rpol'],
      rows: [
        ['NAME', 'SUSPENDED', 'ACCEPTED', 'STORM', 'REASON', 'AGE'],
        ['cluster', 'true', 'True', 'True', 'StormActive', '<age>'],
      ],
    },
    {
      what: 'rpol -o wide',
      args: ['rpol', '-o', 'wide'],
      rows: [
        ['NAME', 'SUSPENDED', 'ACCEPTED', 'STORM', 'REASON', 'AGE', 'MESSAGE'],
        ['cluster', 'true', 'True', 'True', 'StormActive', '<age>', 'Too many nodes are unhealthy.'],
      ],
    },
  ])('$what', async ({ args, rows }) => expect(await table(...args)).toEqual(rows));

  test('all kinds for the category remediation', async () => {
    expect((await get('remediation', '-o', 'name')).trim().split('\n').sort()).toEqual([
      'anomaly.coordination.selfheal.dev/anom-a',
      'anomaly.coordination.selfheal.dev/anom-bare',
      'remediationaction.coordination.selfheal.dev/act-a',
      'remediationaction.coordination.selfheal.dev/act-bare',
      'remediationplan.coordination.selfheal.dev/plan-a',
      'remediationplan.coordination.selfheal.dev/plan-bare',
      'remediationpolicy.coordination.selfheal.dev/cluster',
    ]);
  });

  test.each([
    {
      args: ['anom', '--field-selector', 'status.phase=Remediating,spec.severity=high'],
      names: 'anomaly.coordination.selfheal.dev/anom-a',
    },
    { args: ['rplan', '--field-selector', 'status.phase=RolledBack'], names: 'remediationplan.coordination.selfheal.dev/plan-a' },
    {
      args: ['ract', '--field-selector', 'spec.target.name=w1,spec.source=manual'],
      names: 'remediationaction.coordination.selfheal.dev/act-bare',
    },
  ])('what the field selector of $args chooses', async ({ args, names }) => expect((await get(...args, '-o', 'name')).trim()).toBe(names));
});

describe('the API server', () => {
  test('fills the defaults', async () => {
    const specOf = async (kind: KindName, name: string): Promise<unknown> =>
      (await api(cluster, { path: pathOf(kind, namespace, name) }))['spec'];
    expect(await specOf('Anomaly', 'anom-bare')).toEqual({ ...goodSpecs.Anomaly, source: 'manual' });
    expect(await specOf('RemediationPlan', 'plan-bare')).toEqual({
      ...goodSpecs.RemediationPlan,
      ...{ source: 'manual', priority: 3, rollbackPolicy: 'OnFailure', approvalRequired: false, suspend: false },
      steps: (goodSpecs.RemediationPlan['steps'] as object[]).map((step) => ({ ...step, required: true })),
    });
    expect(await specOf('RemediationAction', 'act-bare')).toEqual({
      ...goodSpecs.RemediationAction,
      ...{ source: 'manual', priority: 3, dryRun: false, approvalRequired: false, cancel: false },
      retries: { attempts: 3, backoffSeconds: 5 },
    });
  });

  test('drops a status that comes with the creation (bad input 13)', async () => {
    await api(cluster, {
      method: 'POST',
      path: pathOf('RemediationAction', namespace),
      body: objectOf('RemediationAction', 'with-status', undefined, { status: { phase: 'Succeeded' } }),
    });
    expect(await api(cluster, { path: pathOf('RemediationAction', namespace, 'with-status') })).not.toHaveProperty('status');
    await api(cluster, { method: 'DELETE', path: pathOf('RemediationAction', namespace, 'with-status') });
  });

  test('serves every CRD with the schema hash that the operator carries', async () => {
    const path =
      '{range .items[?(@.spec.group=="coordination.selfheal.dev")]}{.metadata.annotations.coordination\\.selfheal\\.dev/schema-hash}{"\\n"}{end}';
    const hashes = await kubectl(cluster, ['get', 'crd', '-o', `jsonpath=${path}`]);
    expect(hashes.trim().split('\n')).toEqual([schemaHash, schemaHash, schemaHash, schemaHash]);
  });
});

describe('kubectl', () => {
  test('explains rplan.spec.steps with every field', async () => {
    const text = await kubectl(cluster, ['explain', 'rplan.spec.steps']);
    expect(text).toContain('Steps by order; layers never go back.');
    for (const field of ['action', 'description', 'layer', 'name', 'order', 'required', 'timeoutSeconds', 'undo', 'waitSeconds']) {
      expect(text).toMatch(new RegExp(`^ {2}${field}\\t<`, 'm'));
    }
    expect(text).toContain('What rollback can do about it; None for a step that changes nothing.');
  });

  test('names a misspelt field (bad input 6), and without validation it is dropped', async () => {
    const input = JSON.stringify(objectOf('RemediationAction', 'misspelt', { ...goodSpecs.RemediationAction, priorty: 1 }));
    const apply = (...args: string[]): Promise<string> => kubectl(cluster, ['apply', '-n', namespace, '-f', '-', ...args], { input });
    await expect(apply()).rejects.toThrow('unknown field "spec.priorty"');
    await apply('--validate=warn');
    expect(await api(cluster, { path: pathOf('RemediationAction', namespace, 'misspelt') })).not.toHaveProperty('spec.priorty');
    await api(cluster, { method: 'DELETE', path: pathOf('RemediationAction', namespace, 'misspelt') });
  });
});
