import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';

/** What `make cluster-up` remembers for `make cluster-down`; NAME tells several clusters apart. */
export interface DevelopmentCluster {
  readonly folder: string;
  readonly connection: string;
  readonly log: string;
}

/** Where the files of the development cluster of that name lie, inside the checkout but never in git. */
export function developmentCluster(name: string): DevelopmentCluster {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`NAME=${name}: use lower-case letters, digits and dashes`);
  const folder = join(import.meta.dirname, '../../.cache/clusters', name);
  return { folder, connection: join(folder, 'connection.json'), log: join(folder, 'cluster.log') };
}

/** The running cluster that was started by that name, or undefined. */
export async function readConnection({ connection }: DevelopmentCluster): Promise<(Cluster & { readonly pid: number }) | undefined> {
  if (!existsSync(connection)) return undefined;
  return JSON.parse(await readFile(connection, 'utf8')) as Cluster & { readonly pid: number };
}

/** True afterwards: nothing is remembered under that name, and its folder is there. */
export async function forget({ folder, connection }: DevelopmentCluster): Promise<void> {
  await mkdir(folder, { recursive: true });
  await rm(connection, { force: true });
}
