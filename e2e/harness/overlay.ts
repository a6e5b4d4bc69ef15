import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Cluster, KubeObject } from './cluster.ts';
import { kubectl } from './kubectl.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, '.cache');

/** What a kustomization takes, as folders of config/. */
export interface OverlayOf {
  readonly resources: readonly string[];
  readonly components?: readonly string[];
  /** Other kustomizations, by their path. */
  readonly folders?: readonly string[];
  readonly patches?: readonly object[];
}

/** What is said of the folder of such a kustomization, which is gone afterwards. */
export async function withOverlay<T>(of: OverlayOf, use: (folder: string) => Promise<T>): Promise<T> {
  const { resources, components = [], folders = [], patches = [] } = of;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'overlay-'));
  const inConfig = (name: string): string => relative(folder, join(root, 'config', name));
  const others = folders.map((other) => relative(folder, other));
  const content = { resources: [...resources.map(inConfig), ...others], components: components.map(inConfig), patches };
  try {
    await writeFile(join(folder, 'kustomization.yaml'), stringify(content));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The objects that the kustomization of a folder is made of. */
export async function objectsOf(cluster: Cluster, folder: string): Promise<KubeObject[]> {
  const text = await kubectl(cluster, ['kustomize', folder]);
  return parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
}
