import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applyArgocdCrds, removeArgocdCrds } from '../harness/argocd-crds.ts';
import { attempt } from '../harness/attempt.ts';
import { rolloutUndoUser } from '../harness/audit.ts';
import { api, type ApiRequest } from '../harness/cluster.ts';
import { engineServiceAccount, installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

/** What the engine's own ServiceAccounts can do with the rights that they have; every write is a dry run, which admission judges alike. */
const namespace = 'fence';
const token = 'coordination.selfheal.dev/token';
const restartedAt = 'kubectl.kubernetes.io/restartedAt';
const plurals = ['deployments', 'statefulsets', 'daemonsets'] as const;
type Plural = (typeof plurals)[number];

let cluster: WorkerCluster;
const tokens: Record<'engine' | 'rolloutUndo', string> = { engine: '', rolloutUndo: '' };
type Who = keyof typeof tokens;

const workloadPath = (plural: Plural) => `/apis/apps/v1/namespaces/${namespace}/${plural}/web`;
const applicationPath = (name: string) => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
const nodePath = '/api/v1/nodes/fenced';

function change(path: string, body: object, patch: ApiRequest['patch'] = 'merge', who: Who = 'engine'): Promise<string> {
  return attempt(cluster, { method: 'PATCH', path: `${path}?dryRun=All`, body, patch, token: tokens[who] });
}

function workload(kind: string): object {
  const labels = { app: 'web' };
  const main = { name: 'main', image: 'registry.invalid/web:1', resources: { requests: { cpu: '10m' } } };
  const containers = [main, { name: 'proxy', image: 'registry.invalid/proxy:1' }];
  const template = { metadata: { labels, annotations: { theirs: 'one', [token]: 'last' } }, spec: { containers } };
  const counts = kind === 'DaemonSet' ? {} : { replicas: 0 };
  const spec = { ...counts, ...(kind === 'StatefulSet' && { serviceName: 'web' }), selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind, metadata: { namespace, name: 'web', annotations: { theirs: 'one' } }, spec };
}

const source = { repoURL: 'https://git.invalid/web', path: '.' };
const before = { ...source, path: 'before' };
const ours = (sync: object = {}) => ({
  info: [{ name: token, value: 'uid.sync' }],
  initiatedBy: { username: 'coordination-engine/uid.sync' },
  sync: { syncOptions: ['CreateNamespace=true'], ...sync },
});
const theirs = { initiatedBy: { username: 'jo' }, sync: { revision: 'main' } };

function application(name: string, more: object = {}): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace, name },
    spec: {
      project: 'default',
      source,
      destination: { namespace, name: 'in-cluster' },
      syncPolicy: { syncOptions: ['CreateNamespace=true'] },
    },
    ...more,
  };
}

const running = (operation: object) => ({ operationState: { phase: 'Running', operation, startedAt: '2026-01-01T00:00:00Z' } });
const row = { id: 1, revision: 'abc', source: before, deployedAt: '2026-01-01T00:00:00Z' };

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyArgocdCrds(cluster);
  await createNodes(cluster, [{ name: 'fenced', labels: { pool: 'a' }, annotations: { theirs: 'one' } }]);
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...['Deployment', 'StatefulSet', 'DaemonSet'].map(workload),
    application('quiet', { status: { history: [row] } }),
    application('asked', { operation: ours() }),
    application('busy', { operation: theirs }),
    application('at-ours', { status: running(ours()) }),
    application('at-theirs', { status: running(theirs) }),
  ]);
  tokens.engine = await serviceAccountToken(cluster, engineServiceAccount);
  tokens.rolloutUndo = await serviceAccountToken(cluster, { ...engineServiceAccount, name: 'rollout-undo' });
  const isUp = async (path: string, body: object) => (await change(path, body)).startsWith('403 ');
  const probe = { metadata: { labels: { probe: 'yes' } } };
  for (const path of [workloadPath('deployments'), nodePath, applicationPath('quiet')])
    await eventually(() => isUp(path, probe), { within: 20_000, describe: `the fence is up around ${path}` });
});

afterAll(() => removeArgocdCrds(cluster));

const inTemplate = (spec: object) => ({ spec: { template: { spec } } });
const inMain = (fields: object) => inTemplate({ containers: [{ name: 'main', ...fields }] });

interface Edit {
  readonly what: string;
  readonly body: object;
  readonly says: string;
  readonly only?: Plural;
}

