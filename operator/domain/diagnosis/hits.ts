import type { Evidence, Layer, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import type { SeenNode } from '../health/objects.ts';
import { layerOfKind } from './layers.ts';
import { nodeNetworkState, nodeState, poolCondition } from './node-state.ts';
import { operatorState } from './operator-state.ts';
import { plainTarget, targetOf, type SeenTarget, type SeenWorld } from './seen.ts';
import { beganBefore, type State } from './state.ts';
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

/** What the targets themselves suffer from; nothing for those that are well. */
export function hitsOfTargets(world: SeenWorld): Hit[] {
  return world.targets.flatMap((seen) => {
    const target = plainTarget(seen.target);
    if (seen.kind === 'node') return hitsOfNode(seen.node, world);
    if (seen.kind === 'other') return [{ layer: layerOfKind(target.kind), target, words: [notJudged], evidence: [] }];
    return hitOf(target, layerOfKind(target.kind), stateOfTarget(seen, world));
  });
}

/**
 * Nodes that are ill under a target. A node that became ill only after the target failed is not what the target suffers from:
 * an application that eats its memory brings the pressure about.
 */
export function hitsBeneath(world: SeenWorld): Hit[] {
  const named = new Set(world.targets.map(({ target }) => targetKey(target)));
  return world.nodes
    .filter((node) => !named.has(targetKey(targetOf(node))))
    .flatMap((node) => hitsOfNode(node, world))
    .filter((hit) => dependantsOf(hit, world).some((dependant) => !beganBefore(stateOfTarget(dependant, world).since, hit.since)));
}

/** Whether a target that stands on the node failed before the node became ill. */
export function followsDependant(hit: Hit, world: SeenWorld): boolean {
  return dependantsOf(hit, world).some((dependant) => beganBefore(stateOfTarget(dependant, world).since, hit.since));
}

/** Targets with pods on the node that was hit. */
export function dependantsOf({ target }: Hit, world: SeenWorld): readonly SeenTarget[] {
  return target.kind === 'Node' ? world.targets.filter((seen) => nodesOf(seen).includes(target.name)) : [];
}

/** Names of the nodes that the target's pods run on. */
export function nodesOf(seen: SeenTarget): readonly string[] {
  if (seen.kind === 'pod') return seen.pod.spec.nodeName === undefined ? [] : [seen.pod.spec.nodeName];
  if (seen.kind !== 'workload') return [];
  return [...new Set(seen.pods.flatMap(({ spec }) => spec.nodeName ?? []))];
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

function stateOfTarget(seen: SeenTarget, { pools }: Pick<SeenWorld, 'pools'>): State {
  switch (seen.kind) {
    case 'node':
      return nodeState(seen.node, pools);
    case 'pool':
      return poolCondition(seen.pool);
    case 'operator':
      return operatorState(seen.operator);
    case 'workload':
      return workloadState(seen.workload, seen.pods);
    case 'pod':
      return podState(seen.pod);
    case 'missing':
    case 'replaced':
    case 'other':
      return well;
  }
}
