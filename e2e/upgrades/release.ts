import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaHash } from '../../operator/api/generated/schema-hash.ts';
import type { Cluster } from '../harness/cluster.ts';
import { kubectl } from '../harness/kubectl.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** A release of the engine: what runs, and the CRDs that it wants. */
export interface Release {
  readonly version: string;
  /** Path of the program. */
  readonly bundle: string;
  /** True afterwards: the CRDs of the cluster are its. */
  installCrds(cluster: Cluster): Promise<void>;
}

async function install(cluster: Cluster, change: (text: string) => string): Promise<void> {
  const files = readdirSync(join(root, 'crds')).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const crds = files.map((name) => change(readFileSync(join(root, 'crds', name), 'utf8')));
  await kubectl(cluster, ['apply', '-f', '-'], { input: crds.join('---\n') });
}

/** What this tree builds. */
export function thisRelease(): Release {
  return { version, bundle: join(root, 'dist/main.js'), installCrds: (cluster) => install(cluster, (text) => text) };
}

/** Where the bundle has what package.json says, also when its spaces are left out. */
const versionIn = /(name:\s*"coordination-engine",\s*version:\s*)"[^"]+"/;
const nextHash = 'f'.repeat(64);

/**
 * What comes after it: the same program under another version, for CRDs that it does not take for those of before, and that have one more field in
 * each status. No other difference can be shown as long as there is no other release.
 */
export function nextRelease({ dir }: Cluster): Release {
  const next = '99.0.0';
  const bundle = join(dir, 'main-next.mjs');
  writeFileSync(bundle, nextProgram(readFileSync(join(root, 'dist/main.js'), 'utf8'), next));
  const field = "              nextRelease: {type: string, maxLength: 63, description: 'Only the next release knows it.'}\n";
  const change = (text: string): string =>
    text.replace(schemaHash, nextHash).replace(/^ {14}observedGeneration: .*\n/m, (line) => line + field);
  return { version: next, bundle, installCrds: (cluster) => install(cluster, change) };
}

function nextProgram(text: string, next: string): string {
  if (!versionIn.test(text) || !text.includes(schemaHash)) throw new Error('dist/main.js is not of this tree');
  return text.replace(versionIn, `$1"${next}"`).replaceAll(schemaHash, nextHash);
}
