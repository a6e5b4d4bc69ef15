import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { go } from './go-toolchain.ts';
import { kubectl, waitForCrds } from './kubectl.ts';

/** CRDs of another project, as a Go module of it carries them. */
export interface ForeignCrds {
  /** Path of the module; its version stands in control-plane/foreign-crds/go.mod. */
  readonly module: string;
  /** Name of each CRD and its file in the module. */
  readonly files: Readonly<Record<string, string>>;
}

const pinned = join(import.meta.dirname, '../control-plane/foreign-crds');

/** True afterwards: the CRDs are served, so that objects of their kinds can be created. */
export async function applyForeignCrds(cluster: Cluster, { module, files }: ForeignCrds): Promise<void> {
  const folder = await folderOf(module);
  const paths = Object.values(files).flatMap((file) => ['-f', join(folder, file)]);
  // Server-side: some of them are too long for the annotation of a client-side apply.
  await kubectl(cluster, ['apply', '--server-side', ...paths]);
  await waitForCrds(cluster, Object.keys(files));
  await untilListed(cluster, Object.keys(files));
}

/** A kind that is served answers for some moments yet that its storage is being made. */
async function untilListed(cluster: Cluster, names: readonly string[]): Promise<void> {
  const listed = async () => {
    for (const name of names) await kubectl(cluster, ['get', name, '--all-namespaces']);
    return true;
  };
  await eventually(listed, { within: 30_000, describe: `objects can be listed: ${names.join(', ')}` });
}

/** True afterwards: the CRDs and every object of their kinds are gone. */
export async function removeForeignCrds(cluster: Cluster, { files }: ForeignCrds): Promise<void> {
  await kubectl(cluster, ['delete', 'crd', '--ignore-not-found', '--wait', '--timeout=150s', ...Object.keys(files)]);
}

async function folderOf(module: string): Promise<string> {
  const requirement = (await readFile(join(pinned, 'go.mod'), 'utf8')).split('\n').find((line) => line.trim().startsWith(`${module} v`));
  if (!requirement) throw new Error(`${pinned}/go.mod does not name ${module}`);
  const answer: unknown = JSON.parse(await go(['mod', 'download', '-json', requirement.trim().replace(' ', '@')], pinned));
  if (typeof answer === 'object' && answer && 'Dir' in answer && typeof answer.Dir === 'string') return answer.Dir;
  throw new Error(`go mod download names no folder for ${module}`);
}
