import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { settingsTable } from '../../operator/settings-table.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { objectsOf, withOverlay } from '../harness/overlay.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

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
  objects = await objectsOf(cluster, config);
});

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
        { name: 'probes', containerPort: 8081 },
      ],
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      livenessProbe: { httpGet: { path: '/health', port: 'probes' }, initialDelaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5 },
      readinessProbe: { httpGet: { path: '/readyz', port: 'probes' }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 },
    });
  });

  test('has policies that follow the namespace of the ServiceAccount, wherever an overlay puts it', async () => {
    const account = { kind: 'ServiceAccount', name: 'coordination-engine-sa' };
    const move = [{ op: 'replace', path: '/metadata/namespace', value: 'elsewhere' }];
    const policies = await policiesOf({ target: account, patch: JSON.stringify(move) }, 'system-namespace');
    expect(policies).toHaveLength(13);
    expect(JSON.stringify(policies)).not.toContain(namespace);
    expect(JSON.stringify(policies)).toContain('system:serviceaccount:elsewhere:coordination-engine-sa');
  });

  test('has a fence that names the image of privileged Jobs, also the one of an overlay', async () => {
    const env = [{ name: 'NODE_JOB_IMAGE', value: 'registry.example/tools:1' }];
    const containers = [{ name: 'coordination-engine', env }];
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'coordination-engine', namespace } };
    const patch = stringify({ ...deployment, spec: { template: { spec: { containers } } } });
    const imageIn = (policies: readonly object[]) => /"expression":"'([^']*)'","name":"image"/.exec(JSON.stringify(policies))?.[1];
    expect(imageIn(await policiesOf({ patch }, 'node-job-image'))).toBe('registry.example/tools:1');
    const shipped = settingsTable.nodeJobImage.default;
    expect(imageIn(objects)).toBe(shipped);
    const { spec } = find<Deployment>('Deployment', 'coordination-engine');
    expect(spec.template.spec.containers[0]).toMatchObject({ env: expect.arrayContaining([{ name: 'NODE_JOB_IMAGE', value: shipped }]) });
  });

  test('speaks https where an overlay says so, with a Secret that anybody may renew', async () => {
    const deployment = (await overlay([], 'tls')).find(({ kind }) => kind === 'Deployment') as Deployment | undefined;
    const folder = '/etc/coordination-engine-tls';
    expect(deployment?.spec.template.spec).toMatchObject({
      volumes: expect.arrayContaining([{ name: 'tls', secret: { secretName: 'coordination-engine-tls' } }]),
      containers: [
        {
          env: expect.arrayContaining([{ name: settingsTable.tlsCertDir.variable, value: folder }]),
          volumeMounts: expect.arrayContaining([{ name: 'tls', mountPath: folder, readOnly: true }]),
        },
      ],
    });
    const accepted = await api(cluster, {
      method: 'POST',
      path: `/apis/apps/v1/namespaces/${namespace}/deployments?dryRun=All&fieldValidation=Strict`,
      body: deployment ?? {},
    });
    expect(accepted).toMatchObject({ kind: 'Deployment' });
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

/** The policies of an overlay that patches config/default, in a second one that takes a component of config/. */
async function policiesOf(patch: object, component: string): Promise<KubeObject[]> {
  const made = await overlay([patch], component);
  return made.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
}

/** What such an overlay is made of. */
function overlay(patches: readonly object[], component: string): Promise<KubeObject[]> {
  return withOverlay({ resources: ['default'], patches }, (patched) =>
    withOverlay({ resources: [], folders: [patched], components: [component] }, (folder) => objectsOf(cluster, folder)),
  );
}

describe('the Deployment on the real API server', () => {
  const node = { name: 'deploy-node-1' };

  beforeAll(async () => {
    await createNodes(cluster, [node]);
    await kubectl(cluster, ['apply', '-k', config]);
  });

  afterAll(async () => {
    await kubectl(cluster, ['delete', 'deployment', 'coordination-engine', '-n', namespace, '--wait=true']);
    await kubectl(cluster, ['delete', 'node', node.name]);
  });

  test('both replicas are admitted in the restricted namespace', async () => {
    const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dcoordination-engine`;
    await eventually(async () => (await api<{ items: KubeObject[] }>(cluster, { path })).items.length === 2, {
      within: 30_000,
      describe: 'the two pods of the Deployment exist',
    });
  });

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
      eventually(() => create('self-healing-node-jobs'), { within: 30_000, describe: 'the pod is admitted' }),
    ).resolves.toBeDefined();
  });
});
