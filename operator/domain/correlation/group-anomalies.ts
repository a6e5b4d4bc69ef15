/** How an anomaly hangs on a resource, the strongest tie first: it is believed to come from it, belongs to it, or runs on it. */
export const tieKinds = ['rootCause', 'owner', 'node'] as const;

export type TieKind = (typeof tieKinds)[number];

/** One resource that an anomaly hangs on. */
export interface Tie {
  readonly kind: TieKind;
  /** Equal for the same resource only. */
  readonly key: string;
  /** For people, as kind/namespace/name. */
  readonly resource: string;
}

/** What correlation has to know of an open anomaly. */
export interface Suspect {
  readonly name: string;
  readonly uid: string;
  /** When what it reports began, in milliseconds. */
  readonly since: number;
  readonly ties: readonly Tie[];
}

/** Anomalies that are believed to have one cause. */
export interface Group {
  readonly cause: string;
  /** The strongest tie between the cause and any of them. */
  readonly tie: TieKind;
  /** At least two, the earliest first. */
  readonly members: readonly Pick<Suspect, 'name' | 'uid'>[];
}

/**
 * Groups anomalies that hang on one resource and began close together: each within the window of the one before it. An anomaly is in one
 * group at most: that of the resource which is somebody's root cause before one that only owns, and that before a node; then that of more
 * anomalies. What the order of the input is does not matter.
 */
export function groupAnomalies(suspects: readonly Suspect[], windowSeconds: number): Group[] {
  const taken = new Set<string>();
  const groups = candidatesAmong(suspects, windowSeconds).flatMap((candidate) => {
    const free = candidate.members.filter(({ uid }) => !taken.has(uid));
    const sessions = sessionsOf(free, windowSeconds).filter(({ length }) => length > 1);
    for (const { uid } of sessions.flat()) taken.add(uid);
    return sessions.map((members) => groupOf(candidate.key, members));
  });
  return groups.toSorted((a, b) => b.members.length - a.members.length || compare(a.cause, b.cause) || compareMembers(a, b));
}

interface Candidate {
  readonly key: string;
  readonly rank: number;
  readonly members: readonly Suspect[];
}

function candidatesAmong(suspects: readonly Suspect[], windowSeconds: number): Candidate[] {
  const byKey = new Map<string, Set<Suspect>>();
  for (const suspect of suspects.toSorted(byTime)) {
    for (const { key } of suspect.ties) byKey.set(key, (byKey.get(key) ?? new Set()).add(suspect));
  }
  const candidates = [...byKey].flatMap(([key, members]) =>
    sessionsOf([...members], windowSeconds)
      .filter(({ length }) => length > 1)
      .map((session) => ({ key, rank: rankOf(key, session), members: session })),
  );
  return candidates.toSorted(
    (a, b) => a.rank - b.rank || b.members.length - a.members.length || compare(a.key, b.key) || startOf(a) - startOf(b),
  );
}

/** Runs of anomalies with no gap longer than the window; they come in the order of their beginning. */
function sessionsOf(ordered: readonly Suspect[], windowSeconds: number): Suspect[][] {
  const sessions: Suspect[][] = [];
  let last: Suspect | undefined;
  for (const suspect of ordered) {
    if (last && suspect.since - last.since <= windowSeconds * 1000) sessions.at(-1)?.push(suspect);
    else sessions.push([suspect]);
    last = suspect;
  }
  return sessions;
}

function groupOf(key: string, members: readonly Suspect[]): Group {
  const ties = members.flatMap((member) => member.ties.filter((tie) => tie.key === key));
  const strongest = ties.toSorted((a, b) => rank(a) - rank(b) || compare(a.resource, b.resource))[0];
  return {
    cause: strongest?.resource ?? key,
    tie: strongest?.kind ?? 'node',
    members: members.map(({ name, uid }) => ({ name, uid })),
  };
}

function rankOf(key: string, members: readonly Suspect[]): number {
  return Math.min(...members.flatMap((member) => member.ties.filter((tie) => tie.key === key).map(rank)));
}

const rank = ({ kind }: Tie): number => tieKinds.indexOf(kind);
const startOf = ({ members }: Candidate): number => members[0]?.since ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byTime = (a: Suspect, b: Suspect): number => a.since - b.since || compare(a.uid, b.uid);
const compareMembers = (a: Group, b: Group): number => compare(a.members[0]?.uid ?? '', b.members[0]?.uid ?? '');