const forbiddenOfWorkloads: readonly Edit[] = [
  { what: 'an image', body: inMain({ image: 'registry.invalid/evil:1' }), says: 'requests and limits' },
  {
    what: 'an image beside resources',
    body: inMain({ image: 'a.invalid/b', resources: { limits: { cpu: '1' } } }),
    says: 'requests and limits',
  },
  { what: 'a command', body: inMain({ command: ['sh'] }), says: 'requests and limits' },
  { what: 'an environment variable', body: inMain({ env: [{ name: 'A', value: 'b' }] }), says: 'requests and limits' },
  { what: 'a privilege', body: inMain({ securityContext: { privileged: true } }), says: 'requests and limits' },
  { what: 'one more container', body: inTemplate({ containers: [{ name: 'new', image: 'a.invalid/b' }] }), says: 'requests and limits' },
  { what: 'an init container', body: inTemplate({ initContainers: [{ name: 'new', image: 'a.invalid/b' }] }), says: 'pod template' },
  { what: 'the ServiceAccount', body: inTemplate({ serviceAccountName: 'admin' }), says: 'pod template' },
  { what: 'a volume', body: inTemplate({ volumes: [{ name: 'host', hostPath: { path: '/' } }] }), says: 'pod template' },
  { what: 'the network of the host', body: inTemplate({ hostNetwork: true }), says: 'pod template' },
  { what: 'where pods run', body: inTemplate({ nodeSelector: { pool: 'b' } }), says: 'pod template' },
  { what: 'a tolerated taint', body: inTemplate({ tolerations: [{ operator: 'Exists' }] }), says: 'pod template' },
  {
    what: 'a label of pods',
    body: { spec: { template: { metadata: { labels: { more: 'yes' } } } } },
    says: 'metadata but the annotations',
  },
  { what: 'an annotation of pods', body: { spec: { template: { metadata: { annotations: { theirs: 'two' } } } } }, says: 'restartedAt' },
  { what: 'replicas', body: { spec: { replicas: 3 } }, says: 'subresource scale', only: 'deployments' },
  { what: 'replicas', body: { spec: { replicas: 3 } }, says: 'subresource scale', only: 'statefulsets' },
  { what: 'a pause', body: { spec: { paused: true } }, says: "workload's spec", only: 'deployments' },
  { what: 'how much history is kept', body: { spec: { revisionHistoryLimit: 1 } }, says: "workload's spec" },
  { what: 'a label', body: { metadata: { labels: { more: 'yes' } } }, says: 'no label, finalizer or owner' },
  { what: 'a finalizer', body: { metadata: { finalizers: ['example.com/stay'] } }, says: 'no label, finalizer or owner' },
  { what: 'a foreign annotation', body: { metadata: { annotations: { theirs: 'two' } } }, says: 'no annotation of a workload but its own' },
  { what: 'the end of a foreign annotation', body: { metadata: { annotations: { theirs: null } } }, says: 'no annotation of a workload' },
];

describe('of workloads the engine', () => {
  test.each(forbiddenOfWorkloads)('may not change $what', async ({ body, says, only }) => {
    for (const plural of only ? [only] : plurals) {
      const answer = await change(workloadPath(plural), body, 'strategic-merge');
      expect(answer).toMatch(/^403 .*coordination-engine-fence-workloads/);
      expect(answer).toContain(says);
    }
  });

  const marks = { [restartedAt]: '2026-01-01T00:00:00Z', [token]: 'new' };
  const template = { metadata: { annotations: marks } };
  test.each([
    { what: 'restart them', body: { spec: { template } } },
    { what: 'mark them', body: { metadata: { annotations: { [token]: 'new' } } } },
    { what: 'take its mark off', body: { spec: { template: { metadata: { annotations: { [token]: null } } } } } },
    {
      what: 'resize their containers',
      body: { metadata: { annotations: { [token]: 'new' } }, ...inMain({ resources: { requests: { cpu: '20m' }, limits: { cpu: '1' } } }) },
    },
    { what: 'take a request away', body: inMain({ resources: { requests: { cpu: null } } }) },
  ])('may $what', async ({ body }) => {
    for (const plural of plurals) expect(await change(workloadPath(plural), body, 'strategic-merge')).toBe('accepted');
  });

  test('may scale them by the subresource', async () => {
    const path = `${workloadPath('deployments')}/scale`;
    const scale = { ...(await api(cluster, { path })), spec: { replicas: 2 } };
    expect(await attempt(cluster, { method: 'PUT', path: `${path}?dryRun=All`, body: scale, token: tokens.engine })).toBe('accepted');
  });

  test('does not fence in anybody else', async () => {
    const path = `${workloadPath('deployments')}?dryRun=All`;
    expect(await attempt(cluster, { method: 'PATCH', path, patch: 'strategic-merge', body: inMain({ image: 'a.invalid/b' }) })).toBe(
      'accepted',
    );
  });
});

