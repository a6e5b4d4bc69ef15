import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Layer } from '../../operator/api/generated/types.ts';
import { carriedLabels, shownWith } from './carried-labels.ts';

export type Values = Readonly<Record<string, string | number>>;

/** One alert, as a rule says that it will be or as it was once fired. */
export interface Row {
  readonly file: string;
  readonly alert: string;
  readonly labels: Values;
  readonly summary?: string;
  readonly description?: string;
  readonly expr?: string;
  readonly runbook?: string;
  /** What somebody else says of it, where somebody does. */
  readonly expected?: Layer;
}

interface Rule {
  readonly alert?: string;
  readonly expr?: string;
  readonly labels?: Values;
  readonly summary?: string | null;
  readonly description?: string | null;
  readonly runbook_url?: string | null;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly expected_layer?: Layer;
}

interface Matcher {
  readonly label: string;
  readonly values: readonly string[];
}

interface Matched {
  readonly our_layer: Layer;
  readonly components: readonly { readonly component: string; readonly match: readonly Matcher[] }[];
}

interface Content {
  /** Alerts with the layer that is expected of them. */
  readonly rows?: readonly Rule[];
  /** Rules, one after the other. */
  readonly alerts?: readonly Rule[];
  /** Alerts that fired. */
  readonly instances?: readonly Rule[];
  /** A Prometheus rule file, or a PrometheusRule. */
  readonly groups?: readonly { readonly rules?: readonly Rule[] }[];
  readonly spec?: Pick<Content, 'groups'>;
  /** Layers by names and labels. */
  readonly compute?: { readonly our_layer: Layer; readonly alertnames: readonly string[] };
  readonly core?: Matched;
  readonly workload?: Matched;
}

/** The files of rules in the folder, or else the sample beside this. */
export function ruleFiles(data: string): readonly string[] {
  if (!existsSync(data)) return [fileURLToPath(new URL('sample-rules.yaml', import.meta.url))];
  const names = readdirSync(data).filter((name) => /(layers|alerts|rules)\.json$/.test(name));
  return names.map((name) => join(data, name));
}

/** The alerts of a file: rules as JSON or YAML, fired alerts, or a table of layers by names and labels; none of a file with none of these. */
export function readRows(path: string): Row[] {
  const content = parse(readFileSync(path, 'utf8')) as Content;
  const file = basename(path);
  const groups = content.groups ?? content.spec?.groups ?? [];
  const rules = [...(content.alerts ?? []), ...groups.flatMap(({ rules: own = [] }) => own)];
  return [
    ...(content.rows ?? []).map((rule) => rowOf(file, rule, rule.labels ?? {})),
    ...(content.instances ?? []).map((rule) => rowOf(file, rule, rule.labels ?? {})),
    ...rules.filter(({ alert }) => alert !== undefined).map((rule) => rowOf(file, rule, carriedLabels(textsOf(rule)))),
    ...matchedRows(file, content),
  ];
}

const textsOf = ({ expr = '', labels = {}, summary, description, annotations = {} }: Rule) => ({
  expr,
  labels,
  texts: [summary, description, ...Object.values(annotations)].flatMap((text) => text ?? []),
});

function rowOf(file: string, rule: Rule, labels: Values): Row {
  const { alert = '', expr, annotations = {}, expected_layer: expected } = rule;
  const texts = [rule.summary ?? annotations['summary'], rule.description ?? annotations['description'] ?? annotations['message']];
  const [summary, description] = texts.map((text) => text && shownWith(labels, text));
  const runbook = rule.runbook_url ?? annotations['runbook_url'];
  return { file, alert, labels, summary, description, expr, runbook, expected };
}

/** One alert for each name and each value of a label that the table gives a layer. */
function matchedRows(file: string, { compute, core, workload }: Content): Row[] {
  const named = (compute?.alertnames ?? []).map((alert): Row => ({ file, alert, labels: {}, expected: compute?.our_layer }));
  const labelled = [core, workload].flatMap((group) =>
    (group?.components ?? []).flatMap(({ component, match }) =>
      match.flatMap(({ label, values }) => values.map((value) => matchedRow(file, { label, value }, layerOf(component, group)))),
    ),
  );
  return [...named, ...labelled];
}

function matchedRow(file: string, { label, value }: { label: string; value: string }, expected: Layer | undefined): Row {
  if (label !== 'alertname') return { file, alert: 'SomethingIsWrong', labels: { [label]: value }, expected };
  return { file, alert: value.replaceAll(/[^A-Za-z0-9]/g, ''), labels: {}, expected };
}

/** What configures the operating system of nodes belongs to the infrastructure, whichever operator does it. */
function layerOf(component: string, group: Matched | undefined): Layer | undefined {
  return component === 'machine-config' ? 'infrastructure' : group?.our_layer;
}
