import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { find, type KubeObject } from '../harness/cluster.ts';
import { startControlPlane, type ControlPlane } from '../harness/control-plane.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { kubectl } from '../harness/kubectl.ts';
import { shellBlocks } from '../docs/shell-blocks.ts';

jest.setTimeout(240_000);

const root = join(import.meta.dirname, '../..');
const { namespace } = engineServiceAccount;
let cluster: ControlPlane;

beforeAll(async () => void (cluster = await startControlPlane()));
afterAll(() => cluster.stop());

/** The commands of docs/install.md in the order of the page. */
const blocks = shellBlocks(readFileSync(join(root, 'docs/install.md'), 'utf8')).map(({ commands }) => commands);

/** Run as a person would in the root of the repository; what is installed to run the tests is not looked at again. */
async function run(commands = 'false'): Promise<void> {
  const path = [cluster.binaries.bin, process.env['PATH']].join(delimiter);
  const env = { ...process.env, KUBECONFIG: cluster.adminKubeconfig, PATH: path, MAKEFLAGS: 'MODULES=' };
  await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd: root, env });
}

const suspended = () => kubectl(cluster, ['get', 'rpol', 'cluster', '-o', 'jsonpath={.spec.suspended}']);
const read = (path: string) => find(cluster, path);
const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/coordination-engine`;

test('docs/install.md has the commands that are shown here', () => {
  expect(blocks.map((commands) => commands.split(' ', 2).join(' '))).toEqual([
    'make deploy',
    'make deploy',
    'kubectl apply',
    'kubectl delete',
    'make undeploy\n',
  ]);
});

describe('on a cluster that knows nothing of it', () => {
  test('make deploy installs everything, the policy too, and no power beyond', async () => {
    await run(blocks[0]);
    expect(await suspended()).toBe('');
    expect(await read(deployment)).toMatchObject({ spec: { replicas: 2 } });
    expect(await read(`${roles}/coordination-engine-node-drain`)).toBeUndefined();
  });

  test('once more it takes back nothing that somebody decided, and gives the size and the powers that it is asked for', async () => {
    await kubectl(cluster, ['patch', 'rpol', 'cluster', '--type=merge', '-p', '{"spec":{"suspended":true}}']);
    await run(blocks[1]);
    expect(await suspended()).toBe('true');
    expect(await read(deployment)).toMatchObject({
      spec: { replicas: 3, template: { spec: { containers: [{ image: 'registry.example/engine:1.2.3' }] } } },
    });
    expect(await read(`${roles}/coordination-engine-node-drain`)).toBeDefined();
    expect(await read(`${roles}/coordination-engine-argocd`)).toBeDefined();
    expect(await read(`${roles}/coordination-engine-inference`)).toBeUndefined();
  });

  test('a power is taken back by its label, which medik8s shares nothing of', async () => {
    await run(blocks[3]);
    expect(await read(`${roles}/coordination-engine-node-drain`)).toBeUndefined();
    expect(await read(`${roles}/coordination-engine-argocd`)).toBeDefined();
    expect(await read('/api/v1/namespaces/medik8s-leases')).toMatchObject({ status: { phase: 'Active' } });
  });

  test('make undeploy leaves nothing but what is not only ours', async () => {
    await run(blocks[4]);
    const kinds = ['crd', 'ns', 'clusterroles', 'clusterrolebindings', 'flowschemas', 'validatingadmissionpolicies', 'deployments'].join();
    expect(await kubectl(cluster, ['get', kinds, '-A', '-l', 'app=coordination-engine', '-o', 'name'])).toBe('');
    expect(await read('/api/v1/namespaces/medik8s-leases')).toMatchObject({ status: { phase: 'Active' } });
  });
});

describe('make build-installer', () => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const [once, again] = ['installer-a-', 'installer-b-'].map((name) => mkdtempSync(join(root, '.cache', name))) as [string, string];
  const filesIn = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.yaml'))
        .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
    );

  beforeAll(async () => {
    for (const folder of [once, again]) await run(`make build-installer INSTALLER_DIR=${folder} IMG=registry.example/engine:1.2.3`);
  });

  afterAll(() => [once, again].forEach((folder) => rmSync(folder, { recursive: true })));

  test('writes the same bytes each time, with the image that it is told', () => {
    expect(filesIn(again)).toEqual(filesIn(once));
    const optIns = readdirSync(join(root, 'config/opt-in')).map((name) => `opt-in/${name}.yaml`);
    expect(Object.keys(filesIn(once)).toSorted()).toEqual(['install.yaml', ...optIns, 'policy.yaml'].toSorted());
    expect(filesIn(once)['install.yaml']?.match(/image: .*/g)).toEqual(['image: registry.example/engine:1.2.3']);
  });

  test('writes CRDs that a client-side apply can hold, and nothing of a kind that the file itself brings', () => {
    const objects = parseAllDocuments(filesIn(once)['install.yaml'] ?? '').map((document) => document.toJS() as KubeObject);
    const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    expect(crds).toHaveLength(4);
    for (const crd of crds) expect(Buffer.byteLength(JSON.stringify(crd))).toBeLessThan(262_144);
    expect(objects.filter(({ apiVersion }) => apiVersion.startsWith('coordination.selfheal.dev/'))).toEqual([]);
  });

  test('writes what a cluster takes in one go, then the policy and what is opted into', async () => {
    await run(blocks[2]?.replaceAll('dist/', `${once}/`));
    expect(await read(deployment)).toMatchObject({ spec: { replicas: 2 } });
    expect(await read(`${roles}/coordination-engine-node-drain`)).toBeDefined();
    expect(await suspended()).toBe('');
    const before = await read(deployment);
    await kubectl(cluster, ['apply', '-f', join(once, 'install.yaml')]);
    expect((await read(deployment))?.metadata.generation).toBe(before?.metadata.generation);
  });
});