describe(`of workloads ${rolloutUndoUser}`, () => {
  test.each([
    { what: 'change what a template runs', body: inMain({ image: 'registry.invalid/web:0' }), says: 'accepted' },
    {
      what: 'change the annotations of a template',
      body: { spec: { template: { metadata: { annotations: { theirs: null } } } } },
      says: 'accepted',
    },
    { what: 'change how much history is kept', body: { spec: { revisionHistoryLimit: 1 } }, says: "workload's spec" },
    { what: 'change a label', body: { metadata: { labels: { more: 'yes' } } }, says: 'no label' },
    { what: 'change a foreign annotation', body: { metadata: { annotations: { theirs: 'two' } } }, says: 'no annotation' },
  ])('is told $says when it wants to $what', async ({ body, says }) => {
    for (const plural of plurals) expect(await change(workloadPath(plural), body, 'strategic-merge', 'rolloutUndo')).toContain(says);
  });

  test('may change no node', async () => {
    expect(await change(nodePath, { spec: { unschedulable: true } }, 'merge', 'rolloutUndo')).toMatch(
      /^403 .*cannot patch resource "nodes"/,
    );
  });
});

describe('of nodes the engine', () => {
  const claim = { 'coordination.selfheal.dev/claim': 'uid-1', [token]: 'uid-1.cordon' };
  test.each([
    { what: 'cordon and claim one', body: { metadata: { annotations: claim }, spec: { unschedulable: true } }, says: 'accepted' },
    { what: 'release one', body: { metadata: { annotations: { [token]: null } }, spec: { unschedulable: null } }, says: 'accepted' },
    { what: 'change a label', body: { metadata: { labels: { pool: 'b' } } }, says: 'no label, finalizer or owner of a node' },
    {
      what: 'change a foreign annotation',
      body: { metadata: { annotations: { theirs: 'two' } } },
      says: 'no annotation of a node but its own',
    },
    { what: 'add a taint', body: { spec: { taints: [{ key: 'a', effect: 'NoExecute' }] } }, says: 'its taints stay' },
    { what: 'add a finalizer', body: { metadata: { finalizers: ['example.com/stay'] } }, says: 'no label, finalizer or owner of a node' },
    { what: 'say where it comes from', body: { spec: { providerID: 'other://1' } }, says: 'nothing else of its spec' },
  ])('is told $says when it wants to $what', async ({ body, says }) => {
    expect(await change(nodePath, body)).toContain(says);
  });
});

describe('of Argo CD Applications the engine', () => {
  const history = 'asked for (operationState.phase Terminating)';
  const askedFor = 'may ask an Application for a sync of its own sources';
  const ended = { operation: ours(), status: { operationState: { phase: 'Terminating' } } };
  test.each([
    { what: 'ask for a sync', name: 'quiet', body: { operation: ours() }, says: 'accepted' },
    { what: 'ask for a revision', name: 'quiet', body: { operation: ours({ revision: 'abc' }) }, says: 'accepted' },
    { what: 'ask for what was before', name: 'quiet', body: { operation: ours({ revision: 'abc', source: before }) }, says: 'accepted' },
    { what: 'take back what it asked for', name: 'asked', body: { operation: null }, says: 'accepted' },
    { what: 'end what it asked for', name: 'at-ours', body: ended, says: 'accepted' },
    { what: 'change its source', name: 'quiet', body: { spec: { source: { path: 'evil' } } }, says: "nothing of an Application's spec" },
    { what: 'sync itself', name: 'quiet', body: { spec: { syncPolicy: { automated: {} } } }, says: "nothing of an Application's spec" },
    { what: 'sync another source', name: 'quiet', body: { operation: ours({ source: { ...source, path: 'evil' } }) }, says: askedFor },
    { what: 'go back with another revision', name: 'quiet', body: { operation: ours({ revision: 'x', source: before }) }, says: askedFor },
    { what: 'prune', name: 'quiet', body: { operation: ours({ prune: true }) }, says: askedFor },
    { what: 'sync what it brings itself', name: 'quiet', body: { operation: ours({ manifests: ['{}'] }) }, says: askedFor },
    { what: 'force', name: 'quiet', body: { operation: ours({ syncOptions: ['Replace=true'] }) }, says: askedFor },
    { what: 'sync without its token', name: 'quiet', body: { operation: { ...ours(), info: [] } }, says: askedFor },
    { what: 'sync as somebody else', name: 'quiet', body: { operation: { ...ours(), initiatedBy: { username: 'jo' } } }, says: askedFor },
    { what: 'take away what another asked for', name: 'busy', body: { operation: null }, says: askedFor },
    { what: 'replace what another asked for', name: 'busy', body: { operation: ours({ revision: 'abc' }) }, says: askedFor },
    { what: 'end what another asked for', name: 'at-theirs', body: { status: ended.status }, says: history },
    { what: 'say that it succeeded', name: 'at-ours', body: { status: { operationState: { phase: 'Succeeded' } } }, says: history },
    { what: 'say that it is synced', name: 'quiet', body: { status: { sync: { status: 'Synced' } } }, says: history },
    { what: 'change a label', name: 'quiet', body: { metadata: { labels: { more: 'yes' } } }, says: 'no label, finalizer or owner' },
    {
      what: 'refresh it',
      name: 'quiet',
      body: { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'hard' } } },
      says: 'no annotation',
    },
  ])('is told $says when it wants to $what', async ({ name, body, says }) => {
    expect(await change(applicationPath(name), body)).toContain(says);
  });
});
