import type { Anomaly, RemediationAction } from '../../api/generated/types.ts';
import { controllerOf, group } from '../../api/resource.ts';
import { targetString } from '../../api/target.ts';
import { isAnomalyOver, isPlanOver } from '../../api/terminal-phases.ts';
import { foundGroups } from '../../domain/correlation/found-groups.ts';
import { claimOn } from '../../domain/execution/claim.ts';
import { type EngineObject } from '../../api/terminal-phases.ts';
import type { SeenIncident } from '../../domain/retention/judge-retention.ts';
import { asNode } from '../../operations/live-node.ts';
import type { EngineDeps } from '../runtime/deps.ts';

type Caches = EngineDeps['caches'];

/** Finds what belongs together, by indexes only: what is kept from earlier costs nothing. */
export interface Incidents {
  /** The object that nothing of ours controls and that goes with this one; undefined while it is not known. */
  rootOf(object: EngineObject): EngineObject | undefined;
  of(root: EngineObject): Omit<SeenIncident, 'countsUntil'>;
  /** Other finished anomalies of its namespace and fingerprint: with each newer one they have less to be kept for. */
  elderOf(object: EngineObject): readonly Anomaly[];
}

const byOwner = 'retention/owner';
const byAwaited = 'retention/awaited';
const byClaim = 'retention/claim';
const byMemory = 'retention/memory';

/** The caches can be asked for the incidents that their objects belong to. */
export function indexIncidents(caches: Caches): Incidents {
  const { anomalies, plans, actions, nodes } = caches;
  for (const cache of [plans, actions]) cache.addIndex(byOwner, ownersOf);
  anomalies.addIndex(byAwaited, (anomaly) => (isAnomalyOver(anomaly) ? [] : [anomaly.status?.blocked?.by ?? []].flat()));
  actions.addIndex(byAwaited, ({ status }) => (status?.phase === 'Superseded' ? [status.arbitration?.winner ?? []].flat() : []));
  anomalies.addIndex(byMemory, (anomaly) => memoryOf(anomaly));
  nodes.addIndex(byClaim, (node) => [claimOn(asNode(node))?.owner ?? []].flat());
  return {
    rootOf: (object) => rootOf(caches, object),
    of(root) {
      const descendants = descendantsOf(caches, root);
      const all = [root, ...descendants];
      return {
        root,
        descendants,
        needed: all.some((object) => isNeeded(caches, object)),
        remembered: isRemembered(caches, root),
        claimed: all.some(({ metadata }) => nodes.byIndex(byClaim, metadata.uid).length > 0),
      };
    },
    elderOf: (object) => ofMemory(caches, object).filter((other) => other.metadata.uid !== object.metadata.uid),
  };
}

/** What it is found by if it remembers what was tried. */
function memoryOf({ metadata, status }: Anomaly): string[] {
  const remembers = isAnomalyOver({ status }) && status?.finishedAt !== undefined && (status.history ?? []).length > 0;
  return remembers && status.fingerprint !== undefined ? [`${metadata.namespace}/${status.fingerprint}`] : [];
}

function ofMemory({ anomalies }: Pick<Caches, 'anomalies'>, object: EngineObject): Anomaly[] {
  return object.kind === 'Anomaly' ? memoryOf(object).flatMap((memory) => anomalies.byIndex(byMemory, memory)) : [];
}

/** Whether nothing newer remembers the same. */
function isRemembered(caches: Pick<Caches, 'anomalies'>, root: EngineObject): boolean {
  const ends = ({ status }: Pick<EngineObject, 'status'>): number => Date.parse(status?.finishedAt ?? '');
  const all = ofMemory(caches, root);
  return all.length > 0 && all.every((other) => ends(other) <= ends(root));
}

function ownersOf({ metadata }: EngineObject): string[] {
  return (metadata.ownerReferences ?? []).map(({ uid }) => uid);
}

/**
 * Only plans and actions have an owner of ours, so that references lead nowhere in a circle. What somebody else's controller owns is no root
 * either: it would make it again, and what it asks for would be done again each time.
 */
function rootOf({ anomalies, plans }: Pick<Caches, 'anomalies' | 'plans'>, object: EngineObject): EngineObject | undefined {
  const owner = controllerOf(object);
  if (!owner) return object;
  if (!owner.apiVersion.startsWith(`${group}/`)) return undefined;
  if (object.kind === 'Anomaly') return object;
  const plan = object.kind === 'RemediationAction' ? plans.getByUid(owner.uid) : undefined;
  return plan ? rootOf({ anomalies, plans }, plan) : anomalies.getByUid(owner.uid);
}

/** Everything that the garbage collector takes with it, however many owners it has besides. */
function descendantsOf({ plans, actions }: Caches, { metadata }: EngineObject): EngineObject[] {
  const children = [...plans.byIndex(byOwner, metadata.uid), ...actions.byIndex(byOwner, metadata.uid)];
  return [...children, ...children.flatMap((child) => actions.byIndex(byOwner, child.metadata.uid))];
}

/** Whether something unfinished has still to read how it ended: it would take a deleted one for one that did nothing, and do it again. */
function isNeeded(caches: Caches, object: EngineObject): boolean {
  const { kind, metadata } = object;
  const reference = targetString({ kind, namespace: metadata.namespace, name: metadata.name });
  return (
    caches.anomalies.byIndex(byAwaited, reference).length > 0 ||
    caches.actions.byIndex(byAwaited, reference).some((loser) => isOfUnfinishedPlan(caches, loser)) ||
    (object.kind === 'RemediationAction' && groupsUnfinished(caches, object))
  );
}

function isOfUnfinishedPlan({ plans }: Caches, action: RemediationAction): boolean {
  const plan = plans.getByUid(controllerOf(action)?.uid ?? '');
  return plan !== undefined && !isPlanOver(plan);
}

function groupsUnfinished({ anomalies }: Caches, action: RemediationAction): boolean {
  const members = foundGroups(action).flatMap((found) => found.members.map(({ uid }) => anomalies.getByUid(uid)));
  return members.some((member) => member !== undefined && !isAnomalyOver(member));
}
