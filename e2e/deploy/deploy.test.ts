import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { api, type KubeObject } from '../harness/cluster.ts';
import { startControlPlane, type ControlPlane } from '../harness/control-plane.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

const run = promisify(execFile);
const config = join(import.meta.dirname, '../../config/default');
const namespace = 'self-healing-platform';

interface Container {
  readonly name: string;
  readonly resources: object;
  readonly ports: readonly object[];
  readonly livenessProbe: object;
  readonly readinessProbe: object;
  readonly securityContext: object;
}
interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly serviceAccountName: string;
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly Container[];
      };
    };
  };
}

let cluster: WorkerCluster;
let objects: readonly KubeObject[];
const find = <T extends KubeObject>(kind: string, name: string): T =>
  objects.find((object) => object.kind === kind && object.metadata.name === name) as unknown as T;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  objects = parseAllDocuments(await kubectl(cluster, ['kustomize', config])).map((document) => document.toJS() as KubeObject);
}, 120_000);

describe('config/default', () => {
  test('is accepted as a whole by the API server, strictly', async () => {
    await expect(kubectl(cluster, ['apply', '-k', config, '--dry-run=server', '--validate=strict'])).resolves.toContain(
      'deployment.apps/coordination-engine',
    );
  });

  test('deploys what the document asks for', () => {
    const { spec } = find<Deployment>('Deployment', 'coordination-engine');
    expect(spec.replicas).toBe(2);
    expect(spec.template.metadata.labels).toMatchObject({ app: 'coordination-engine' });
    expect(spec.template.spec).toMatchObject({ serviceAccountName: 'coordination-engine-sa', terminationGracePeriodSeconds: 40 });
    expect(spec.template.spec.containers[0]).toMatchObject({
      name: 'coordination-engine',
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'metrics', containerPort: 9090 },
      ],
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      livenessProbe: { httpGet: { path: '/health', port: 'http' }, initialDelaySeconds: 10, periodSeconds: 30 },
      readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, initialDelaySeconds: 5, periodSeconds: 10 },
    });
  });

  test('has policies that follow the namespace of the ServiceAccount, wherever an overlay puts it', async () => {
    const folder = await mkdtemp(join(import.meta.dirname, '../../.cache/overlay-'));
    const root = relative(folder, join(config, '..'));
    const account = { kind: 'ServiceAccount', name: 'coordination-engine-sa' };
    const patch = JSON.stringify([{ op: 'replace', path: '/metadata/namespace', value: 'elsewhere' }]);
    await mkdir(join(folder, 'moved'));
    await writeFile(
      join(folder, 'moved/kustomization.yaml'),
      stringify({ resources: [join('..', root, 'default')], patches: [{ target: account, patch }] }),
    );
    await writeFile(join(folder, 'kustomization.yaml'), stringify({ resources: ['moved'], components: [join(root, 'system-namespace')] }));
    const documents = parseAllDocuments(await kubectl(cluster, ['kustomize', folder]));
    const policies = documents.map((document) => document.toJS() as KubeObject).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
    await rm(folder, { recursive: true });
    expect(policies).toHaveLength(9);
    expect(JSON.stringify(policies)).not.toContain(namespace);
    expect(JSON.stringify(policies)).toContain('system:serviceaccount:elsewhere:coordination-engine-sa');
  });

  test('has a Service that leads to both ports', () => {
    const { spec } = find<KubeObject & { spec: { ports: object[]; selector: object } }>('Service', 'coordination-engine');
    expect(spec.selector).toEqual({ app: 'coordination-engine' });
    expect(spec.ports).toEqual([
      { name: 'http', port: 8080, targetPort: 'http' },
      { name: 'metrics', port: 9090, targetPort: 'metrics' },
    ]);
  });
});

describe('the Deployment on the real API server', () => {
  const node = { name: 'deploy-node-1' };

  beforeAll(async () => {
    await createNodes(cluster, [node]);
    await kubectl(cluster, ['apply', '-k', config]);
  }, 60_000);

  afterAll(async () => {
    await kubectl(cluster, ['delete', 'deployment', 'coordination-engine', '-n', namespace, '--wait=true']);
    await kubectl(cluster, ['delete', 'node', node.name]);
  }, 60_000);

  test('both replicas are admitted in the restricted namespace', async () => {
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dcoordination-engine`;
    await eventually(async () => (await api<{ items: KubeObject[] }>(cluster, { path })).items.length === 2, {
      within: 30_000,
      describe: 'the two pods of the Deployment exist',
    });
  }, 60_000);

  test('a privileged pod is refused there and admitted among the node jobs', async () => {
    const pod = (where: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'privileged', namespace: where },
      spec: { containers: [{ name: 'one', image: 'registry.invalid/one:1', securityContext: { privileged: true } }] },
    });
    const create = (where: string) =>
      api(cluster, { method: 'POST', path: `/api/v1/namespaces/${where}/pods?dryRun=All`, body: pod(where) });
    await expect(create(namespace)).rejects.toThrow('violates PodSecurity "restricted');
    await expect(
      eventually(() => create('self-healing-node-jobs'), { within: 10_000, describe: 'the pod is admitted' }),
    ).resolves.toBeDefined();
  }, 30_000);
});

describe('make deploy on a cluster that knows nothing of it', () => {
  let fresh: ControlPlane;
  beforeAll(async () => void (fresh = await startControlPlane()), 60_000);
  afterAll(() => fresh.stop());

  const deploy = () => run('make', ['-C', join(config, '../..'), 'deploy'], { env: { ...process.env, KUBECONFIG: fresh.adminKubeconfig } });
  const suspended = () => kubectl(fresh, ['get', 'rpol', 'cluster', '-o', 'jsonpath={.spec.suspended}']);

  test('installs everything, the policy too, and once more takes back nothing that somebody decided', async () => {
    await deploy();
    expect(await suspended()).toBe('');
    await kubectl(fresh, ['patch', 'rpol', 'cluster', '--type=merge', '-p', '{"spec":{"suspended":true}}']);
    await deploy();
    expect(await suspended()).toBe('true');
    expect(await kubectl(fresh, ['get', 'deployment', 'coordination-engine', '-n', namespace, '-o', 'name'])).not.toBe('');
  }, 120_000);
});
