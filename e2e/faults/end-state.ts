import type { Cluster } from '../harness/cluster.ts';
import { podsOf } from '../harness/workloads.ts';
import { effectsIn } from '../invariants/effects.ts';
import type { Observation } from '../invariants/observation.ts';
import { maskName } from './kill-points.ts';
import { deploymentsOf, nodesOf, type Play } from './scenario.ts';

/** What differs between two playings that ended alike; `nodes` are those that a target's pods were on when it was looked at. */
const irrelevant = [
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'observedGeneration',
  'managedFields',
  'epoch',
  'uid',
  'specHash',
  'fingerprint',
  'nodes',
];

/** Everything that a playing left behind: the engine's objects, the nodes and the workloads, without uids, times and its own id. */
export async function endState(cluster: Cluster, id: string, { plan, anomaly, actions }: Play): Promise<Record<string, unknown>> {
  const nodes = await nodesOf(cluster, id);
  const deployments = await deploymentsOf(cluster, id);
  const pods = await Promise.all(deployments.map(({ metadata }) => podsOf(cluster, id, metadata.name)));
  const state = {
    plan,
    ...(anomaly && { anomaly }),
    actions: Object.fromEntries(actions.map((action) => [action.metadata.name, action])),
    machines: nodes.map(({ metadata, spec }) => ({ name: metadata.name, annotations: metadata.annotations, spec })),
    deployments: deployments.map(({ metadata, spec }, index) => ({ name: metadata.name, spec, pods: pods[index]?.length })),
  };
  return masked(state, id) as Record<string, unknown>;
}

/** What was written outside the engine's own kinds, in order. */
export function effectsOf(seen: Observation, id: string): string[] {
  return effectsIn(seen.audit, seen.history)
    .filter(({ changed }) => changed)
    .map(({ kind, object }) => `${kind} ${maskName(object, id)}`);
}

function masked(value: unknown, id: string): unknown {
  if (typeof value === 'string') return maskText(value, id);
  if (Array.isArray(value)) return value.map((item) => masked(item, id));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !irrelevant.includes(key) && inner !== undefined);
  return Object.fromEntries(kept.map(([key, inner]) => [key.replaceAll(id, 'ID'), masked(inner, id)]));
}

function maskText(text: string, id: string): string {
  return maskName(text, id)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\b[0-9a-f]{32,64}\b/g, 'HASH');
}
