import type { NodeGroupStatus } from '../../api/generated/types.ts';
import { quietNodes, type NodesReport } from '../policy/policy-status.ts';
import { stormSentence } from './node-storm.ts';
import type { GroupState } from './storms.ts';

/** The bound of the list in the status. */
const mostGroups = 256;

/** What the status of the policy says of storms, and remembers of them: the groups that have one, or are not yet over it. */
export function nodesReport(groups: Iterable<GroupState>, cooldownMs: number): NodesReport {
  const troubled = [...groups].filter(({ storm }) => storm !== undefined);
  const stormy = troubled.find(({ stage }) => stage === 'storm');
  const cooling = troubled.filter(({ stage }) => stage === 'cooldown');
  const [first] = cooling;
  const ends = cooling.map(({ storm }) => (storm?.endedAt ?? 0) + cooldownMs);
  return {
    nodeGroups: troubled.slice(0, mostGroups).map(statusOf),
    storm: stormy ? active(stormy) : first ? afterwards(first) : quietNodes.storm,
    ...(ends.length > 0 && { changesAt: new Date(Math.min(...ends)) }),
  };
}

function active(group: GroupState): NodesReport['storm'] {
  return { status: 'True', reason: 'StormActive', message: `${stormSentence(group)}, so no action begins on its nodes.` };
}

function afterwards({ name }: GroupState): NodesReport['storm'] {
  const message = `Too many nodes of ${name} were unhealthy until a short while ago, so no action begins on its nodes yet.`;
  return { status: 'True', reason: 'StormCooldown', message };
}

function statusOf({ name, nodes, unhealthy, maxUnhealthy, storm = {} }: GroupState): NodeGroupStatus {
  const { since, endedAt } = storm;
  return {
    name: name.slice(0, 253),
    nodes,
    unhealthy,
    maxUnhealthy,
    ...(since !== undefined && { stormSince: toTime(since) }),
    ...(endedAt !== undefined && { stormEndedAt: toTime(endedAt) }),
  };
}

const toTime = (ms: number): string => new Date(ms).toISOString();
