import type { Anomaly, ImpactedResource } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { isCorrelated } from '../correlation/suspect.ts';
import { recordedDiagnosis } from './anomaly-plan.ts';
import { byAge } from './duplicates.ts';
import { priorityOf } from './priority.ts';
import type { SeenAnomaly, SeenGroup } from './seen-anomaly.ts';
import { announcement, secondsLeft, waitForPlanOf, type Verdict } from './verdict.ts';

/** A correlation that does not come to its end keeps nobody longer than this. */
const longestHoldSeconds = 30;
/** What the plan of another member is for. */
const both = 'both';

/** While a correlation of its namespace is under way, an anomaly waits for what it finds. */
export function awaitCorrelation({ anomaly, analysis, correlating }: SeenAnomaly, now: Date): Verdict | undefined {
  if (analysis.kind !== 'read' || correlating === undefined || !isCorrelated(anomaly)) return undefined;
  const left = secondsLeft(anomaly, 'Correlating', longestHoldSeconds, now);
  if (left === 0) return undefined;
  return {
    phase: 'Pending',
    reason: 'Correlating',
    message: 'It waits for what the correlation of its namespace finds.',
    by: correlating,
    requeueAfter: left,
  };
}

/**
 * An anomaly of a group becomes part of the plan of another member that repairs all that is hit here, or waits for the founder to have one.
 * Whoever is left founds the plan himself.
 */
export function joinGroup(seen: SeenAnomaly): Verdict | undefined {
  const { anomaly, analysis, group } = seen;
  if (analysis.kind !== 'read' || !group) return undefined;
  const planned = planThatCovers(anomaly, analysis.diagnosis.impactedResources, group);
  if (planned) return planned.status?.planRef?.uid === undefined ? waitForPlanOf(planned.metadata, both) : joined(seen, planned, group);
  const founder = founderOf(anomaly, group);
  return founder === undefined || founder.metadata.uid === anomaly.metadata.uid ? undefined : waitForPlanOf(founder.metadata, both);
}

/** The other members that the anomaly makes a plan for, if it is the founder: what they report is to be analyzed together with it. */
export function companionsOf(anomaly: Anomaly, group: SeenGroup | undefined): Anomaly[] {
  if (!group || anomaly.status?.planRef !== undefined) return [];
  return group.members.filter((member) => {
    if (member.metadata.uid === anomaly.metadata.uid || member.status?.planRef !== undefined) return false;
    if (planThatCovers(member, recordedDiagnosis(member).impactedResources, group)) return false;
    return founderOf(member, group)?.metadata.uid === anomaly.metadata.uid;
  });
}

/** Whether the anomaly would found a plan without having looked at what its companions report. */
export function lacksCompanions({ anomaly, analysis, group }: SeenAnomaly): boolean {
  const read = new Set(analysis.kind === 'read' ? analysis.companions : []);
  return companionsOf(anomaly, group).some(({ metadata }) => !read.has(metadata.uid));
}

/** Of those that may share a plan and have none, the gravest, then the oldest, then the smaller uid. */
function founderOf(anomaly: Anomaly, group: SeenGroup): Anomaly | undefined {
  const able = group.members.filter((member) => {
    if (member.metadata.uid === anomaly.metadata.uid) return true;
    return member.status?.planRef === undefined && !isStuck(member, group) && mayJoin(anomaly, member);
  });
  return able.toSorted((a, b) => gravity(a) - gravity(b) || byAge(a, b))[0];
}

/** The founder's mode, source and confidence are the plan's; by joining, none may get more freedom than he would have alone. */
function mayJoin({ spec: own }: Anomaly, { spec: other }: Anomaly): boolean {
  const alike = own.mode === other.mode && (own.source === 'ai_driven') === (other.source === 'ai_driven');
  return alike && (own.source !== 'ai_driven' || (own.confidence ?? 0) >= (other.confidence ?? 0));
}

/** It waits for something that does not end with this group, and would keep the others. */
function isStuck({ status }: Anomaly, { members }: SeenGroup): boolean {
  if (status?.phase !== 'Pending') return false;
  const inside = members.some(({ metadata }) => status.blocked?.by === `Anomaly/${metadata.namespace}/${metadata.name}`);
  return status.reason === 'Forbidden' || (status.reason === 'PartOfIncident' && !inside);
}

/** The member whose plan, which may just be in the making, is for all of this. */
function planThatCovers(anomaly: Anomaly, hit: readonly ImpactedResource[], { members }: SeenGroup): Anomaly | undefined {
  return members.find((member) => {
    const other = member.metadata.uid !== anomaly.metadata.uid && member.status?.planRef !== undefined;
    return other && mayJoin(anomaly, member) && covers(member, hit);
  });
}

/** Whether everything that is hit here is hit there too, so that the plan made there is for it. */
function covers(member: Anomaly, hit: readonly ImpactedResource[]): boolean {
  const theirs = new Set(recordedDiagnosis(member).impactedResources.map(({ target }) => targetKey(target)));
  return hit.length > 0 && hit.every(({ target }) => theirs.has(targetKey(target)));
}

function joined(seen: SeenAnomaly, member: Anomaly, { cause }: SeenGroup): Verdict {
  const { namespace, name } = member.metadata;
  return {
    phase: 'Suppressed',
    reason: 'PartOfIncident',
    message: `It belongs to ${cause}, which ${member.status?.planRef?.name} of ${namespace}/${name} handles.`,
    facts: { planRef: member.status?.planRef },
    effects: [announcement(seen)],
  };
}

const gravity = ({ spec }: Anomaly): number => priorityOf(spec);
