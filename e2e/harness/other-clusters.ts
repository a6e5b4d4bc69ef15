import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOrBuildKind } from './binaries.ts';
import { forget, type DevelopmentCluster } from './cluster-state.ts';

const run = promisify(execFile);

/** Creates a kind cluster of that name, if there is none, and returns the path of its kubeconfig. Needs a running container engine. */
export async function startKind(files: DevelopmentCluster, name: string): Promise<string> {
  await requireContainerEngine();
  const kind = await findOrBuildKind();
  const cluster = kindName(name);
  const kubeconfig = join(files.folder, 'kind.kubeconfig');
  const { stdout } = await run(kind, ['get', 'clusters']);
  await forget(files);
  if (stdout.split('\n').includes(cluster))
    await kindCommand(kind, ['export', 'kubeconfig', '--name', cluster, '--kubeconfig', kubeconfig]);
  else await kindCommand(kind, ['create', 'cluster', '--name', cluster, '--kubeconfig', kubeconfig, '--wait', '120s']);
  return kubeconfig;
}

/** True afterwards: there is no kind cluster of that name. */
export async function stopKind(name: string): Promise<void> {
  await kindCommand(await findOrBuildKind(), ['delete', 'cluster', '--name', kindName(name)]);
}

/** The kubeconfig that the user names on purpose, by KUBECONFIG or in its usual place; fails when there is none. */
export function useKubeconfig(): Promise<string> {
  const path = process.env['KUBECONFIG'] ?? join(homedir(), '.kube', 'config');
  if (existsSync(path)) return Promise.resolve(path);
  return Promise.reject(new Error(`CLUSTER=kubeconfig, but there is no file ${path}: name one by KUBECONFIG`));
}

function kindName(name: string): string {
  return `coordination-engine-${name}`;
}

async function requireContainerEngine(): Promise<void> {
  const engine = process.env['KIND_EXPERIMENTAL_PROVIDER'] ?? 'docker';
  await run(engine, ['info']).catch((cause: unknown) => {
    throw new Error(`CLUSTER=kind needs a running container engine (${engine}): start it, or leave CLUSTER out`, { cause });
  });
}

/** kind tells its progress on stderr; stdout stays free for the one line that the caller prints. */
async function kindCommand(kind: string, args: readonly string[]): Promise<void> {
  const child = spawn(kind, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`kind ${args.join(' ')} ended with exit code ${code}`);
}
