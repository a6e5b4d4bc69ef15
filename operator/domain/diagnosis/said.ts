import type { Report } from '../alerts/layers-from-report.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { layerOfKind } from './layers.ts';
import { seenIn, type Hit } from './hits.ts';
import { updating } from './node-state.ts';
import { plainTarget, type SeenTarget, type SeenWorld } from './seen.ts';

interface Saying {
  readonly word: string;
  readonly what: string;
  /** What can suffer from it. */
  readonly kinds: readonly SeenTarget['kind'][];
  /** Words of a report that says so. */
  readonly words: RegExp;
  /** Whether it counts with what was found. */
  readonly counts: (hits: readonly Hit[]) => boolean;
}

/** What no object of the cluster tells, so that only the report can. */
const sayings: readonly Saying[] = [
  {
    word: 'StorageFull',
    what: 'the report says that it is full or will be soon',
    kinds: ['claim', 'volume'],
    words: /\b(full|filling|inodes?|space|usage)\b/,
    counts: () => true,
  },
  {
    word: 'Latency',
    what: 'the report says that its answers take long',
    kinds: ['workload', 'service', 'application', 'pod'],
    words: /\b(latency|slow|slower|slowness|response time)\b/,
    counts: (hits) => hits.some(({ words }) => words.includes(updating)),
  },
];

/**
 * The hits with what the report alone can say of the targets. Answers that take long count only where the configuration beneath changes:
 * otherwise nothing would show that anything is wrong.
 */
export function withSayings(hits: readonly Hit[], world: SeenWorld, report: Report): Hit[] {
  const text = spoken(report);
  const said = sayings
    .filter((saying) => saying.words.test(text) && saying.counts(hits))
    .flatMap((saying) => world.targets.filter(({ kind }) => saying.kinds.includes(kind)).map((seen) => hitOf(seen, saying)));
  const known = new Map(hits.map((hit) => [targetKey(hit.target), hit]));
  const added = new Map(said.map((hit) => [targetKey(hit.target), hit]));
  const merged = hits.map((hit) => joined(hit, added.get(targetKey(hit.target))));
  return [...merged, ...[...added].flatMap(([key, hit]) => (known.has(key) ? [] : [hit]))];
}

function hitOf({ target }: SeenTarget, { word, what }: Saying): Hit {
  const where = targetString(target);
  return { layer: layerOfKind(target.kind), target: plainTarget(target), words: [word], evidence: [{ what, where }] };
}

function joined(hit: Hit, more: Hit | undefined): Hit {
  if (!more) return hit;
  return { ...hit, words: [...new Set([...hit.words, ...more.words])], evidence: [...hit.evidence, ...more.evidence] };
}

/** What the report is called and says, in small letters, names in one word taken apart. */
function spoken({ type, description = '', details }: Report): string {
  const called = [type, details?.['alertname'] ?? '', details?.['summary'] ?? '', description].map(String).join(' ');
  return called
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ');
}

/** The targets that do not exist, where nothing is there to be judged in their place. */
export function missingIn(world: SeenWorld): readonly SeenTarget[] {
  return seenIn(world).filter(({ kind }) => kind === 'missing');
}
