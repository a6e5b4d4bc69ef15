import { isOver } from '../../api/terminal-phases.ts';
import type { Wish } from '../../domain/limits/hold-on.ts';
import { controlPlane, isOfControlPlane, type GroupedNode } from '../../domain/limits/node-groups.ts';
import { disturbedNodes, type NodesWorld } from '../../domain/limits/node-work.ts';
import type { NodePlace, NodePlaces, Release } from '../../domain/arbitration/node-seats.ts';
import type { GroupState } from '../../domain/limits/storms.ts';
import { atMost } from '../../domain/policy/amount.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { makeMachineMarks } from './machine-marks.ts';
import { makeNodeStorms } from './node-storms.ts';
import { makeNodeView } from './node-view.ts';
import { makeUpgradeFacts } from './upgrade-facts.ts';

type Needed = Pick<EngineDeps, 'policy' | 'clock' | 'caches' | 'client' | 'log'>;

/** What limits know of nodes, and how many of them may be worked on. */
export interface NodeLimits {
  /** As of just now. */
  readonly world: () => NodesWorld;
  /** As of just now, by the name of the group. */
  readonly groups: () => ReadonlyMap<string, GroupState>;
  readonly places: () => NodePlaces;
  /** What is known for these is not older than so many milliseconds, unless it cannot be read just now. */
  readonly read: (wishes: readonly Wish[], maxAgeMs: number) => Promise<void>;
}

/** Watches the nodes by their cache, and reads nothing before somebody wants to disturb one. */
export function makeNodeLimits(deps: Needed): NodeLimits {
  const view = makeNodeView(deps.caches.nodes, () => deps.policy().nodes.poolLabel);
  const storms = makeNodeStorms(deps, view);
  const facts = makeUpgradeFacts(deps);
  const machines = makeMachineMarks(deps, view);
  const releaseIn = (name: string): { release?: Release } => {
    const group = storms.groups().get(name);
    if (group?.stage !== 'release') return {};
    const everyMs = deps.policy().nodes.stormCooldownSeconds * 1000;
    const over = (group.storm?.endedAt ?? 0) + everyMs;
    const last = storms.lastBeginning(name, over);
    return { release: { group: name, at: last === undefined ? over : last + everyMs, everyMs } };
  };
  return {
    world: () => ({
      of: view.of,
      group: (name) => storms.groups().get(name),
      upgrade: facts.of(),
      machineOf: (node) => machines.of(node),
    }),
    groups: storms.groups,
    places() {
      const releases = new Map<string, { release?: Release }>();
      const placeOf = (node: GroupedNode): NodePlace => ({
        ...roomOf(deps, storms.groups(), node),
        ...remember(releases, node.group, () => releaseIn(node.group)),
      });
      return { claimed: view.claimed().filter(({ by }) => isUnfinished(deps, by)), of: (name) => mapped(view.of(name), placeOf) };
    },
    async read(wishes, maxAgeMs) {
      const nodes = [...new Set(wishes.flatMap(disturbedNodes))];
      if (nodes.length === 0) return;
      await Promise.all([facts.read(maxAgeMs), machines.read(nodes, maxAgeMs)]);
    },
  };
}

/** A claim that outlived its owner, such as that of a plan whose rollback failed, is for a person to look at and no work. */
function isUnfinished({ caches }: Needed, uid: string): boolean {
  const owner = caches.plans.getByUid(uid) ?? caches.actions.getByUid(uid);
  return owner !== undefined && !isOver(owner);
}

/** One node of the control plane at a time, whatever its pool; of any other group as many as the policy lets. */
function roomOf({ policy }: Needed, groups: ReadonlyMap<string, GroupState>, { node, group }: GroupedNode): Omit<NodePlace, 'release'> {
  if (isOfControlPlane(node)) return { name: controlPlane, max: 1 };
  return { name: group, max: atMost(policy().nodes.maxInFlight, groups.get(group)?.nodes ?? 0) };
}

function mapped<T, U>(value: T | undefined, change: (value: T) => U): U | undefined {
  return value === undefined ? undefined : change(value);
}

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}
