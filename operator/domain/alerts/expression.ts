import { parser } from '@prometheus-io/lezer-promql';
import type { Labels } from './labels.ts';

/** What the rule of an alert asks Prometheus for. */
export interface Expression {
  /** Names of the metrics that are measured, in the order in which they stand there; without those that only narrow them down. */
  readonly metrics: readonly string[];
  /** The first value that a label of what is measured must have, exactly. */
  readonly selected: ReadonlyMap<string, string>;
}

type Syntax = ReturnType<typeof parser.parse>['topNode'];

const nothing: Expression = { metrics: [], selected: new Map() };

/** The expression that Prometheus names in the address of an alert, as far as that was kept; of nothing where it names none. */
export function expressionOf(labels: Labels): Expression {
  const [, query = ''] = /\?(.*)/s.exec(labels.get('generatorurl') ?? '') ?? [];
  const text = new URLSearchParams(query).get('g0.expr'); // takes an address that was cut within a character, too
  return text === null ? nothing : expressionIn(text);
}

/** What an expression asks for; what is no expression asks for nothing in particular. */
export function expressionIn(text: string): Expression {
  const metrics = new Set<string>();
  const selected = new Map<string, string>();
  parser.parse(text).iterate({
    enter({ node }) {
      if (isNarrowing(node)) return false;
      const metric = node.name === 'VectorSelector' ? textOf(text, node, 'Identifier') : undefined;
      if (metric !== undefined) metrics.add(metric);
      const pair = node.name === 'UnquotedLabelMatcher' ? exactPair(text, node) : undefined;
      if (pair?.label === '__name__') metrics.add(pair.value);
      else if (pair && !selected.has(pair.label)) selected.set(pair.label, pair.value);
      return true;
    },
  });
  return { metrics: [...metrics], selected };
}

/** Whether it stands behind `and` or `unless`, which let pass what stands before them and add nothing to it. */
function isNarrowing({ from, parent }: Syntax): boolean {
  const operator = parent?.getChild('And') ?? parent?.getChild('Unless');
  return operator !== null && operator !== undefined && from > operator.from;
}

/** What a matcher lets a label be, if that is one value, and its text needs no escapes. */
function exactPair(text: string, matcher: Syntax): { label: string; value: string } | undefined {
  if (!matcher.getChild('MatchOp')?.getChild('EqlSingle')) return undefined;
  const label = textOf(text, matcher, 'LabelName');
  const [, , value] = /^(["'`])([^"'`\\]+)\1$/.exec(textOf(text, matcher, 'StringLiteral') ?? '') ?? [];
  return label === undefined || value === undefined ? undefined : { label, value };
}

function textOf(text: string, node: Syntax, name: string): string | undefined {
  const found = node.getChild(name);
  return found ? text.slice(found.from, found.to) : undefined;
}
