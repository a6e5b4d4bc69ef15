import type { Labels } from './labels.ts';

/** What the rule of an alert asks Prometheus for. */
export interface Expression {
  /** Names of the metrics, in the order in which they stand there: what is measured comes before what only narrows it down. */
  readonly metrics: readonly string[];
  /** The first value that a label must have, exactly. */
  readonly selected: ReadonlyMap<string, string>;
}

const nothing: Expression = { metrics: [], selected: new Map() };

/** The expression that Prometheus names in the address of an alert, as far as that was kept; of nothing where it names none. */
export function expressionOf(labels: Labels): Expression {
  const [, encoded] = /[?&]g0\.expr=([^&]*)/.exec(labels.get('generatorurl') ?? '') ?? [];
  if (encoded === undefined) return nothing;
  // Unlike decodeURIComponent, this takes what was cut within a character.
  return expressionIn(new URLSearchParams(`expr=${encoded}`).get('expr') ?? '');
}

const quotedOrComment = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|#[^\n]*/g;
const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)?/gi;
const selectorOrRange = /\{[^}]*\}?|\[[^\]]*\]?/g;
const word = /(?<![\w:.])([a-zA-Z_:][\w:]*)\s*(\(?)/g;
const operators = /^(?:and|or|unless|bool|offset|atan2|by|without|on|ignoring|group_left|group_right|inf|nan)$/i;

/** What an expression asks for; what is no expression asks for nothing in particular. */
export function expressionIn(text: string): Expression {
  const bare = text.replaceAll(quotedOrComment, ' ').replaceAll(grouping, ' ').replaceAll(selectorOrRange, ' ');
  const words = [...bare.matchAll(word)].flatMap(([, name = '', call]) => (call === '' && !operators.test(name) ? [name] : []));
  const pairs = [...text.matchAll(/(?<!\w)([a-zA-Z_]\w*)\s*=\s*(["'])([^"'\\]+)\2/g)].map(
    ([, label = '', , value = '']) => [label, value] as const,
  );
  return { metrics: [...new Set(words)], selected: new Map(pairs.toReversed()) };
}
