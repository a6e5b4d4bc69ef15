import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from './build-lock.ts';
import { cacheFolderOf, folderOfModule, goVersionOf, requiredVersion } from './go-module.ts';
import { requireGo } from './go-toolchain.ts';
import { buildTool, type GoTool, type Progress } from './go-tools.ts';

/** Where the built programs lie, and what kwok's module brings along. */
export interface Binaries {
  /** Folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok. */
  readonly bin: string;
  /** Folder with kwok's own Stage CRD (crd/) and Stages (stages/), as its module ships them. */
  readonly kwok: string;
}

export type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok' | 'kind';

interface Program extends GoTool {
  readonly name: ProgramName;
}

const controlPlaneModule = join(import.meta.dirname, '../control-plane');
const kwokModule = join(controlPlaneModule, 'kwok');
const modules = [controlPlaneModule, kwokModule];

/** Times are those of a first build on two cores; the API server compiles most of what the later ones share. */
const programs: readonly Program[] = [
  { name: 'etcd', module: controlPlaneModule, packagePath: 'go.etcd.io/etcd/server/v3', usually: '45 s' },
  { name: 'kube-apiserver', module: controlPlaneModule, packagePath: 'k8s.io/kubernetes/cmd/kube-apiserver', usually: '3 to 6 min' },
  {
    name: 'kube-controller-manager',
    module: controlPlaneModule,
    packagePath: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    usually: '1 to 2 min',
  },
  { name: 'kube-scheduler', module: controlPlaneModule, packagePath: 'k8s.io/kubernetes/cmd/kube-scheduler', usually: '20 s' },
  { name: 'kubectl', module: controlPlaneModule, packagePath: 'k8s.io/kubernetes/cmd/kubectl', usually: '30 s' },
  { name: 'kwok', module: kwokModule, packagePath: 'sigs.k8s.io/kwok/cmd/kwok', usually: '1 min' },
];
const kind: Program = { name: 'kind', module: controlPlaneModule, packagePath: 'sigs.k8s.io/kind', usually: '20 s' };

const kwokFiles = {
  crd: ['crd/bases/kwok.x-k8s.io_stages.yaml'],
  stages: [
    'stage/node/fast/node-initialize.yaml',
    'stage/node/chaos/node-not-ready.yaml',
    'stage/pod/fast/pod-ready.yaml',
    'stage/pod/fast/pod-complete.yaml',
    'stage/pod/fast/pod-delete.yaml',
    'stage/pod/chaos/pod-container-running-failed.yaml',
  ],
};

const toStderr: Progress = (line) => process.stderr.write(`control plane: ${line}\n`);

/**
 * Finds the control plane's programs in the cache folder and builds what is missing: minutes the first time, milliseconds later. A
 * program appears in the folder only when it is complete, so an interrupted build goes on where it stopped. `only` builds no others.
 */
export async function findOrBuild(say: Progress = toStderr, only?: readonly ProgramName[]): Promise<Binaries> {
  const home = await cacheFolderOf(modules);
  const built = { bin: join(home, 'bin'), kwok: join(home, 'kwok') };
  const wanted = programs.filter(({ name }) => !only || only.includes(name));
  if (existsSync(built.kwok) && wanted.every(({ name }) => existsSync(join(built.bin, name)))) return built;
  await mkdir(built.bin, { recursive: true });
  await requireGo(await goVersionOf(controlPlaneModule), controlPlaneModule);
  await withLock(join(home, 'build.lock'), async () => {
    await buildMissing(wanted, built.bin, say);
    await copyKwokFiles(built.kwok);
  });
  return built;
}

/** The path of the kind program, built when it is missing; kind itself needs a container engine to be of use. */
export async function findOrBuildKind(say: Progress = toStderr): Promise<string> {
  const bin = join(await cacheFolderOf(modules), 'bin');
  await mkdir(bin, { recursive: true });
  if (!existsSync(join(bin, kind.name))) {
    await requireGo(await goVersionOf(controlPlaneModule), controlPlaneModule);
    await withLock(join(bin, '../kind.lock'), () => buildMissing([kind], bin, say));
  }
  return join(bin, kind.name);
}

async function buildMissing(wanted: readonly Program[], bin: string, say: Progress): Promise<void> {
  const missing = wanted.filter(({ name }) => !existsSync(join(bin, name)));
  const stamps = stampsOf(await requiredVersion(controlPlaneModule, 'k8s.io/kubernetes'));
  for (const [index, program] of missing.entries()) {
    await buildTool({ ...program, stamps }, { bin, say, what: `building ${program.name}, ${index + 1} of ${missing.length}` });
  }
}

function stampsOf(version: string): Record<string, string> {
  const [gitMajor = '', gitMinor = ''] = version.replace(/^v/, '').split('.');
  const values = Object.entries({ gitVersion: version, gitMajor, gitMinor });
  return Object.fromEntries(values.map(([key, value]) => [`k8s.io/component-base/version.${key}`, value]));
}

async function copyKwokFiles(destination: string): Promise<void> {
  if (existsSync(destination)) return;
  const source = join(await folderOfModule('sigs.k8s.io/kwok', kwokModule), 'kustomize');
  const unfinished = await mkdtemp(`${destination}.`);
  for (const [folder, files] of Object.entries(kwokFiles)) {
    for (const file of files) await cp(join(source, file), join(unfinished, folder, basename(file)));
  }
  await rename(unfinished, destination);
}
