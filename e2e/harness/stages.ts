import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { applyFiles } from './kubectl.ts';

/** The Stages that a test or the demo may add; each lies under stages/ with what it does in its first lines. */
export type ExtraStage = 'reboot' | 'reboot-clears-memory-pressure' | 'ready-needs-restart';

const ownStages = join(import.meta.dirname, 'stages');

/** True afterwards: kwok plays the named Stages. The two reboots share one object, so the later one replaces the earlier. */
export async function applyStages(cluster: Cluster, names: readonly ExtraStage[]): Promise<void> {
  await applyFiles(
    cluster,
    names.map((name) => join(ownStages, `${name}.yaml`)),
  );
}

/**
 * Writes the Stages that every control plane plays into one file of its folder; its path. They are kwok's own but for one: a node is
 * made Ready once, when it appears. kwok's original repairs every unready node at once and wipes its conditions, so that no test could
 * see one.
 */
export async function writeBaseStages(cluster: Cluster): Promise<string> {
  const folder = join(cluster.binaries.kwok, 'stages');
  const stages: unknown[] = [];
  for (const file of await readdir(folder)) {
    const stage: unknown = parse(await readFile(join(folder, file), 'utf8'));
    stages.push(file === 'node-initialize.yaml' ? onceOnly(stage) : stage);
  }
  for (const file of await readdir(join(ownStages, 'base'))) stages.push(parse(await readFile(join(ownStages, 'base', file), 'utf8')));
  const path = join(cluster.dir, 'stages.yaml');
  await writeFile(path, stages.map((stage) => stringify(stage)).join('---\n'));
  return path;
}

function onceOnly(stage: unknown): unknown {
  const isNew = { matchExpressions: [{ key: '.status.phase', operator: 'NotIn', values: ['Running'] }] };
  if (typeof stage !== 'object' || !stage || !('spec' in stage) || typeof stage.spec !== 'object')
    throw new Error('node-initialize is no Stage');
  return { ...stage, spec: { ...stage.spec, selector: isNew } };
}
