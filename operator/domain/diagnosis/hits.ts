import type { Evidence, Layer, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import type { SeenNode, SeenPod, SeenPool } from '../health/objects.ts';
import { applicationState } from './application-state.ts';
import { jobState } from './job-state.ts';
import { layerOfKind } from './layers.ts';
import { nodeNetworkState, nodeState, poolCondition } from './node-state.ts';
import { operatorState } from './operator-state.ts';
import { plainTarget, targetOf, type SeenTarget, type SeenWorld } from './seen.ts';
import { serviceState } from './service-state.ts';
import type { State } from './state.ts';
import { claimState, volumeState } from './storage-state.ts';
import { podState, workloadState } from './workload-state.ts';

/** One object that suffers in one layer. */
export interface Hit {
  readonly layer: Layer;
  readonly target: Target;
  readonly words: readonly string[];
  readonly since?: string;
  readonly evidence: readonly Evidence[];
}

/** The word for an object whose health the engine cannot judge. */
export const notJudged = 'NotJudged';

/** The targets and what they led to, each object once. */
export function seenIn({ targets, beyond }: Pick<SeenWorld, 'targets' | 'beyond'>): readonly SeenTarget[] {
  return [...new Map([...beyond, ...targets].map((seen) => [targetKey(seen.target), seen])).values()];
}

/** What the targets, and what they led to, suffer from; nothing for those that are well. */
export function hitsOfTargets(world: SeenWorld): Hit[] {
  const asked = new Set(world.targets.map(({ target }) => targetKey(target)));
  return world.targets
    .concat(world.beyond.filter(({ target }) => !asked.has(targetKey(target))))
    .flatMap((seen) => hitsOf(seen, { world, isAsked: asked.has(targetKey(seen.target)) }));
}

function hitsOf(seen: SeenTarget, { world, isAsked }: { readonly world: SeenWorld; readonly isAsked: boolean }): Hit[] {
  const target = plainTarget(seen.target);
  const layer = layerOfKind(target.kind);
  if (seen.kind === 'node') return hitsOfNode(seen.node, world);
  if (seen.kind === 'other') return isAsked ? [{ layer, target, words: [notJudged], evidence: [] }] : [];
  if (seen.kind === 'missing' && !isAsked) return [{ layer, target, words: ['Missing'], evidence: [absence(target)] }];
  return hitOf(target, layer, stateOfTarget(seen, world));
}

/** The fact that an object does not exist. */
export function absence(target: Target): Evidence {
  return { what: 'it does not exist', where: targetString(target) };
}

/** Every node that is ill, whether it is a target or lies under one. */
export function failingNodes(world: SeenWorld): Hit[] {
  return world.nodes.flatMap((node) => hitsOfNode(node, world));
}

/** Names of the nodes that the target's pods run on. */
export function nodesOf(seen: SeenTarget): readonly string[] {
  return [...new Set(podsOf(seen).flatMap(({ spec }) => spec.nodeName ?? []))];
}

/** The pods that the target is or has. Those behind a Service count for the workloads that made them. */
export function podsOf(seen: SeenTarget): readonly SeenPod[] {
  if (seen.kind === 'pod') return [seen.pod];
  if (seen.kind === 'operator') return seen.operands ?? [];
  return seen.kind === 'workload' || seen.kind === 'job' ? seen.pods : [];
}

/** Whether the node itself is ill, in any layer. */
export function isIll(node: SeenNode, world: Pick<SeenWorld, 'pools'>): boolean {
  return hitsOfNode(node, world).length > 0;
}

function hitsOfNode(node: SeenNode, { pools }: Pick<SeenWorld, 'pools'>): Hit[] {
  const target = targetOf(node);
  return [...hitOf(target, 'infrastructure', nodeState(node, pools)), ...hitOf(target, 'platform', nodeNetworkState(node))];
}

function hitOf(target: Target, layer: Layer, state: State): Hit[] {
  return state.words.length === 0 ? [] : [{ layer, target, ...state }];
}

const well: State = { words: [], evidence: [] };

/** What is wrong with a target, by what was read of it. */
export function stateOfTarget(seen: SeenTarget, { pools, readAt }: Pick<SeenWorld, 'pools' | 'readAt'>): State {
  return stateOfMachinery(seen, pools) ?? stateOfPods(seen, readAt) ?? stateOfProvision(seen) ?? well;
}

function stateOfMachinery(seen: SeenTarget, pools: readonly SeenPool[]): State | undefined {
  switch (seen.kind) {
    case 'node':
      return nodeState(seen.node, pools);
    case 'pool':
      return poolCondition(seen.pool);
    case 'operator':
      return operatorState(seen.operator);
    default:
      return undefined;
  }
}

function stateOfPods(seen: SeenTarget, readAt: Date | undefined): State | undefined {
  switch (seen.kind) {
    case 'workload':
      return workloadState(seen.workload, seen.pods, readAt);
    case 'pod':
      return podState(seen.pod, readAt);
    case 'job':
      return jobState(seen.job, seen.pods);
    default:
      return undefined;
  }
}

function stateOfProvision(seen: SeenTarget): State | undefined {
  switch (seen.kind) {
    case 'service':
      return serviceState(seen.service, seen.slices, seen.pods);
    case 'claim':
      return claimState(seen.claim);
    case 'volume':
      return volumeState(seen.volume);
    case 'application':
      return applicationState(seen.application);
    default:
      return undefined;
  }
}
