import type { Hold } from './hold.ts';
import type { Limit } from './hold-on.ts';
import { disturbedNodes, hasBegunOn } from './node-work.ts';
import type { GroupState } from './storms.ts';

/**
 * While more nodes of a group are unhealthy than may be, and for a while after, nothing new begins on its nodes: what makes many of them ill
 * at once is not cured node by node. What has begun on a node goes on.
 */
export const nodeStorm: Limit = (wish, { policy, nodes }) => {
  for (const name of disturbedNodes(wish)) {
    const node = nodes.of(name);
    const group = node && !hasBegunOn(node, wish) ? nodes.group(node.group) : undefined;
    const hold = group && holdIn(group, policy.nodes.stormCooldownSeconds * 1000);
    if (hold) return hold;
  }
  return undefined;
};

function holdIn(group: GroupState, cooldownMs: number): Hold | undefined {
  if (group.stage === 'storm')
    return { reason: 'StormActive', message: `${stormSentence(group)}, so no action begins on its nodes.`, ...by };
  const { endedAt } = group.storm ?? {};
  if (group.stage !== 'cooldown' || endedAt === undefined) return undefined;
  const message = `Too many nodes of ${group.name} were unhealthy until a short while ago, so no action begins on its nodes yet.`;
  return { reason: 'StormCooldown', message, until: new Date(endedAt + cooldownMs), ...by };
}

const by = { by: 'RemediationPolicy/cluster' } as const;

/** `Of the 7 nodes of worker 4 are unhealthy and 3 may be (3 healthy < 4)`. */
export function stormSentence({ name, nodes, unhealthy, maxUnhealthy }: Omit<GroupState, 'stage'>): string {
  return `Of the ${nodes} nodes of ${name} ${unhealthy} are unhealthy and ${maxUnhealthy} may be (${nodes - unhealthy} healthy < ${nodes - maxUnhealthy})`;
}
