import type { Anomaly, Target } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { isTakenAtItsWord } from '../../domain/alerts/reported-hits.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import { fingerprintOf } from '../../domain/diagnosis/fingerprint.ts';
import { targetOf, type SeenTarget, type SeenWorld } from '../../domain/diagnosis/seen.ts';
import { objectionToTargets } from '../../domain/planning/namespace-rule.ts';
import type { Analysis } from '../../domain/planning/seen-anomaly.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isForbidden } from '../../kube/errors.ts';
import { limitReads } from './limited-reads.ts';
import { indexNodes } from './node-index.ts';
import { withOperands } from './read-operands.ts';
import { readTargets } from './read-targets.ts';
import { readWorld, type Reading } from './read-world.ts';

/** What reading the cluster for one anomaly came to. */
export interface Observation {
  readonly fingerprint?: string;
  readonly analysis: Analysis;
}

/**
 * The anomaly's targets, those of its companions, and what they stand on, read live and judged. Nothing more than the targets is read when
 * the fingerprint shows a repetition, and nothing at all when it does not matter.
 */
export async function observe(
  deps: Reading,
  anomaly: Anomaly,
  repeats: (fingerprint: string) => boolean,
  companions: readonly Anomaly[] = [],
): Promise<Observation> {
  const { systemNamespace } = deps.settings;
  if (anomaly.spec.resolvedAt !== undefined || objectionToTargets(anomaly, systemNamespace)) return { analysis: { kind: 'unread' } };
  try {
    const limited = { ...deps, client: limitReads(deps.client) };
    const targets = await readReported(limited, anomaly);
    const fingerprint = fingerprintOf(
      anomaly.spec,
      targets.map(({ target }) => target),
    );
    if (repeats(fingerprint)) return { fingerprint, analysis: { kind: 'unread' } };
    return { fingerprint, analysis: replaced(targets) ?? (await analyze(limited, deps, { anomaly, targets, companions })) };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return {
      analysis: {
        kind: 'forbidden',
        message: `The engine may not ${error.verb ?? 'read'} ${error.resource ?? 'what it needs'}: ${error.message}`,
      },
    };
  }
}

interface Reported {
  readonly anomaly: Anomaly;
  readonly targets: readonly SeenTarget[];
  readonly companions: readonly Anomaly[];
}

/**
 * With companions, their plan is made here too, so that what they report is judged as if it had been reported with this. What they name may
 * cost as much as if each were judged by itself; what lies beneath is read once, within what is left for this one.
 */
async function analyze(limited: Reading, deps: Reading, { anomaly, targets, companions }: Reported): Promise<Analysis> {
  const theirs = await Promise.all(companions.map((companion) => readReported({ ...deps, client: limitReads(deps.client) }, companion)));
  const there = [...targets, ...theirs.flat().filter(({ kind }) => kind !== 'missing' && kind !== 'replaced')];
  const once = await withOperands(limited, [...new Map(there.map((seen) => [targetKey(seen.target), seen])).values()]);
  const uids = companions.map(({ metadata }) => metadata.uid);
  const taken = isTakenAtItsWord(anomaly.spec, deps.playbooks.inOrder());
  return { ...judge(await readWorld(limited, anomaly, once), anomaly, taken), ...(uids.length > 0 && { companions: uids }) };
}

async function readReported({ client, caches, settings }: Reading, anomaly: Anomaly): Promise<SeenTarget[]> {
  const { systemNamespace } = settings;
  return objectionToTargets(anomaly, systemNamespace)
    ? []
    : readTargets({ client, nodes: indexNodes(caches.nodes), systemNamespace }, anomaly);
}

function judge(world: SeenWorld, { spec }: Anomaly, taken: boolean): Extract<Analysis, { kind: 'read' }> {
  const named = world.targets.flatMap((seen) => ('node' in seen ? [] : objectsOf(seen)));
  const objects = [...named, ...world.nodes].map(withUid);
  return { kind: 'read', diagnosis: diagnose(world, spec, taken), objects };
}

function withUid(object: StoredObject): Target {
  return { ...targetOf(object), uid: object.metadata.uid };
}

function objectsOf(seen: SeenTarget): readonly StoredObject[] {
  switch (seen.kind) {
    case 'workload':
      return [seen.workload, ...seen.pods.filter(({ metadata }) => metadata.name === seen.asked.name)];
    case 'pod':
      return [seen.pod];
    case 'pool':
      return [seen.pool];
    case 'operator':
      return [seen.operator];
    case 'service':
      return [seen.service];
    case 'claim':
      return [seen.claim];
    case 'application':
      return [seen.application];
    case 'job':
      return [seen.job];
    default:
      return [];
  }
}

/** Objects that only have the names of what was reported; of those that are not there the report still tells. */
function replaced(targets: readonly SeenTarget[]): Analysis | undefined {
  const others = targets.filter(({ kind }) => kind === 'replaced').map(({ asked }) => asked);
  return others.length > 0 ? { kind: 'replaced', targets: others } : undefined;
}
