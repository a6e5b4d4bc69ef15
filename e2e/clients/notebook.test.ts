import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { Anomaly, RemediationAction } from '../../operator/api/generated/types.ts';
import { api } from '../harness/cluster.ts';
import { eventually, untilAsWanted } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { pythonWithClient, type PythonRun, type PythonWithClient } from '../harness/notebook.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { createDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { pathOf, planNow, system } from '../journeys/bench/plans.ts';
import { startLosingDoor } from './losing-door.ts';
import { startMadeUpPrometheus } from './made-up-prometheus.ts';
import { documentedNotebook, readmeExample } from './snippets.ts';

const root = join(import.meta.dirname, '../..');
const samples = join(root, 'samples/notebooks');
const notebook = join(samples, 'anomaly-detection.ipynb');
const group = 'coordination.selfheal.dev';
const account = 'anomaly-notebook';
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };
/** What is in trouble: it runs and is never ready until somebody restarts it. */
const workloads = [
  { namespace: 'shop', name: 'cart' },
  { namespace: 'shop', name: 'search' },
  { namespace: 'production', name: 'app-server' },
];

/* Before the nodes go, without which no pod is ever gone. */
afterAll(async () => deleteNamespaces());

const seen = journey({ nodes: ['nb-w1'], stages: ['ready-needs-restart'] });
let python: PythonWithClient;
let standby: Operator;
/** By the namespace of a notebook that reports; that of the person's by `person`. */
const tokenFiles = new Map<string, string>();
let tokenFolder: string;

async function deleteNamespaces(): Promise<void> {
  await kubectl(seen.cluster, ['delete', 'namespace', 'shop', 'production', '--ignore-not-found', '--timeout=90s']);
}

/** The shipped example of a notebook's rights, for another namespace. */
function rightsIn(namespace: string): object[] {
  const yaml = readFileSync(join(samples, 'rbac.yaml'), 'utf8').replaceAll('namespace: shop', `namespace: ${namespace}`);
  return parseAllDocuments(yaml).map((document) => document.toJS() as object);
}

/** The notebook of somebody who may ask for actions too, and see how the engine is. */
const ofAPerson = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'shop', name: 'person' } },
  ...[
    { namespace: 'shop', name: 'remediation-requester' },
    { namespace: system, name: 'remediation-viewer' },
  ].map(({ namespace, name }) => ({
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { namespace, name: 'notebook-person' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'person' }],
  })),
];

async function keepToken(whose: string, access: { namespace: string; name: string }): Promise<void> {
  tokenFolder ??= mkdtempSync(join(seen.cluster.dir, 'notebook-tokens-'));
  tokenFiles.set(whose, join(tokenFolder, whose));
  writeFileSync(tokenOf(whose), await serviceAccountToken(seen.cluster, access));
}

beforeAll(async () => {
  const { cluster } = seen;
  [python, standby] = await Promise.all([pythonWithClient(), startOperator(cluster, { replica: 'engine-1' })]);
  await standby.ready();
  await deleteNamespaces();
  await kubectl(cluster, ['apply', '-k', join(root, 'config/people')]);
  for (const workload of workloads) await createDeployment(cluster, { ...workload, podLabels: stuck });
  for (const namespace of ['shop', 'production']) {
    await applyObjects(cluster, rightsIn(namespace));
    await keepToken(namespace, { namespace, name: account });
  }
  await applyObjects(cluster, ofAPerson);
  await keepToken('person', { namespace: 'shop', name: 'person' });
  const areRunning = async () =>
    (await Promise.all(workloads.map(({ namespace, name }) => podsOf(cluster, namespace, name)))).every(
      ([pod]) => pod?.status.phase === 'Running',
    );
  await eventually(areRunning, { within: 30_000, describe: 'they run and are not ready' });
}, 300_000);

afterAll(async () => {
  await standby.stop();
  await python.remove();
});

type Door = 'leader' | 'standby';
const urlOf = (door: Door): string => (door === 'leader' ? seen.operator.url : standby.url);
const tokenOf = (whose: string): string => tokenFiles.get(whose) ?? '';

