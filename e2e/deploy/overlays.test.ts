import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { environmentPolicy, readSettings } from '../../operator/config.ts';
import { resolvePolicy } from '../../operator/domain/policy/resolve-policy.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { installEngine } from '../harness/engine.ts';
import { applyArgocdCrds } from '../harness/argocd-crds.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { objectsOf, withOverlay, type OverlayOf } from '../harness/overlay.ts';
import { applyPrometheusOperatorCrds } from '../harness/prometheus-operator-crds.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { DryApply } from './dry-apply.ts';
import { invariants } from './invariants.ts';

const run = promisify(execFile);
const config = join(import.meta.dirname, '../../config');
const system = 'self-healing-platform';

/** Every kustomization below config/, by its folder. */
const folders = readdirSync(config, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('/kustomization.yaml'))
  .map(dirname)
  .toSorted();
const isComponent = (folder: string): boolean =>
  (parse(readFileSync(join(config, folder, 'kustomization.yaml'), 'utf8')) as { readonly kind: string }).kind === 'Component';
const components = folders.filter(isComponent);

let cluster: WorkerCluster;
let dry: DryApply;
let installed: readonly KubeObject[];

const rendered = new Map<string, Promise<KubeObject[]>>();

/** The objects of a folder; a component is shown by what it makes of config/default. */
function made(folder: string): Promise<KubeObject[]> {
  const objects = rendered.get(folder) ?? render(folder);
  rendered.set(folder, objects);
  return objects;
}

const render = (folder: string): Promise<KubeObject[]> =>
  components.includes(folder)
    ? withOverlay({ resources: ['default'], components: [folder] }, (overlay) => objectsOf(cluster, overlay))
    : objectsOf(cluster, join(config, folder));

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyPrometheusOperatorCrds(cluster);
  await applyArgocdCrds(cluster);
  dry = new DryApply(cluster);
  installed = await made('default');
}, 240_000);

/** The samples of users are no part of the engine. */
const ours = folders.filter((folder) => folder !== 'samples');

test('there are the folders that an installation is put together from', () => {
  expect(folders).toEqual(
    expect.arrayContaining(['crd', 'rbac', 'people', 'manager', 'network-policy', 'installer', 'default', 'samples']),
  );
  expect(components).toEqual(expect.arrayContaining(['components/size-small', 'components/size-medium', 'components/size-large']));
});

describe.each(ours)('config/%s', (folder) => {
  test('names nothing that is not there', async () => {
    const objects = await made(folder);
    expect(objects.length).toBeGreaterThan(0);
    const objections = Object.entries(invariants).flatMap(([what, holds]) => holds(objects, installed).map((why) => `${what}: ${why}`));
    expect(objections).toEqual([]);
  });
});

const known = new Set(['default', 'kube-node-lease', 'medik8s-leases', 'self-healing-node-jobs', system]);

/** True afterwards: the namespaces that the objects lie in are there, as far as the objects' own installation expects them to be. */
async function provideNamespaces(objects: readonly KubeObject[]): Promise<void> {
  const wanted = new Set(objects.flatMap(({ metadata: { namespace } }) => namespace ?? []));
  const missing = [...wanted].filter((name) => !known.has(name));
  missing.forEach((name) => known.add(name));
  if (missing.length > 0)
    await applyObjects(
      cluster,
      missing.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    );
}

test.each(folders)('config/%s is accepted by the API server, strictly', async (folder) => {
  const objects = await made(folder);
  await provideNamespaces(objects);
  await expect(dry.all(objects)).resolves.toBeUndefined();
});

interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly affinity: object;
        readonly topologySpreadConstraints: readonly object[];
        readonly containers: readonly [
          {
            readonly env: readonly { readonly name: string; readonly value?: string }[];
            readonly ports: readonly { readonly name: string }[];
            readonly resources: { readonly limits: { readonly memory: string } };
          },
        ];
      };
    };
  };
}
const deploymentIn = (objects: readonly KubeObject[]): Deployment =>
  objects.find(({ kind }) => kind === 'Deployment') as unknown as Deployment;
