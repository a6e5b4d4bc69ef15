import type { Values } from './rows.ts';

/** What a rule says about itself. */
export interface RuleText {
  readonly expr: string;
  readonly labels: Values;
  readonly texts: readonly string[];
}

/** What Prometheus adds to all that it fetches from a pod. */
const scraped = ['namespace', 'pod', 'container', 'service', 'endpoint', 'instance'];
const ofPods = new Set(['pod', 'container']);
/** Not fetched from pods. */
const podless = /^(kubelet|apiserver)$/;
const aggregation = /^[\s(\d.*-]*(sum|min|max|count|avg|group|topk|stdvar|histogram_quantile)\b/;
const aggregatedWithout = /^[\s(\d.*-]*[a-z]+\s+without\b/;
const values: Values = {
  namespace: 'shop',
  node: 'worker-1',
  exported_node: 'worker-1',
  instance: 'worker-1:9100',
  pod: 'web-5d4f8c7b9-x2x7z',
};

/**
 * The labels that an alert of the rule will carry, with made up values: what it sets itself, what its texts quote, what the outermost
 * aggregation keeps, and without one all that a fetched sample has.
 */
export function carriedLabels({ expr, labels, texts }: RuleText): Values {
  const query = expr.replaceAll(/^\s*#.*$/gm, '');
  const quoted = texts.flatMap((text) => [...text.matchAll(/\$labels\.([a-zA-Z_]+)/g)].map(([, name]) => name ?? ''));
  const names = new Set([...quoted, ...keptLabels(query)]);
  const selected = selectedValues(query);
  const source = { job: selected['job'], isOfPods: /\b(kube_pod|container|kubelet_volume)_/.test(query) };
  const made = [...names].map((name) => [name, selected[name] ?? valueOf(name, source)] as const);
  return { ...Object.fromEntries(made), ...labels };
}

function keptLabels(query: string): readonly string[] {
  if (/^\s*vector\(/.test(query)) return [];
  if (/^\s*absent\(/.test(query)) return ['job'];
  if (aggregation.test(query) && !aggregatedWithout.test(query)) return groupedBy(query);
  return [...objectLabel(query), ...fetchedLabels(selectedValues(query)['job'])];
}

function groupedBy(query: string): readonly string[] {
  const [, names = ''] = /\bby\s*\(([^)]*)\)/i.exec(query) ?? [];
  return names.split(',').flatMap((name) => name.trim() || []);
}

function objectLabel(query: string): readonly string[] {
  const [, kind] = /\bkube_(pod|node|deployment|statefulset|daemonset|job)_/.exec(query) ?? [];
  if (kind === undefined) return [];
  return kind === 'job' ? ['job_name'] : [kind];
}

function fetchedLabels(job: string | undefined): readonly string[] {
  if (job === undefined) return [];
  return ['job', ...(podless.test(job) ? scraped.filter((label) => !ofPods.has(label)) : scraped)];
}

/** A text of the rule as an alert with these labels shows it; what it works out is left out. */
export function shownWith(labels: Values, text: string): string {
  return text
    .replaceAll(/\{\{-?\s*\$labels\.(\w+)\s*-?\}\}/g, (_, name: string) => String(labels[name] ?? ''))
    .replaceAll(/\{\{.*?\}\}/gs, '');
}

/** Values that the query asks for; the first of several. */
function selectedValues(query: string): Readonly<Record<string, string>> {
  const found = [...query.matchAll(/\b([a-z_]+)\s*=~?\s*(["'])([^"']+)\2/g)];
  const usual = found.map(([, name = '', , value = '']) => [name, value.replace(/\|.*$/s, '')] as const);
  return Object.fromEntries(usual.filter(([, value]) => /^[a-zA-Z0-9_-]+$/.test(value)).toReversed());
}

interface Source {
  readonly job: string | undefined;
  readonly isOfPods: boolean;
}

/** Who measures runs in its own pod, and says nothing of it where it measures pods. */
function valueOf(name: string, { job, isOfPods }: Source): string | number {
  const own = job === undefined || isOfPods ? undefined : ownValue(name, job);
  return own ?? values[name] ?? `some-${name.replaceAll('_', '-')}`;
}

function ownValue(name: string, job: string): string | undefined {
  if (name === 'pod') return `${job}-x2x7z`;
  if (name === 'service') return job;
  return name === 'namespace' && /^(kube-(?!state)|kubelet)/.test(job) ? 'kube-system' : undefined;
}
