import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { version } from '../../operator/version.ts';
import { filesBelow } from '../../scripts/release/archive.ts';
import { missingFrom, shellBlocks } from '../docs/shell-blocks.ts';
import { helmProgram } from '../harness/helm.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const cache = join(root, '.cache');
const page = join(root, 'docs/tasks/release.md');
const image = 'registry.example/coordination-engine:0.1.0';
const locked = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
};

let work: string;
let first: string;
let second: string;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  work = await mkdtemp(join(cache, 'release-'));
  const [one, other] = [await clone('one'), await clone('another/folder/deeper')];
  // as the page says, which the other one is held against
  for (const { line, commands, prints } of shellBlocks(await readFile(page, 'utf8'))) {
    const output = await inShell(one, commands, { TZ: 'UTC', LANG: 'C' });
    expect({ line, missing: missingFrom(output, prints), output }).toMatchObject({ missing: [] });
  }
  await inShell(other, `umask 077 && make release IMG=${image}`, { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' });
  [first, second] = [releaseIn(one), releaseIn(other)];
}, 900_000);
afterAll(() => rm(work, { recursive: true, force: true }));

const releaseIn = (folder: string) => join(folder, 'dist/release', `coordination-engine-${version}`);

/** The last commit in a folder of its own, with what npm ci would install: linked, which on the same disk costs nothing. */
async function clone(name: string): Promise<string> {
  const folder = join(work, name);
  await run('git', ['clone', '--quiet', root, folder]);
  await run('cp', ['-al', join(root, 'node_modules'), join(folder, 'node_modules')]);
  // by which make sees that they are installed; not the file of the other folder, whose time must stay
  const stamp = join(folder, 'node_modules/.package-lock.json');
  const content = await readFile(stamp);
  await rm(stamp);
  await writeFile(stamp, content);
  return folder;
}

/** What the commands print there; throws with what they complained about. */
async function inShell(folder: string, commands: string, env: Readonly<Record<string, string>>): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, MAKEFLAGS: '', ...env }, maxBuffer: 64 * 1024 * 1024 };
  return (await run('bash', ['-euo', 'pipefail', '-c', commands], options)).stdout;
}

const read = (path: string) => readFile(join(first, path), 'utf8');

test('two releases of one commit, in other folders, at other times, in another time zone and umask, have the same bytes', async () => {
  const files = filesBelow(first);
  expect(filesBelow(second)).toEqual(files);
  const differing: string[] = [];
  for (const file of files) {
    const [one, other] = [await readFile(join(first, file)), await readFile(join(second, file))];
    if (!one.equals(other)) differing.push(file);
  }
  expect(differing).toEqual([]);
});

test('none is made from what is not committed, and what that is, is said', async () => {
  const folder = join(work, 'another/folder/deeper');
  await writeFile(join(folder, 'operator/new.ts'), '');
  const failure: unknown = await inShell(folder, `${process.execPath} scripts/release.ts`, {}).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('\n  operator/new.ts\n') });
});

test('it has what is needed to install the engine in each way, and its sums are right', async () => {
  expect(filesBelow(first)).toEqual(
    expect.arrayContaining([
      'CHANGES.md',
      'LICENSE',
      'SHA256SUMS',
      'bundle/manifests/coordination-engine.clusterserviceversion.yaml',
      'bundle/metadata/annotations.yaml',
      `coordination-engine-${version}.tgz`,
      'install.yaml',
      'main.js',
      'opt-in/rollout-undo.yaml',
      'policy.yaml',
      'sbom.cdx.json',
    ]),
  );
  const { stdout } = await run('sha256sum', ['--check', 'SHA256SUMS'], { cwd: first, env: { ...process.env, LC_ALL: 'C' } });
  expect(stdout.trim().split('\n')).toHaveLength(filesBelow(first).length - 1);
  expect(await read('install.yaml')).toContain(`image: ${image}`);
  expect(await read('CHANGES.md')).toMatch(/^- /m);
});

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
}

test('its bill of materials is CycloneDX, and names the packages in the bundle with their locked versions, and no tool', async () => {
  const bill = JSON.parse(await read('sbom.cdx.json')) as {
    readonly bomFormat: string;
    readonly specVersion: string;
    readonly components: readonly Component[];
  };
  expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.6']);
  const nameOf = ({ group, name }: Component) => (group === undefined ? name : `${group}/${name}`);
  const names = bill.components.map(nameOf);
  expect(names).toEqual(expect.arrayContaining(['fastify', 'undici', '@kubernetes/client-node']));
  expect(names.filter((name) => ['jest', 'esbuild', 'typescript', 'eslint', 'prettier'].includes(name))).toEqual([]);
  const known = new Set(
    Object.entries(locked.packages).map(([path, one]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)} ${one.version}`),
  );
  expect(bill.components.map((one) => `${nameOf(one)} ${one.version}`).filter((one) => !known.has(one))).toEqual([]);
  expect(bill.components.filter(({ purl, licenses = [] }) => !purl.startsWith('pkg:npm/') || licenses.length === 0)).toEqual([]);
});

test('its operator is the one file that runs by itself, and its chart is one that helm reads', async () => {
  const { stdout } = await run(process.execPath, [join(first, 'main.js'), '--version']);
  expect(stdout.trim()).toBe(version);
  const helm = await helmProgram();
  const template = async (chart: string) => (await run(helm, ['template', 'engine', chart], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  expect(await template(join(first, `coordination-engine-${version}.tgz`))).toBe(
    await template(join(first, '../../../charts/coordination-engine')),
  );
});
