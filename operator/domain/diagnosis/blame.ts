import { targetKey } from '../../api/target.ts';
import type { SeenPod } from '../health/objects.ts';
import { failingNodes, podsOf, seenIn, stateOfTarget, type Hit } from './hits.ts';
import { pressures, updating } from './node-state.ts';
import { factsOfPod, outgrown } from './pod-facts.ts';
import type { SeenTarget, SeenWorld } from './seen.ts';
import type { State } from './state.ts';

/** A pod on a node that fails or goes away. */
interface Sick {
  readonly node: string;
  readonly words: readonly string[];
  /** It would fail on any node. */
  readonly byItself: boolean;
  readonly leaving: boolean;
}

/** What a target suffers from, and its pods that show it. */
interface Suffering {
  readonly seen: SeenTarget;
  readonly state: State;
  readonly nodes: ReadonlySet<string>;
  readonly sick: readonly Sick[];
}

/** What was seen, with all worked out once that is asked for each node anew. */
export interface Weighed {
  readonly world: SeenWorld;
  /** Every node that is ill. */
  readonly ill: readonly Hit[];
  readonly byNode: ReadonlyMap<string, readonly Hit[]>;
  readonly sufferings: readonly Suffering[];
}

/** What there is to weigh of what was seen. */
export function weigh(world: SeenWorld): Weighed {
  const ill = failingNodes(world);
  const byNode = Map.groupBy(ill, ({ target }) => target.name);
  const sufferings = seenIn(world).map((seen) => {
    const pods = podsOf(seen);
    const nodes = new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []));
    return { seen, state: stateOfTarget(seen, world), nodes, sick: pods.flatMap((pod) => sicknessOf(pod, world.readAt)) };
  });
  return { world, ill, byNode, sufferings };
}

/** What no node brings about. */
const ownFaults: ReadonlySet<string> = new Set(['CreateContainerConfigError', 'InvalidImageName']);

/** A container that outgrew its own limit would have done so on any node. */
function sicknessOf(pod: SeenPod, readAt: Date | undefined): Sick[] {
  const words = factsOfPod(pod, readAt).map(({ word }) => word);
  const leaving = pod.metadata.deletionTimestamp !== undefined;
  const node = pod.spec.nodeName;
  if (node === undefined || (words.length === 0 && !leaving)) return [];
  return [{ node, words, leaving, byItself: words.some((word) => ownFaults.has(word)) || outgrown(pod).length > 0 }];
}

/** Why a node that is ill does not account for what runs on it. */
export type Acquittal = 'later' | 'elsewhere';

/** Why the node that was hit does not account for what a target suffers from; undefined when it may. What is well accuses nobody. */
function acquittalOf(hit: Hit, { state, sick }: Suffering, { byNode }: Weighed): Acquittal | undefined {
  if (state.words.length === 0) return undefined;
  if (failedBefore(state, hit)) return 'later';
  const suspects = (node: string) => (byNode.get(node) ?? []).filter((suspect) => !failedBefore(state, suspect));
  const here = sick.filter((pod) => suspects(pod.node).some((suspect) => suffersFrom(pod, suspect)));
  const accounted = new Set(here);
  const elsewhere = sick.filter((pod) => pod.words.length > 0 && !accounted.has(pod));
  if (here.length + elsewhere.length === 0) return undefined;
  return here.some(({ node }) => node === hit.target.name) && here.length >= elsewhere.length ? undefined : 'elsewhere';
}

/**
 * A kubelet tells of its node every 10 s, and one that is gone is missed after 40 s: what failed so shortly before the node was seen to be
 * ill may have failed with it.
 */
const unclearSeconds = 30;

/** Whether it is known to have failed before the node became ill. */
function failedBefore({ since }: State, node: Hit): boolean {
  return since !== undefined && node.since !== undefined && Date.parse(since) + unclearSeconds * 1000 < Date.parse(node.since);
}

/** Targets on the node that was hit which it accounts for, and those which it does not. */
export function judgedBy(
  hit: Hit,
  weighed: Weighed,
): { readonly guilty: readonly Suffering[]; readonly acquitted: readonly { readonly why: Acquittal }[] } {
  const on = weighed.sufferings.filter(({ nodes }) => hit.target.kind === 'Node' && nodes.has(hit.target.name));
  const judged = on.map((suffering) => ({ suffering, why: acquittalOf(hit, suffering, weighed) }));
  return {
    guilty: judged.flatMap(({ suffering, why }) => (why === undefined ? [suffering] : [])),
    acquitted: judged.flatMap(({ why }) => (why === undefined ? [] : [{ why }])),
  };
}

/** The nodes that are ill under a target which may suffer from that. One that became ill only after everything on it had failed is left out. */
export function hitsBeneath(weighed: Weighed): Hit[] {
  const named = new Set(weighed.world.targets.flatMap(({ kind, target }) => (kind === 'node' ? [targetKey(target)] : [])));
  return weighed.ill.filter((hit) => !named.has(targetKey(hit.target)) && judgedBy(hit, weighed).guilty.length > 0);
}

/** Whether more of what failed on the node is not its doing than is. */
export function isAcquitted(hit: Hit, weighed: Weighed): boolean {
  const { guilty, acquitted } = judgedBy(hit, weighed);
  return acquitted.length > guilty.filter(({ state }) => state.words.length > 0).length;
}

/** A pod that cannot go away is as much a sign of an ill node as one that fails, unless it fails by itself. */
function suffersFrom({ words, byItself, leaving }: Sick, suspect: Hit): boolean {
  if (leaving) return true;
  return words.length > 0 && !byItself && !(words.some((word) => pulls.has(word)) && suspect.words.every(sparesPulls));
}

const pulls: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff']);
/** A full disk or a lost network keeps images away; too little memory does not. */
const sparesPulls = (word: string): boolean => word === updating || (pressures.includes(word) && word !== 'DiskPressure');
