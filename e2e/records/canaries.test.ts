import { afterAll, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { applyArgocdCrds, removeArgocdCrds } from '../harness/argocd-crds.ts';
import { applicationPath, type ApplicationObject } from '../harness/argocd-application.ts';
import { argocdNamespace } from '../harness/argocd.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { send } from '../harness/http-request.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { startOperator } from '../harness/operator.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { createAccount, rule } from '../ingress/bench/accounts.ts';
import { alert, notification } from '../ingress/bench/notifications.ts';
import { request, untilEnded } from '../operations/actions.ts';

const namespace = 'canary-shop';
const system = 'self-healing-platform';
const group = '/apis/coordination.selfheal.dev/v1alpha1';
const seen = journey({ nodes: ['canary-w1'], operator: { env: { LOG_LEVEL: 'DEBUG', LOG_FORMAT: 'json', AUDIT_LOG: 'stdout' } } });

/** What must not come back; each is planted in another place, so that a leak names it. */
const canary = (place: string): string => `c4n4ry${place}x9`;

const kinds = ['anomalies', 'remediationplans', 'remediationactions', 'remediationpolicies'];
const listed = async (path: string): Promise<KubeObject[]> => (await api<{ items: KubeObject[] }>(seen.cluster, { path })).items;

/** A workload whose pods have a secret in a variable, and which has one in an annotation. */
async function plantWorkload(): Promise<void> {
  const made = deployment({ namespace, name: 'web', node: 'canary-w1', annotations: { 'example.com/password': canary('annotation') } });
  const { spec } = made as { spec: { template: { spec: { containers: { env?: object[] }[] } } } };
  const [container] = spec.template.spec.containers;
  if (container) container.env = [{ name: 'DB_PASSWORD', value: canary('variable') }];
  const data = { password: canary('secret') };
  await applyObjects(seen.cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name: 'db' }, stringData: data },
    made,
  ]);
  await untilRolledOut(seen.cluster, namespace, 'web');
}

const answers: string[] = [];

/** Whatever is answered is kept: headers and body. */
async function ask(
  path: string,
  more: { method?: string; body?: object; token: string; headers?: Record<string, string> },
): Promise<number> {
  const { body, ...rest } = more;
  const answer = await send({ url: `${seen.operator.url}${path}`, ...rest, ...(body && { body: JSON.stringify(body) }) });
  answers.push(JSON.stringify(answer));
  return answer.status;
}

/** An anomaly as a person writes it, and what both front doors are told. */
async function plantReports(token: string): Promise<void> {
  const spec = {
    ...{ type: 'pod_crash', severity: 'high', description: `restart it, token=${canary('description')}` },
    targets: [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' }],
    details: { password: canary('details'), runbook_url: `https://me:${canary('runbook')}@wiki.example/web` },
  };
  const anomaly = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'Anomaly',
    metadata: { namespace: system, name: 'anom-canary' },
  };
  await applyObjects(seen.cluster, [{ ...anomaly, spec }]);
  const labels = { alertname: 'KubePodCrashLooping', severity: 'warning', namespace, deployment: 'web', db_password: canary('label') };
  const annotations = { description: `see https://me:${canary('alertUrl')}@wiki.example`, api_key: canary('alertKey') };
  expect(await ask('/api/v1/alertmanager', { method: 'POST', token, body: notification([alert(labels, { annotations })]) })).toBe(200);
  const headers = { 'x-api-key': canary('header'), cookie: `session=${canary('cookie')}` };
  const details = { node: 'canary-w1', api_key: canary('body') };
  const report = { timestamp: '2026-01-01T00:00:00Z', type: 'noise', severity: 'low', source: 'deterministic', details };
  expect(await ask(`/api/v1/anomalies?access_token=${canary('query')}`, { method: 'POST', token, headers, body: report })).toBeLessThan(
    500,
  );
  expect(await ask('/api/v1/anomalies', { method: 'POST', token, headers, body: { ...report, severity: `Bearer ${canary('bad')}` } })).toBe(
    400,
  );
  expect(await ask('/api/v1/anomalies', { method: 'POST', token: canary('token'), body: report })).toBe(401);
}

