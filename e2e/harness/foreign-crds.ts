import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { folderOfModule } from './go-module.ts';
import { kubectl, waitForCrds } from './kubectl.ts';
import { removeCrds } from './remove-crds.ts';

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
  const folder = await folderOfModule(module, pinned);
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
  await removeCrds(cluster, Object.keys(files));
}