/** Runs it as a pod would: the engine is found by its Service's name, the token in a file. */
function inCluster(url: string, args: readonly string[], whose: string): Promise<PythonRun> {
  return python.run(args, {
    path: [join(import.meta.dirname, 'cluster-dns')],
    env: { ENGINE_ADDRESS: url.replace('http://', ''), COORDINATION_ENGINE_TOKEN_FILE: tokenOf(whose) },
  });
}

async function anomaliesIn(namespace: string): Promise<Anomaly[]> {
  const { items } = await api<{ items: Anomaly[] }>(seen.cluster, { path: `/apis/${group}/v1alpha1/namespaces/${namespace}/anomalies` });
  return items;
}

/** What was reported of that workload, and what became of it, by the kubectl user's view. */
async function expectHealed(namespace: string, name: string): Promise<Anomaly> {
  const of = (await anomaliesIn(namespace)).filter(({ spec }) => spec.details?.['deployment'] === name);
  expect(of.map(({ spec, status }) => ({ source: spec.source, by: spec.requestedBy, phase: status?.phase }))).toEqual([
    { source: 'ai_driven', by: `system:serviceaccount:${namespace}:${account}`, phase: 'Resolved' },
  ]);
  const [anomaly] = of as [Anomaly];
  const plan = await planNow(seen.cluster, anomaly.status?.planRef?.name ?? '', namespace);
  expect(plan?.spec.steps.map(({ action }) => action.operation)).toEqual(['restart_deployment']);
  expect(plan?.status?.phase).toBe('Succeeded');
  await untilRolledOut(seen.cluster, namespace, name);
  return anomaly;
}

describe('the notebook', () => {
  const run = (door: Door, env: Record<string, string>): Promise<PythonRun> =>
    python.run(['-m', 'pytest', '-q', '--color=no', '-p', 'no:cacheprovider', '--nbmake', '--nbmake-timeout=100', notebook], {
      env: { COORDINATION_ENGINE_URL: urlOf(door), COORDINATION_ENGINE_TOKEN_FILE: tokenOf('shop'), ...env },
    });

  test('goes from a detector to a healed workload, by the standby', async () => {
    const { code, output } = await run('standby', {});
    expect(output).toContain('1 passed');
    expect(code).toBe(0);
    const { spec } = await expectHealed('shop', 'cart');
    expect(spec.confidence).toBeGreaterThan(0.7);
    expect(spec.details).toMatchObject({ detector: 'isolation_forest' });
  });

  test('does so with what a Prometheus has measured, by the leader', async () => {
    const prometheus = await startMadeUpPrometheus();
    try {
      expect(await run('leader', { PROMETHEUS_URL: prometheus.url, DEPLOYMENT: 'search' })).toMatchObject({ code: 0 });
    } finally {
      prometheus.close();
    }
    expect(prometheus.queries).toHaveLength(3);
    for (const query of prometheus.queries) expect(query).toMatch(/^\/api\/v1\/query_range .*namespace="shop", pod=~"search-\.\+"/);
    await expectHealed('shop', 'search');
  });

  test('is kept without what it once printed', () => {
    const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: { outputs?: unknown[]; execution_count?: unknown }[] };
    expect(cells.map(({ outputs, execution_count: count }) => ({ outputs, count }))).not.toContainEqual(
      expect.objectContaining({ count: expect.any(Number) as unknown }),
    );
    expect(cells.flatMap(({ outputs }) => outputs ?? [])).toEqual([]);
  });
});