/** An Application with a password in the address of its repository, whose sync fails as the test, in the place of Argo CD, says: with that address. */
async function plantApplication(): Promise<void> {
  const { cluster } = seen;
  await applyArgocdCrds(cluster);
  const source = { repoURL: `https://me:${canary('repo')}@git.invalid/web.git`, path: '.' };
  const spec = { project: 'default', destination: { namespace, name: 'in-cluster' }, source };
  const status = { sync: { status: 'OutOfSync' }, history: [{ id: 1, revision: 'r1', source, deployedAt: '2026-01-01T00:00:00Z' }] };
  const made = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { namespace: argocdNamespace, name: 'web' } };
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: argocdNamespace } },
    { ...made, spec, status },
  ]);
  const target = { apiVersion: made.apiVersion, kind: made.kind, ...made.metadata };
  const step = { name: 'sync', layer: 'application', order: 1, description: 'Sync it.', waitSeconds: 0, undo: 'Reversible' } as const;
  const action = { type: 'application_remediation', operation: 'argocd_sync', target } as const;
  const plan = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPlan',
    metadata: { namespace: system, name: 'plan-canary' },
  };
  await applyObjects(cluster, [{ ...plan, spec: { source: 'deterministic', steps: [{ ...step, action }] } }]);
  const path = applicationPath('web');
  const asked = async () => (await api<ApplicationObject>(cluster, { path })).operation;
  const operation = await eventually(asked, { within: 30_000, describe: 'Argo CD is asked to sync' });
  const message = `ComparisonError: failed to list refs: Get "${source.repoURL}/info/refs": 401 for ${source.repoURL}`;
  const operationState = { operation, phase: 'Failed', message, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' };
  await api(cluster, { method: 'PATCH', path, body: { operation: null, status: { operationState } } });
  const ended = async (): Promise<boolean> => {
    const { status: is } = await api<RemediationPlan>(cluster, { path: `${group}/namespaces/${system}/remediationplans/plan-canary` });
    return is?.phase === 'Failed' || is?.phase === 'RolledBack';
  };
  await eventually(ended, { within: 60_000, describe: 'the plan of the sync has ended' });
}

/** Who wrote it reads it there; everything else of these objects was written by the engine. */
const withoutAuthor = (object: Anomaly | RemediationPlan | RemediationAction): object =>
  object.kind === 'Anomaly' && object.spec.reporter !== 'alertmanager'
    ? { ...object, spec: undefined, metadata: object.metadata.name }
    : object;

/** Everything that the engine wrote or said, by where that is. */
async function said(): Promise<Record<string, string>> {
  const objects = (await Promise.all(kinds.map((plural) => listed(`${group}/${plural}`)))).flat();
  return {
    log: seen.operator.logs(),
    events: JSON.stringify(await listed('/apis/events.k8s.io/v1/events')),
    objects: JSON.stringify(objects.map((object) => withoutAuthor(object as never))),
    metrics: await seen.operator.metrics(),
    answers: answers.join('\n'),
  };
}

const places = (text: string): string[] => [...new Set([...text.matchAll(/c4n4ry(\w+?)x9/g)].map(([, place = '']) => place))];

afterAll(() => removeArgocdCrds(seen.cluster));

describe('what is planted as a secret', () => {
  test('in any input is in no log, Event, status, metric or answer', async () => {
    const rules = [
      rule(['create', 'get', 'list'], ['anomalies', 'remediationplans', 'remediationactions']),
      rule(['use'], ['sources'], ['deterministic']),
    ];
    const token = await createAccount(seen.cluster, { namespace: system, name: 'canary-reporter', rules, everywhere: true });
    await plantWorkload();
    await plantReports(token);
    await plantApplication();
    const target = `Deployment/${namespace}/web`;
    await request(seen.cluster, { name: 'act-canary', target, type: 'application_remediation', operation: 'restart_deployment' });
    const { status } = await untilEnded(seen.cluster, 'act-canary', 60_000);
    expect(status?.phase).toBeDefined();
    const judged = async (): Promise<boolean> =>
      (await listed(`${group}/anomalies`)).every(
        (object) => !['Pending', undefined].includes((object as unknown as Anomaly).status?.phase),
      );
    await eventually(judged, { within: 60_000, describe: 'every anomaly was judged' });
    for (const path of [
      'anomalies/anom-canary',
      'actions/act-canary',
      'explain?anomaly=anom-canary',
      'status',
      'anomalies',
      'actions',
      'plans',
    ])
      await ask(`/api/v1/${path}`, { token });
    const all = await said();
    expect(Object.fromEntries(Object.entries(all).map(([where, text]) => [where, places(text)]))).toEqual({
      log: [],
      events: [],
      objects: [],
      metrics: [],
      answers: [],
    });
    expect(all['objects']).toContain('failed to list refs: Get \\"https://[redacted]@git.invalid');
    expect(all['log']).not.toContain(token);
    expect(all['log']).toContain('"kind":"EffectAudit"');
  });

  test('in the address of a model stops the start, and is not repeated', async () => {
    const env = { MODEL_URL: `http://me:${canary('model')}@models.example` };
    const operator = await startOperator(seen.cluster, { replica: 'engine-9', env });
    await operator.ended;
    expect(operator.logs()).toContain('MODEL_URL');
    expect(places(operator.logs())).toEqual([]);
  });
});