const named = <T>(objects: readonly KubeObject[], kind: string): T => objects.find((one) => one.kind === kind) as unknown as T;
const environmentOf = ({ spec }: Deployment): Record<string, string> =>
  Object.fromEntries(spec.template.spec.containers[0].env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
const mebibytes = (amount: string): number => Number.parseInt(amount, 10) * (amount.endsWith('Gi') ? 1024 : 1);

describe('a size', () => {
  test.each([
    { size: 'small', replicas: 1, cpu: '500m', memory: '1Gi', actions: 10 },
    { size: 'medium', replicas: 2, cpu: '1', memory: '2Gi', actions: 25 },
    { size: 'large', replicas: 3, cpu: '2', memory: '4Gi', actions: 50 },
  ])('$size: $replicas replicas of $cpu and $memory, $actions actions at once', async ({ size, replicas, cpu, memory, actions }) => {
    const { spec } = deploymentIn(await made(`components/size-${size}`));
    expect(spec.replicas).toBe(replicas);
    expect(spec.template.spec.containers[0].resources).toEqual({ requests: { cpu, memory }, limits: { cpu: '2', memory } });
    expect(environmentOf(deploymentIn(await made(`components/size-${size}`)))).toMatchObject({ MAX_ACTIVE_ACTIONS: String(actions) });
  });

  test('gives way to what the policy says', async () => {
    const environment = environmentPolicy(readSettings(environmentOf(deploymentIn(await made('components/size-large'))), () => '{}'));
    expect(resolvePolicy({}, environment).policy.maxActiveActions).toBe(50);
    expect(resolvePolicy({ maxActiveActions: 7 }, environment).policy.maxActiveActions).toBe(7);
  });

  test.each(['default', ...components.filter((folder) => folder.startsWith('components/size-'))])(
    'in config/%s the heap takes three quarters of the memory, and Node.js takes the option',
    async (folder) => {
      const deployment = deploymentIn(await made(folder));
      const option = environmentOf(deployment)['NODE_OPTIONS'] ?? '';
      const heap = Number(/^--max-old-space-size=(\d+)$/.exec(option)?.[1]);
      expect(heap).toBe(mebibytes(deployment.spec.template.spec.containers[0].resources.limits.memory) * 0.75);
      const script = "process.stdout.write(String(require('node:v8').getHeapStatistics().heap_size_limit / 2 ** 20))";
      const { stdout } = await run(process.execPath, ['-e', script], { env: { ...process.env, NODE_OPTIONS: option } });
      expect(Number(stdout)).toBeGreaterThanOrEqual(heap);
    },
  );
});

describe('what keeps the replicas apart', () => {
  test('prefers different nodes and zones, and loses one replica at a time', () => {
    const { spec } = deploymentIn(installed);
    const selector = { matchLabels: { app: 'coordination-engine' } };
    expect(spec.template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(spec.template.spec.affinity).toMatchObject({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: selector } },
        ],
      },
    });
    expect(spec.template.spec.topologySpreadConstraints).toMatchObject([
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector },
    ]);
    expect(named(installed, 'PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1, selector } });
  });
});

interface NetworkPolicy {
  readonly spec: {
    readonly podSelector: object;
    readonly policyTypes: readonly string[];
    readonly ingress: readonly { readonly from?: readonly object[]; readonly ports: readonly { readonly port: string }[] }[];
    readonly egress?: readonly {
      readonly to?: readonly object[];
      readonly ports: readonly { readonly port: number; readonly protocol: string }[];
    }[];
  };
}

describe('NetworkPolicy', () => {
  const ports = ['http', 'metrics', 'probes'];

  test('lets everybody reach the ports that the container has, and limits nothing that goes out', () => {
    const { spec } = named<NetworkPolicy>(installed, 'NetworkPolicy');
    expect(spec).toMatchObject({ podSelector: { matchLabels: { app: 'coordination-engine' } }, policyTypes: ['Ingress'] });
    expect(spec.ingress.map((rule) => [rule.from, rule.ports.map(({ port }) => port)])).toEqual([[undefined, ports]]);
    expect(deploymentIn(installed).spec.template.spec.containers[0].ports.map(({ name }) => name)).toEqual(ports);
  });

  test('with the component only labelled namespaces read metrics, and the engine goes to DNS and to the API server', async () => {
    const { spec } = named<NetworkPolicy>(await made('components/network-policy'), 'NetworkPolicy');
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(spec.ingress.map((rule) => [rule.from, rule.ports.map(({ port }) => port)])).toEqual([
      [undefined, ['http', 'probes']],
      [[{ namespaceSelector: { matchLabels: { metrics: 'enabled' } } }], ['metrics']],
    ]);
    expect(spec.egress?.map((rule) => rule.ports.map(({ port, protocol }) => `${port}/${protocol}`))).toEqual([
      ['53/UDP', '53/TCP', '5353/UDP', '5353/TCP'],
      ['443/TCP', '6443/TCP'],
    ]);
  });

  test('with the overlay of docs/install.md the engine goes further: to what its rules name, and nowhere else', async () => {
    const page = readFileSync(join(config, '../docs/install.md'), 'utf8');
    const blocks = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, body = '']) => parse(body) as OverlayOf);
    const { resources, components = [], patches = [] } = blocks.find((one) => one.patches) ?? { resources: [] };
    const inConfig = (folder: string): string => folder.replace(/^config\//, '');
    const objects = await withOverlay({ resources: resources.map(inConfig), components: components.map(inConfig), patches }, (folder) =>
      objectsOf(cluster, folder),
    );
    const { spec } = named<NetworkPolicy>(objects, 'NetworkPolicy');
    expect(spec.egress?.slice(2).map(({ to, ports }) => [to?.length ?? 0, ports.map(({ port }) => port)])).toEqual([
      [0, [8443]],
      [1, [9090, 9093]],
      [1, [8080]],
    ]);
    await expect(dry.all(objects)).resolves.toBeUndefined();
  });
});

test('the pods of every folder are restricted ones to the API server', async () => {
  for (const folder of ['default', ...components]) {
    const { template } = deploymentIn(await made(folder)).spec;
    const pod = { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...template.metadata, name: 'golden', namespace: system } };
    const path = `/api/v1/namespaces/${system}/pods?dryRun=All&fieldValidation=Strict`;
    expect(await api(cluster, { method: 'POST', path, body: pod })).toMatchObject({ kind: 'Pod' });
  }
});

test('another namespace is one word in all of it', async () => {
  const optIns = folders.filter((folder) => folder.startsWith('opt-in/'));
  const objects = (await Promise.all(['default', ...optIns].map(made))).flat();
  const moved = JSON.parse(JSON.stringify(objects).replaceAll(system, 'elsewhere')) as KubeObject[];
  expect(Object.values(invariants).flatMap((holds) => holds(moved, []))).toEqual([]);
  await provideNamespaces(moved);
  await expect(dry.all(moved)).resolves.toBeUndefined();
});
