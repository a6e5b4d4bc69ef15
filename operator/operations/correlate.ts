import type { Anomaly, Target } from '../api/generated/types.ts';
import { targetKey } from '../api/target.ts';
import { fitGroups, type Correlation } from '../domain/correlation/fit-groups.ts';
import { groupAnomalies } from '../domain/correlation/group-anomalies.ts';
import { isCorrelated, suspectOf, targetsOf, type Place } from '../domain/correlation/suspect.ts';
import { Terminal } from '../kube/errors.ts';
import { inBatches } from '../kube/in-batches.ts';
import { findKind, kinds, type Kind } from '../kube/kinds.ts';
import { resolveTarget } from '../kube/resolve-target.ts';
import type { Look, Operation, OperationContext } from './operation.ts';

/** Two that began within five minutes may have one cause. */
const usualWindowSeconds = 300;
const longestWindowSeconds = 86_400;

/**
 * The operation `correlate`: the open anomalies of a namespace are grouped by root cause, owner and node, as far as they began within
 * `windowSeconds` of each other, and `status.result.groups` holds the groups, of which planning makes one plan each. Writes nothing.
 */
export function makeCorrelate(systemNamespace: string): Operation {
  return {
    name: 'correlate',
    types: ['alert_correlation'],
    targetKinds: ['Namespace'],
    parameters: {
      type: 'object',
      additionalProperties: false,
      properties: { windowSeconds: { type: 'integer', minimum: 1, maximum: longestWindowSeconds } },
    },
    undo: 'None',
    effects: [],
    inspect: ({ object }) => Promise.resolve({ kind: 'ready', before: {}, targetUid: object?.metadata.uid ?? '', changes: [] }),
    settled: (context) => correlate(context, systemNamespace),
  };
}

async function correlate(context: OperationContext, systemNamespace: string): Promise<Look> {
  const { client, target, parameters } = context;
  const windowSeconds = typeof parameters['windowSeconds'] === 'number' ? parameters['windowSeconds'] : usualWindowSeconds;
  const { items } = await client.list<Anomaly>(kinds.Anomaly, { namespace: target.name });
  const open = items.filter(isCorrelated).toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1));
  const asked = open.flatMap(targetsOf).filter((one) => isReadable(one, target.name, systemNamespace));
  const places = await placesOf(context, asked);
  const suspects = open.map((anomaly) => suspectOf(anomaly, places));
  const found = fitGroups(groupAnomalies(suspects, windowSeconds), { windowSeconds, anomalies: open.length });
  return { kind: 'done', message: sentence(found), result: { ...found } };
}

const mostNamed = 10;

function sentence({ groups, anomalies, leftOut }: Correlation): string {
  if (groups.length === 0) return `None of ${anomalies} open anomalies has something in common with another.`;
  const grouped = groups.reduce((sum, { members }) => sum + members.length, 0);
  const causes = groups.slice(0, mostNamed).map(({ cause }) => cause);
  const more = groups.length > mostNamed ? ` and ${groups.length - mostNamed} more` : '';
  const rest = leftOut > 0 ? `; ${leftOut} that belong to a group did not fit in` : '';
  return `${grouped} of ${anomalies} open anomalies have in common: ${causes.join(', ')}${more}${rest}.`;
}

/** Kinds that run somewhere or belong to something. */
const readKinds: ReadonlySet<Kind | undefined> = new Set<Kind>([
  kinds.Node,
  kinds.Pod,
  kinds.Deployment,
  kinds.StatefulSet,
  kinds.DaemonSet,
  kinds.ReplicaSet,
]);

/** An anomaly outside of the system namespace has a say only about its own namespace. */
function isReadable({ apiVersion, kind, namespace }: Target, of: string, systemNamespace: string): boolean {
  return readKinds.has(findKind(apiVersion, kind)) && (of === systemNamespace || namespace === of);
}

const atOnce = 8;
const mostReads = 512;

/** Where the targets belong and run, each read once; what does not exist or may not be read stands for itself. */
async function placesOf(context: OperationContext, targets: readonly Target[]): Promise<ReadonlyMap<string, Place>> {
  const wanted = [...new Map(targets.map((target) => [targetKey(target), target]))].slice(0, mostReads);
  const read = await inBatches(wanted, atOnce, async ([key, target]): Promise<[string, Place][]> => {
    const place = await placeOf(context, target);
    return place ? [[key, place]] : [];
  });
  return new Map(read.flat());
}

async function placeOf({ client }: OperationContext, target: Target): Promise<Place | undefined> {
  try {
    const resolution = await resolveTarget(client, target, target.namespace);
    if (resolution.kind === 'missing') return undefined;
    const { nodes = [], ...owner } = resolution.target;
    return { owner, nodes };
  } catch (error) {
    if (error instanceof Terminal) return undefined;
    throw error;
  }
}
