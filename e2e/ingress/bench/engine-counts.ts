import { isDeepStrictEqual } from 'node:util';
import type { RemediationAction } from '../../../operator/api/generated/types.ts';
import type { ActionWish } from '../../../operator/testing/action-builder.ts';
import type { EngineStatus } from '../../../operator/ingress/rest/engine-status.ts';
import { eventually } from '../../harness/eventually.ts';
import type { Version } from '../../harness/history.ts';

/** What GET /api/v1/status counts. */
export interface EngineCounts {
  readonly active: number;
  readonly queued: number;
  readonly conflicts: number;
  readonly deterministic: number;
  readonly ai_driven: number;
}

/** The counts of an answer. */
export function countsOf({ active_actions: active, queued_actions: queued, layers, ...status }: EngineStatus): EngineCounts {
  const [deterministic, ai_driven] = [layers.deterministic.actions_processed, layers.ai_driven.actions_processed];
  return { active, queued, conflicts: status.conflicts_detected_today, deterministic, ai_driven };
}

const ended: readonly (string | undefined)[] = ['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'];
const atWork: readonly (string | undefined)[] = ['Admitted', 'Running'];

/** What must be counted at the end of a history that began when nothing was there; conflicts are those of that UTC day. */
export function countedIn(history: readonly Version[], day: string): EngineCounts {
  const versions = history
    .filter(({ object }) => object.kind === 'RemediationAction')
    .map(({ type, object }) => ({ type, action: actionIn(object) }));
  const last = [...new Map(versions.map((version) => [version.action.metadata.uid, version])).values()];
  const there = last.filter(({ type }) => type !== 'DELETED').map(({ action }) => action);
  const ends = new Map(
    versions.flatMap(({ action }) => (ended.includes(phaseOf(action)) ? [[action.metadata.uid, action.spec.source] as const] : [])),
  );
  const sources = [...ends.values()];
  return {
    active: there.filter((action) => atWork.includes(phaseOf(action))).length,
    queued: there.filter((action) => ![...atWork, ...ended].includes(phaseOf(action))).length,
    conflicts: conflictsOn(
      versions.map(({ action }) => action),
      day,
    ),
    deterministic: sources.filter((source) => source !== 'ai_driven').length,
    ai_driven: sources.filter((source) => source === 'ai_driven').length,
  };
}

/** Each pair of a loser and its recorded winner once, on the day when it was first recorded. */
function conflictsOn(actions: readonly RemediationAction[], day: string): number {
  const firstSeen = new Map<string, string>();
  for (const { metadata, status } of actions) {
    const { winner, decidedAt = '' } = status?.arbitration ?? {};
    const pair = `${metadata.uid} ${winner}`;
    if (winner !== undefined && !firstSeen.has(pair)) firstSeen.set(pair, decidedAt.slice(0, 10));
  }
  return [...firstSeen.values()].filter((first) => first === day).length;
}

function actionIn(object: Version['object']): RemediationAction {
  return object as unknown as RemediationAction;
}

function phaseOf({ status }: RemediationAction): string | undefined {
  return status?.phase;
}

/** Cheap work on a node that conflicts with each other in every way, and on a quiet one what waits for a person. */
export function rivalsOn(node: string, quiet: string, stem: string): (ActionWish & { readonly name: string })[] {
  const ai = { source: 'ai_driven', priority: 1 } as const;
  const wishes: readonly ActionWish[] = [
    { operation: 'cordon_node', priority: 2 },
    { operation: 'uncordon_node', source: 'manual', priority: 3 },
    { operation: 'cordon_node', priority: 4 },
    { operation: 'uncordon_node', ...ai, confidence: 0.95 },
    { operation: 'cordon_node', ...ai, confidence: 0.9 },
    { operation: 'uncordon_node', ...ai, confidence: 0.5 },
    { operation: 'uncordon_node', ...ai, confidence: 0.5, target: `Node/${quiet}` },
    { operation: 'uncordon_node', priority: 5 },
  ];
  return wishes.map((wish, index) => ({ target: `Node/${node}`, ...wish, name: `act-${stem}-${node}-${index}` }));
}

/** Both are the same, soon; fails with both. */
export async function untilEqual(
  told: () => Promise<EngineCounts>,
  wanted: () => Promise<EngineCounts>,
  describe: string,
): Promise<EngineCounts> {
  return eventually(
    async () => {
      const [is, should] = [await told(), await wanted()];
      if (isDeepStrictEqual(is, should)) return is;
      throw new Error(`it tells ${JSON.stringify(is)}, the history ${JSON.stringify(should)}`);
    },
    { within: 20_000, describe },
  );
}
