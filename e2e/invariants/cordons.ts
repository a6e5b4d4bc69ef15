import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import { engineUser, type AuditEntry } from '../harness/audit.ts';
import type { Version } from '../harness/history.ts';
import { annotation, isOver } from './engine-objects.ts';
import { textAt } from './fields.ts';
import type { Invariant, Observation, Violation } from './observation.ts';
import { isGone, latest, nameOf, timelines, type SeenNode, type Timeline } from './timeline.ts';

/** How long a claim may outlive the end of its owner. */
export const releaseMs = 30_000;

/** A claim of an owner that has ended, on a node as it was last seen. */
export interface LeftClaim {
  readonly node: SeenNode;
  readonly owner: RemediationPlan | RemediationAction;
}

/** 11: half a minute after its plan or lone action has ended no node has its claim, unless the rollback failed and a person has to look. */
export const cordonsEnd: Invariant = (seen) => [
  ...leftClaims(seen)
    .filter(({ owner }) => seen.endedAt - endOf(owner) > releaseMs)
    .map(({ node, owner }) => ({
      invariant: 11,
      object: nameOf(node),
      message: `it is still claimed by ${nameOf(owner)}, which has ended`,
    })),
  ...stillCordoned(seen),
];

/** The claims whose owner has ended. */
export function leftClaims({ history }: Pick<Observation, 'history'>): LeftClaim[] {
  const owners = ownersIn(history);
  return timelines(history, 'Node').flatMap((life) => {
    const node = latest(life);
    const claim = node?.metadata.annotations?.[annotation.claim];
    const owner = owners.find(({ metadata }) => metadata.uid === claim);
    if (!node || isGone(life) || !owner || !isOver(owner) || owner.status?.phase === 'RollbackFailed') return [];
    return [{ node, owner }];
  });
}

function ownersIn(history: readonly Version[]): (RemediationPlan | RemediationAction)[] {
  return [...timelines(history, 'RemediationPlan'), ...timelines(history, 'RemediationAction')].flatMap(
    (life: Timeline<RemediationPlan> | Timeline<RemediationAction>) => life.at(-1)?.object ?? [],
  );
}

function endOf({ status }: RemediationPlan | RemediationAction): number {
  return Date.parse(status?.finishedAt ?? '');
}

/** A plan that was rolled back or failed leaves no cordon of its own, whatever became of the claim. */
function stillCordoned({ history }: Observation): Violation[] {
  const owners = ownersIn(history).filter(({ status }) => status?.phase === 'RolledBack' || status?.phase === 'Failed');
  return timelines(history, 'Node').flatMap((life) => {
    const node = latest(life);
    const owner = owners.find(({ metadata }) => metadata.uid === cordonOf(life));
    if (!node || !owner || isGone(life) || marksOn(node)[annotation.claim] !== undefined) return [];
    return [{ invariant: 11, object: nameOf(node), message: `it is still cordoned by ${nameOf(owner)}, which undid what it did` }];
  });
}

const marksOn = ({ metadata }: SeenNode): Readonly<Record<string, string>> => metadata.annotations ?? {};
const isCordoned = (node: SeenNode | undefined): boolean => node?.spec?.unschedulable ?? false;

/** Who made the cordon that the node has, if the node was schedulable before and the maker says so. */
function cordonOf(life: Timeline<SeenNode>): string | undefined {
  if (!isCordoned(latest(life))) return undefined;
  const begun = life.findLast(({ object }, index) => isCordoned(object) && !isCordoned(life[index - 1]?.object));
  const marks = begun ? marksOn(begun.object) : {};
  return marks[annotation.wasUnschedulable] === 'false' ? marks[annotation.claim] : undefined;
}

/** 12: the engine lifts no cordon that it did not make. */
export const foreignCordons: Invariant = ({ history, audit }) =>
  timelines(history, 'Node').flatMap((life) =>
    life
      .filter(({ rv, object }, index) => !isCordoned(object) && isCordoned(life[index - 1]?.object) && isByEngine(audit, rv))
      .filter(({ rv }) => !isOurs(life, rv, audit))
      .map(({ rv, object }) => ({
        invariant: 12,
        object: nameOf(object),
        message: `at ${rv} the engine lifted a cordon that was not its own`,
      })),
  );

/** Whether the cordon that a write lifts was made by the engine. */
function isOurs(life: Timeline<SeenNode>, liftedAt: number, audit: readonly AuditEntry[]): boolean {
  const made = life.findLastIndex(({ rv, object }, index) => rv < liftedAt && isCordoned(object) && !isCordoned(life[index - 1]?.object));
  const moment = life[made];
  return moment !== undefined && (isByEngine(audit, moment.rv) || bringsClaim(life, made));
}

function isByEngine(audit: readonly AuditEntry[], rv: number): boolean {
  return audit.some(
    (entry) =>
      entry.user === engineUser && entry.resource === 'nodes' && textAt(entry.responseObject, 'metadata', 'resourceVersion') === String(rv),
  );
}

/** An API server that is killed may not have told of a write that it made; nobody else cordons and claims in one. */
function bringsClaim(life: Timeline<SeenNode>, index: number): boolean {
  const [was, is] = [life[index - 1], life[index]].map((moment) => moment && marksOn(moment.object)[annotation.claim]);
  return is !== undefined && is !== was;
}
