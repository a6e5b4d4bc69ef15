import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';

export interface KubectlOptions {
  /** What kubectl reads from its standard input, for -f -. */
  readonly input?: string;
  /** Another user's kubeconfig; the administrator's unless told. */
  readonly kubeconfig?: string;
}

/** What the real kubectl prints; throws with its command line and its complaint when it fails. */
export async function kubectl(cluster: Cluster, args: readonly string[], { input, kubeconfig }: KubectlOptions = {}): Promise<string> {
  const env = { ...process.env, KUBECONFIG: kubeconfig ?? cluster.adminKubeconfig };
  const child = spawn(join(cluster.binaries.bin, 'kubectl'), args, { env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (output.stderr += part));
  child.stdin.on('error', () => undefined); // it may end before it has read everything; its exit code tells
  child.stdin.end(input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${output.stderr.trim() || `exit code ${code}`}`);
  return output.stdout;
}

/** Applies files, folders or, with a kustomization in it, a folder's kustomization; what kubectl said about each object. */
export async function applyFiles(cluster: Cluster, paths: readonly string[]): Promise<string> {
  return kubectl(cluster, ['apply', ...paths.flatMap((path) => ['-f', path])]);
}

/** Applies objects given as values. */
export async function applyObjects(cluster: Cluster, objects: readonly object[]): Promise<string> {
  return kubectl(cluster, ['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });
}

/** True afterwards: each named CRD is served, so that objects of its kind can be created. */
export async function waitForCrds(cluster: Cluster, names: readonly string[]): Promise<void> {
  const wait = ['wait', '--for=condition=Established', '--timeout=30s', ...names.map((name) => `crd/${name}`)];
  // kubectl wait gives up at once on a CRD that is so new that it has no conditions at all
  await eventually(async () => (await kubectl(cluster, wait)) || true, {
    within: 30_000,
    describe: `CRDs are served: ${names.join(', ')}`,
  });
}