describe('a program', () => {
  const program = (text: string): string => {
    const file = join(python.site, 'program.py');
    writeFileSync(file, text);
    return file;
  };

  test('as the README of the client shows it follows what it reports to its end', async () => {
    const { code, output } = await inCluster(urlOf('leader'), [program(readmeExample())], 'production');
    expect(output).toMatch(/^anom-\d{8}-[a-z0-9]{5,10} is taken, with priority 3\nit ended as resolved\n$/);
    expect(code).toBe(0);
    await expectHealed('production', 'app-server');
  });

  const documented = documentedNotebook();
  (documented === undefined ? test.skip : test).each(['leader', 'standby'] as const)(
    'of the document, its class replaced by an import of the client, runs unchanged by the %s',
    async (door) => {
      expect(documented).not.toContain('raise_for_status');
      const { code, output } = await inCluster(urlOf(door), [program(documented ?? '')], 'production');
      expect(output).toMatch(/Anomaly submitted: anom-\d{8}-[a-z0-9]{5,10}\n/);
      expect(code).toBe(0);
      const [, name = ''] = /submitted: (\S+)/.exec(output) ?? [];
      const stored = (await anomaliesIn('production')).find(({ metadata }) => metadata.name === name);
      expect(stored?.spec).toMatchObject({ type: 'memory_leak', source: 'ai_driven', confidence: 0.89, details: { threshold_mb: 6000 } });
    },
  );
});

describe('a notebook of one namespace', () => {
  test.each(['leader', 'standby'] as const)('is told by the %s what it may not do, and nothing of it is made', async (door) => {
    const before = (await anomaliesIn('production')).length;
    const { output } = await inCluster(urlOf(door), [join(import.meta.dirname, 'refusals.py')], 'shop');
    const who = `system:serviceaccount:shop:${account}`;
    const forbidden = (what: string) => ({ raised: 'Forbidden', status: 403, field: null, message: `${who} may not ${what}` });
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      forbidden(`create anomalies.${group} in production`),
      forbidden(`create anomalies.${group} in ${system}`),
      forbidden(`use sources/deterministic of ${group} in shop`),
      {
        ...{ raised: 'InvalidRequest', status: 400, field: 'confidence_score' },
        message: 'confidence_score must be between 0.0 and 1.0',
      },
      { raised: 'NotFound', status: 404, field: 'id', message: 'there is no anomaly anom-of-nobody that you may see' },
      forbidden(`create remediationactions.${group} in shop`),
      forbidden(`list remediationactions.${group}`),
    ]);
    expect(await anomaliesIn('production')).toHaveLength(before);
  });
});

/** Runs the notebook of a person; what it submitted is stored once and comes to a good end. */
async function expectOfAPerson(url: string): Promise<void> {
  const actions = async () => {
    const path = `/apis/${group}/v1alpha1/namespaces/shop/remediationactions`;
    const { items } = await api<{ items: RemediationAction[] }>(seen.cluster, { path });
    const lone = items.filter(({ metadata }) => metadata.ownerReferences === undefined);
    return lone.filter(({ spec }) => spec.requestedBy === 'system:serviceaccount:shop:person').map(({ metadata }) => metadata.name);
  };
  const reports = async () =>
    (await anomaliesIn('shop')).filter(({ spec }) => spec.type === 'slow_answers').map(({ metadata }) => metadata.name);
  const before = { anomalies: await reports(), actions: await actions() };

  const { output } = await inCluster(url, [join(import.meta.dirname, 'person.py')], 'person');
  const { anomaly, action, engine } = JSON.parse(output.split('\n')[0] ?? '') as { anomaly: string; action: string; engine: object };
  const layer = { status: 'healthy', actions_processed: expect.any(Number) as unknown };
  expect(engine).toMatchObject({ engine_status: 'operational', layers: { deterministic: layer, ai_driven: layer } });
  expect((await reports()).toSorted()).toEqual([...before.anomalies, anomaly].toSorted());
  expect((await actions()).toSorted()).toEqual([...before.actions, action].toSorted());
  const read = () => api<RemediationAction>(seen.cluster, { path: pathOf('remediationactions', action, 'shop') });
  await untilAsWanted('what was asked for', read, ({ status }) => status?.phase === 'Succeeded', 30_000);
}

describe("a person's notebook", () => {
  test('asks for a remediation, and how the engine is', () => expectOfAPerson(standby.url));

  test('has what it submits stored once, though answers are lost and another replica is asked again', async () => {
    const door = await startLosingDoor([seen.operator.url, standby.url]);
    try {
      await expectOfAPerson(door.url);
      const [first, , second, , none] = door.keys;
      expect(door.keys).toEqual([first, first, second, second, none]);
    } finally {
      door.close();
    }
  });
});
