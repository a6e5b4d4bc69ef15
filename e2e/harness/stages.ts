import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import { applyFiles, waitForCrds } from './kubectl.ts';

/** The Stages that a test or the demo may add; each lies under stages/ with what it does in its first lines. */
export type ExtraStage =
  'reboot' | 'reboot-clears-memory-pressure' | 'ready-needs-restart' | 'ready-needs-memory' | 'kubelet-restart' | 'widget-operator';

const ownStages = join(import.meta.dirname, 'stages');

/** True afterwards: kwok plays the named Stages. The two reboots share one object, so the later one replaces the earlier. */
export async function applyStages(cluster: Cluster, names: readonly ExtraStage[]): Promise<void> {
  await applyFiles(
    cluster,
    names.map((name) => join(ownStages, `${name}.yaml`)),
  );
}

/**
 * What kwok's own Stages must not do here. A node is made Ready once, when it appears: the original repairs every unready node at once
 * and wipes its conditions, so that no test could see one. Pods that a Stage of ours plays are left to it, so that they wait for it
 * and never run ahead of it when kwok learns of it late.
 */
const restrictions: Readonly<Record<string, Expression>> = {
  'node-initialize': { key: '.status.phase', operator: 'NotIn', values: ['Running'] },
  'pod-complete': {
    key: '.metadata.labels["coordination.selfheal.dev/operation"]',
    operator: 'NotIn',
    values: ['reboot', 'restart-kubelet', 'run_job', 'helm_rollback'],
  },
  'pod-ready': {
    key:
      '(.metadata.labels["demo.selfheal.dev/ready-needs-restart"] == "true" and (.metadata.annotations["kubectl.kubernetes.io/restartedAt"] // "") == "") or ' +
      '(.metadata.labels["demo.selfheal.dev/ready-needs-memory"] == "true" and .spec.containers[0].resources.limits.memory == "64Mi")',
    operator: 'NotIn',
    values: ['true'],
  },
};

/** True afterwards: the cluster has the kind Stage and the Stages that are always played; kwok wants them before it starts. */
export async function teachBaseStages(cluster: Cluster): Promise<void> {
  await applyFiles(cluster, [join(cluster.binaries.kwok, 'crd')]);
  await waitForCrds(cluster, ['stages.kwok.x-k8s.io']);
  await applyFiles(cluster, [await writeBaseStages(cluster)]);
}

async function writeBaseStages(cluster: Cluster): Promise<string> {
  const stages: Stage[] = [];
  for (const folder of [join(cluster.binaries.kwok, 'stages'), join(ownStages, 'base')]) {
    for (const file of await readdir(folder)) stages.push(restricted(parse(await readFile(join(folder, file), 'utf8')) as Stage));
  }
  const path = join(cluster.dir, 'stages.yaml');
  await writeFile(path, stages.map((stage) => stringify(stage)).join('---\n'));
  return path;
}

interface Expression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly selector: { readonly matchExpressions: readonly Expression[] } };
}

function restricted(stage: Stage): Stage {
  const restriction = restrictions[stage.metadata.name];
  if (!restriction) return stage;
  const { selector } = stage.spec;
  return { ...stage, spec: { ...stage.spec, selector: { ...selector, matchExpressions: [...selector.matchExpressions, restriction] } } };
}
