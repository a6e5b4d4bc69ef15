import type { Anomaly, RemediationAction } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { isActionOver } from '../../api/terminal-phases.ts';
import { correlatedNamespace, foundGroups } from '../../domain/correlation/found-groups.ts';
import { isCorrelated } from '../../domain/correlation/suspect.ts';
import type { SeenGroup } from '../../domain/planning/seen-anomaly.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What correlations say about anomalies. */
export interface Correlations {
  /** The open members of the group in which the latest correlation put the anomaly; undefined when it is alone in it. */
  groupOf(anomaly: Anomaly): SeenGroup | undefined;
  /** The unfinished correlation of its namespace, as kind/namespace/name. */
  awaited(anomaly: Anomaly): string | undefined;
}

/** What holds anomalies is found by their namespace, what was found by the uids of the members. */
export function indexCorrelations({ actions, anomalies }: EngineDeps['caches'], systemNamespace: string): Correlations {
  const about = (action: RemediationAction): string | undefined => correlatedNamespace(action, systemNamespace);
  actions.addIndex('correlating', (action) => (isUnderWay(action) ? [about(action) ?? []].flat() : []));
  actions.addIndex('grouped', (action) =>
    about(action) === undefined ? [] : foundGroups(action).flatMap(({ members }) => members.map(({ uid }) => uid)),
  );
  return {
    groupOf({ metadata: { uid, namespace } }) {
      const [latest] = actions
        .byIndex('grouped', uid)
        .filter((action) => about(action) === namespace)
        .toSorted(byEnd);
      const group = latest && foundGroups(latest).find(({ members }) => members.some((member) => member.uid === uid));
      const members = group?.members.flatMap((member) => anomalies.getByUid(member.uid) ?? []).filter(isCorrelated) ?? [];
      const inside = members.filter(({ metadata }) => metadata.namespace === namespace);
      return group && inside.length > 1 ? { cause: group.cause, members: inside } : undefined;
    },
    awaited({ metadata: { namespace } }) {
      const [first] = namespace === undefined ? [] : actions.byIndex('correlating', namespace).toSorted(byName);
      return first && referenceTo(first);
    },
  };
}

/** The action as an anomaly names it that waits for it. */
export function referenceTo({ kind, metadata: { namespace, name } }: RemediationAction): string {
  return targetString({ kind, namespace, name });
}

/** One that waits for a person may wait for days. */
function isUnderWay({ metadata, status }: RemediationAction): boolean {
  return !isActionOver({ status }) && status?.phase !== 'AwaitingApproval' && metadata.deletionTimestamp === undefined;
}

function byEnd(a: RemediationAction, b: RemediationAction): number {
  const [end, other] = [a, b].map(({ metadata, status }) => `${status?.finishedAt} ${metadata.uid}`);
  return (end ?? '') > (other ?? '') ? -1 : 1;
}

function byName(a: RemediationAction, b: RemediationAction): number {
  return referenceTo(a) < referenceTo(b) ? -1 : 1;
}
