import type { RemediationAction, RemediationPlan, StepStatus } from '../../api/generated/types.ts';
import { isPlanOver } from '../../api/terminal-phases.ts';
import type { WaitingReason } from '../../api/waiting-reasons.ts';
import { admittedAt } from '../../domain/arbitration/admitted-at.ts';
import { isWaiting } from '../../domain/arbitration/contender.ts';
import { groupHealth } from '../../domain/limits/node-groups.ts';
import { disturbs } from '../../domain/limits/node-work.ts';
import { groupState, laterStorms, stormsIn, type GroupState, type Storm } from '../../domain/limits/storms.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { planUidOf } from '../runtime/owning-plan.ts';
import type { NodeView } from './node-view.ts';
import { policyName } from './policy-in-force.ts';

type Needed = Pick<EngineDeps, 'policy' | 'clock'> & {
  readonly caches: Pick<EngineDeps['caches'], 'plans' | 'actions' | 'nodes' | 'policies'>;
};

/** Keeps how the groups of nodes are, and what is left of storms; the status of the policy, where there is one, remembers it too. */
export interface NodeStorms {
  /** As of just now. */
  readonly groups: () => ReadonlyMap<string, GroupState>;
  /** When the last of what a storm in the group held began, in milliseconds since the epoch; undefined when none did since `over`. */
  readonly lastBeginning: (group: string, over: number) => number | undefined;
}

interface Look {
  readonly key: readonly unknown[];
  readonly at: number;
  readonly until: number;
  readonly groups: ReadonlyMap<string, GroupState>;
}

const byNode = 'limits/on-node';

/** Knows of no storm but those that the status of the policy remembers. */
export function makeNodeStorms(deps: Needed, view: NodeView): NodeStorms {
  const { caches, clock, policy } = deps;
  caches.actions.addIndex(byNode, (action) => nodesOf(action));
  let remembered: ReadonlyMap<string, Storm> = new Map();
  let look: Look | undefined;
  let waiters = 0;
  caches.policies.onChange(() => {
    // A replica that does not lead looks when it is scraped; what the leader says of an end in between is said once and then forgotten.
    remembered = laterStorms(remembered, storedStorms(deps));
    look = undefined;
  });
  for (const cache of [caches.plans, caches.actions]) cache.onChange(() => (waiters += 1));
  const groups = (): ReadonlyMap<string, GroupState> => {
    const now = clock.now().getTime();
    const key = [view.version(), policy().nodes, isReleasing(look) ? waiters : 0];
    if (look && now >= look.at && now < look.until && look.key.every((part, place) => part === key[place])) return look.groups;
    const states = statesOf(deps, view, { now, remembered, limits: policy().nodes });
    remembered = new Map([...states].flatMap(([name, { storm }]) => (storm ? [[name, storm] as const] : [])));
    look = { key: [key[0], key[1], releases(states) ? waiters : 0], at: now, until: nextStage(states, policy().nodes), groups: states };
    return states;
  };
  return { groups, lastBeginning: (group, over) => lastBeginning(deps, view, { group, over }) };
}

const isReleasing = (look: Look | undefined): boolean => look !== undefined && releases(look.groups);
const releases = (groups: ReadonlyMap<string, GroupState>): boolean => [...groups.values()].some(({ stage }) => stage === 'release');

function statesOf(
  deps: Needed,
  view: NodeView,
  { now, remembered, limits }: { now: number; remembered: ReadonlyMap<string, Storm>; limits: Policy['nodes'] },
): Map<string, GroupState> {
  const known = laterStorms(remembered, storedStorms(deps));
  const terms = {
    now,
    cooldownMs: limits.stormCooldownSeconds * 1000,
    waitsSince: (group: string, before: number) => waitsSince(deps, view, { group, before }),
  };
  const health = groupHealth(view.all(), limits);
  return new Map(health.map((group) => [group.name, groupState(group, known.get(group.name), terms)]));
}

function storedStorms({ caches }: Needed): ReadonlyMap<string, Storm> {
  return stormsIn(caches.policies.get({ name: policyName })?.status?.nodeGroups ?? []);
}

