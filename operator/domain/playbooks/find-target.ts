import type { PlaybookTarget } from '../../api/generated/playbook.ts';
import type { Target } from '../../api/generated/types.ts';
import { targetString, usualApiVersion } from '../../api/target.ts';
import { madeBy } from '../diagnosis/relief.ts';
import { suspectOf, type Situation } from './situation.ts';

const workloadKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

type Finding = (situation: Situation) => Target | undefined;

const findings: Readonly<Record<PlaybookTarget, Finding>> = {
  itself: ({ target }) => target,
  report: ({ nothingElse, target, reported }) => (nothingElse ? target : reported),
  cause: suspectOf,
  node: (situation) => (situation.target.kind === 'Node' ? situation.target : beneath(situation, ({ kind }) => kind === 'Node')),
  pool: (situation) => beneath(situation, ({ kind }) => kind === 'MachineConfigPool'),
  machines: (situation) => beneath(situation, (_target, via) => via === madeBy),
  owner: (situation) => beneath(situation, (_target, via) => via === 'ownerReference'),
  workload: (situation) => (workloadKinds.has(situation.target.kind) ? situation.target : workloadOf(situation)),
  application: (situation) => beneath(situation, ({ kind }) => kind === 'Application'),
};

/** What a step is done to; undefined when nothing of that sort was found. */
export function findTarget(wanted: PlaybookTarget, situation: Situation): Target | undefined {
  return findings[wanted](situation);
}

type Wanted = (target: Target, via: string | undefined) => boolean;

/** The nearest that is wanted of what the object stands on, however many steps down. */
function beneath(situation: Situation, isWanted: Wanted): Target | undefined {
  return walk(situation, isWanted, ({ from, to }) => [from, to]);
}

/** A Service or a claim is what a workload stands on: it is found beneath the object or, failing that, above it. */
function workloadOf(situation: Situation): Target | undefined {
  const isWorkload: Wanted = ({ kind }) => workloadKinds.has(kind);
  return beneath(situation, isWorkload) ?? walk(situation, isWorkload, ({ from, to }) => [to, from]);
}

type Direction = (edge: { readonly from: string; readonly to: string }) => readonly [string, string];

function walk({ target, diagnosis }: Situation, isWanted: Wanted, direction: Direction): Target | undefined {
  const known = new Map(diagnosis.impactedResources.map((one) => [targetString(one.target), one.target]));
  const visited = new Set([targetString(target)]);
  for (const here of visited) {
    const edges = diagnosis.dependencies.filter((edge) => direction(edge)[0] === here);
    const found = edges
      .map((edge) => ({ via: edge.via, at: known.get(direction(edge)[1]) ?? named(direction(edge)[1]) }))
      .find(({ at, via }) => at !== undefined && isWanted(at, via));
    if (found) return found.at;
    for (const edge of edges) visited.add(direction(edge)[1]);
  }
  return undefined;
}

/** The object that the graph names by kind, namespace and name; undefined for a kind of which the group is not known. */
function named(text: string): Target | undefined {
  const [kind = '', ...rest] = text.split('/');
  const name = rest.at(-1);
  const apiVersion = usualApiVersion(kind);
  if (name === undefined || apiVersion === undefined) return undefined;
  return { apiVersion, kind, ...(rest.length > 1 && { namespace: rest[0] }), name };
}
