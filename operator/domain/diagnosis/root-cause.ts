import type { Evidence, RootCause, Target } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { isAcquitted, judgedBy, type Acquittal, type Weighed } from './blame.ts';
import type { Hit } from './hits.ts';
import { compareLayers } from './layers.ts';
import { managedBy } from './links.ts';

const mostFacts = 20;
const mostNames = 5;

/**
 * The hit that the others come from. Nodes that do not account for what fails on them are out of it. Of the rest it is the lowest layer, in it
 * what most others stand on that suffer, and of those what was broken first.
 */
export function rootCauseOf(hits: readonly Hit[], weighed: Weighed): RootCause | undefined {
  const burden = burdens(hits, weighed);
  const ranked = hits.toSorted(
    (a, b) => compareLayers(a.layer, b.layer) || (burden.get(b)?.length ?? 0) - (burden.get(a)?.length ?? 0) || byTime(a, b),
  );
  const cause = ranked.find((hit) => !isAcquitted(hit, weighed)) ?? ranked[0];
  if (!cause) return undefined;
  const evidence = [
    ...cause.evidence,
    ...burdenFact(cause, burden.get(cause) ?? []),
    ...spreadFact(cause, weighed),
    ...acquittals(cause, weighed),
    ...ranked.filter((hit) => hit !== cause).flatMap((hit) => hit.evidence),
  ];
  return { layer: cause.layer, target: cause.target, evidence: evidence.slice(0, mostFacts) };
}

function byTime(a: Hit, b: Hit): number {
  const [first, second] = [a, b].map(({ since }) => (since === undefined ? Number.POSITIVE_INFINITY : Date.parse(since)));
  return first === second || first === undefined || second === undefined ? 0 : first - second;
}

/** For each hit, the other objects that are hit and stand on it, directly or not. */
function burdens(hits: readonly Hit[], weighed: Weighed): ReadonlyMap<Hit, readonly Target[]> {
  const above = new Map<string, string[]>();
  for (const [upper, lower] of supports(hits, weighed)) above.set(lower, [...(above.get(lower) ?? []), upper]);
  const suffering = new Map(hits.map(({ target }) => [targetKey(target), target]));
  return new Map(
    hits.map((hit) => {
      const own = targetKey(hit.target);
      const reached = new Set([own]);
      for (const key of reached) for (const upper of above.get(key) ?? []) reached.add(upper);
      return [hit, [...reached].filter((key) => key !== own).flatMap((key) => suffering.get(key) ?? [])];
    }),
  );
}

/** What suffers with what: keys of an object and of what it stands on. An Application is as ill as what it manages, not the other way round. */
function supports(hits: readonly Hit[], weighed: Weighed): [upper: string, lower: string][] {
  const linked = weighed.world.links.map(({ from, to, via }): [string, string] =>
    via === managedBy ? [targetKey(to), targetKey(from)] : [targetKey(from), targetKey(to)],
  );
  const placed = hits.flatMap((hit) =>
    judgedBy(hit, weighed).guilty.map(({ seen }): [string, string] => [targetKey(seen.target), targetKey(hit.target)]),
  );
  return [...linked, ...placed];
}

function burdenFact({ target }: Hit, standing: readonly Target[]): Evidence[] {
  if (standing.length === 0) return [];
  return [{ what: `what stands on it suffers too: ${listed(standing.map(targetString))}`, where: targetString(target) }];
}

/** Pods that fail wherever they run speak for what they are made of. */
function spreadFact(cause: Hit, { world, byNode, sufferings }: Weighed): Evidence[] {
  const own = sufferings.find(({ seen }) => targetKey(seen.target) === targetKey(cause.target));
  const on = new Set(own?.sick.filter(({ words }) => words.length > 0).map(({ node }) => node));
  const healthy = world.nodes.map(({ metadata }) => metadata.name).filter((name) => on.has(name) && !byNode.has(name));
  if (healthy.length === 0) return [];
  return [{ what: `its pods fail on nodes that are healthy: ${listed(healthy)}`, where: targetString(cause.target) }];
}

const acquitted: Readonly<Record<Acquittal, string>> = {
  later: 'began only after what runs there had failed',
  elsewhere: 'does not account for what fails there, since that fails elsewhere or by itself too',
};

/** Why nodes that are ill too are not the cause. */
function acquittals(cause: Hit, weighed: Weighed): Evidence[] {
  const others = weighed.ill.filter(({ target }) => targetKey(target) !== targetKey(cause.target));
  return others.flatMap((hit) =>
    judgedBy(hit, weighed)
      .acquitted.slice(0, 1)
      .map(({ why }) => ({
        what: `${hit.words.join(', ')} ${acquitted[why]}`,
        where: targetString(hit.target),
        ...(hit.since !== undefined && { since: hit.since }),
      })),
  );
}

function listed(names: readonly string[]): string {
  const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.slice(0, mostNames).join(', ')}${rest}`;
}