/** When something changes by itself: a cooldown ends. */
function nextStage(groups: ReadonlyMap<string, GroupState>, { stormCooldownSeconds }: Policy['nodes']): number {
  const ends = [...groups.values()].map(({ stage, storm }) =>
    stage === 'cooldown' ? (storm?.endedAt ?? 0) + stormCooldownSeconds * 1000 : Infinity,
  );
  return Math.min(Infinity, ...ends);
}

/** What held it, or holds it as one of those that are let go: any other reason it would have had without a storm, too. */
const ofRelease: ReadonlySet<string> = new Set<WaitingReason>(['StormActive', 'StormCooldown', 'NodeBudget', 'ActiveLimit', 'RateLimited']);

/** Whether it waits for nothing but its turn after the storm; what is not judged yet, or moves, may be about to begin. */
function isLetGo({ status }: RemediationPlan | RemediationAction): boolean {
  return status?.blocked === undefined || ofRelease.has(status.blocked.reason);
}

/** Whether something that was asked for before that time, and that the storm held, has still to begin on a node of the group. */
function waitsSince({ caches }: Needed, view: NodeView, { group, before }: { group: string; before: number }): boolean {
  const isIn = (node: string): boolean => view.of(node)?.group === group;
  const plans = caches.plans
    .list()
    .filter((plan) => Date.parse(plan.metadata.creationTimestamp) < before && !isPlanOver(plan) && isLetGo(plan));
  if (plans.some((plan) => nodesAhead(caches, plan).some(isIn))) return true;
  return membersOf(view, group).some((node) =>
    caches.actions.byIndex(byNode, node).some((action) => isWaiting(action) && isLetGo(action) && askedAt(caches, action) < before),
  );
}

/** Nodes on which a step of the plan has still to begin; one whose action is not there yet has not. */
function nodesAhead({ actions }: Pick<Needed['caches'], 'actions'>, { metadata, spec, status }: RemediationPlan): string[] {
  if (spec.mode === 'DryRun' || spec.mode === 'Observe') return [];
  const isToCome = ({ actionRef }: StepStatus): boolean =>
    actionRef !== undefined && !actions.get({ namespace: metadata.namespace, name: actionRef.name });
  const begun = new Set(
    status?.steps?.filter((step) => step.phase !== 'Pending' && !(step.phase === 'Running' && isToCome(step))).map(({ name }) => name),
  );
  const ahead = spec.steps.filter(({ name }) => !begun.has(name));
  return ahead.flatMap(({ action: { operation, target } }) => (target.kind === 'Node' && disturbs(operation) ? target.name : []));
}

function membersOf(view: NodeView, group: string): string[] {
  return view.all().flatMap((one) => (one.group === group ? one.node.metadata.name : []));
}

function nodesOf({ spec }: RemediationAction): string[] {
  const { target, operation, compensates, dryRun } = spec;
  return target.kind === 'Node' && disturbs(operation) && !compensates && !dryRun ? [target.name] : [];
}

/** When it, or its plan, was asked for. */
function askedAt(caches: Needed['caches'], action: RemediationAction): number {
  const plan = caches.plans.getByUid(planUidOf({ caches }, action) ?? '');
  return Date.parse((plan ?? action).metadata.creationTimestamp);
}

/** One more action of a plan that had begun on the node before is no beginning. */
function lastBeginning({ caches }: Needed, view: NodeView, { group, over }: { group: string; over: number }): number | undefined {
  const times = membersOf(view, group).flatMap((node) => {
    const admitted = caches.actions.byIndex(byNode, node).flatMap((action) => {
      const at = admittedAt(action);
      return at === undefined ? [] : [{ by: planUidOf({ caches }, action) ?? action.metadata.uid, at }];
    });
    const begun = [...Map.groupBy(admitted, ({ by }) => by).values()];
    return begun.map((same) => Math.min(...same.map(({ at }) => at))).filter((at) => at >= over);
  });
  return times.length === 0 ? undefined : Math.max(...times);
}
