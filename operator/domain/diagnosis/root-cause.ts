import type { Evidence, RootCause } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { followsDependant, type Hit } from './hits.ts';
import { compareLayers } from './layers.ts';
import type { SeenWorld } from './seen.ts';

const mostFacts = 20;

/**
 * The hit that the others come from: of what did not begin after something that stands on it, the lowest layer, and in it what was
 * broken first.
 */
export function rootCauseOf(hits: readonly Hit[], world: SeenWorld): RootCause | undefined {
  const ranked = hits.toSorted((a, b) => compareLayers(a.layer, b.layer) || byTime(a, b));
  const cause = ranked.find((hit) => !followsDependant(hit, world)) ?? ranked[0];
  if (!cause) return undefined;
  const later = ranked.filter((hit) => hit !== cause && followsDependant(hit, world)).map(laterFact);
  const evidence = [...cause.evidence, ...later, ...ranked.filter((hit) => hit !== cause).flatMap((hit) => hit.evidence)];
  return { layer: cause.layer, target: cause.target, evidence: evidence.slice(0, mostFacts) };
}

function byTime(a: Hit, b: Hit): number {
  const [first, second] = [a, b].map(({ since }) => (since === undefined ? Number.POSITIVE_INFINITY : Date.parse(since)));
  return first === second || first === undefined || second === undefined ? 0 : first - second;
}

function laterFact({ target, words, since }: Hit): Evidence {
  return {
    what: `${words.join(', ')} began only after what runs there had failed`,
    where: targetString(target),
    ...(since ? { since } : {}),
  };
}
