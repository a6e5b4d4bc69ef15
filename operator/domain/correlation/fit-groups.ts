import type { Group } from './group-anomalies.ts';

/** What a correlation found, in the form in which it goes into `status.result`. */
export interface Correlation {
  readonly groups: readonly Group[];
  readonly windowSeconds: number;
  /** Open anomalies that were looked at. */
  readonly anomalies: number;
  /** Anomalies that belong to a group but did not fit in; they are planned for one by one. */
  readonly leftOut: number;
}

/** The bounds of the lists in the CRD, and bytes of the groups as JSON: a result takes 8 KiB in all. */
const mostGroups = 64;
const mostMembers = 64;
const largest = 7680;

/** As many groups as a result takes, the first ones whole; one that does not fit loses its latest members. */
export function fitGroups(groups: readonly Group[], facts: Pick<Correlation, 'windowSeconds' | 'anomalies'>): Correlation {
  const fitting: Group[] = [];
  let left = largest;
  for (const group of groups.slice(0, mostGroups)) {
    const members = fitMembers(group, left);
    if (members.length < 2) continue;
    fitting.push({ ...group, members });
    left -= sizeOf({ ...group, members });
  }
  return { groups: fitting, ...facts, leftOut: count(groups) - count(fitting) };
}

function fitMembers(group: Group, left: number): Group['members'] {
  let room = left - sizeOf({ ...group, members: [] });
  return group.members.slice(0, mostMembers).filter((member) => (room -= sizeOf(member)) >= 0);
}

/** With the comma behind it. */
const sizeOf = (value: object): number => new TextEncoder().encode(JSON.stringify(value)).length + 1;
const count = (groups: readonly Group[]): number => groups.reduce((sum, { members }) => sum + members.length, 0);
