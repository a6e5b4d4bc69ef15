import type { NodeGroupStage, NodeGroupStatus } from '../../api/generated/types.ts';
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
  const releasing = troubled.find(({ stage }) => stage === 'release');
  const ends = cooling.map(({ storm }) => (storm?.endedAt ?? 0) + cooldownMs);
  return {
    nodeGroups: troubled.slice(0, mostGroups).map(statusOf),
    storm: stormOf({ stormy, cooling: first, releasing }),
    releases: releasing !== undefined,
    ...(ends.length > 0 && { changesAt: new Date(Math.min(...ends)) }),
  };
}

interface Troubled {
  readonly stormy?: GroupState;
  readonly cooling?: GroupState;
  readonly releasing?: GroupState;
}

function stormOf({ stormy, cooling, releasing }: Troubled): NodesReport['storm'] {
  if (stormy) return active(stormy);
  if (cooling) return afterwards(cooling);
  return releasing ? lettingGo(releasing) : quietNodes.storm;
}

/** The storm is over, so that the condition is that of a quiet cluster. */
function lettingGo({ name }: GroupState): NodesReport['storm'] {
  return { ...quietNodes.storm, message: `What a storm among the nodes of ${name} held begins one by one.` };
}

function active(group: GroupState): NodesReport['storm'] {
  return { status: 'True', reason: 'StormActive', message: `${stormSentence(group)}, so no action begins on its nodes.` };
}

function afterwards({ name }: GroupState): NodesReport['storm'] {
  const message = `Too many nodes of ${name} were unhealthy until a short while ago, so no action begins on its nodes yet.`;
  return { status: 'True', reason: 'StormCooldown', message };
}

const stages: Readonly<Record<GroupState['stage'], NodeGroupStage | undefined>> = {
  calm: undefined,
  storm: 'Active',
  cooldown: 'Cooling',
  release: 'Releasing',
};

/** How many groups are in each stage of a storm. */
export function stagesOf(groups: Iterable<GroupState>): ReadonlyMap<NodeGroupStage, number> {
  const all = [...groups].flatMap(({ stage }) => stages[stage] ?? []);
  return new Map([...Map.groupBy(all, (stage) => stage)].map(([stage, same]) => [stage, same.length]));
}

function statusOf({ name, nodes, unhealthy, maxUnhealthy, stage: at, storm = {} }: GroupState): NodeGroupStatus {
  const { since, endedAt } = storm;
  const stage = stages[at];
  return {
    name: name.slice(0, 253),
    nodes,
    unhealthy,
    maxUnhealthy,
    ...(stage && { stage }),
    ...(since !== undefined && { stormSince: toTime(since) }),
    ...(endedAt !== undefined && { stormEndedAt: toTime(endedAt) }),
  };
}

const toTime = (ms: number): string => new Date(ms).toISOString();
