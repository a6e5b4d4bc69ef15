import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import type { Cluster, KubeObject } from '../harness/cluster.ts';
import { helm, type HelmVersion } from '../harness/helm.ts';

/** The chart. */
export const chart = join(import.meta.dirname, '../../charts/coordination-engine');

/** The release that docs/helm.md installs. */
export const release = 'coordination-engine';

/** Where config/ installs, and the chart by its documents. */
export const namespace = usualNamespace;

const policyKind = 'coordination.selfheal.dev/v1alpha1/RemediationPolicy';

/** How a chart is rendered. */
export interface Rendering {
  readonly version?: HelmVersion;
  readonly into?: string;
  /** Whether the kinds are there already; true unless told. */
  readonly served?: boolean;
}

/** What helm would install with these values, hooks included but for tests. */
export async function render(
  cluster: Cluster,
  values: object,
  { version, into = namespace, served = true }: Rendering = {},
): Promise<KubeObject[]> {
  const known = served ? ['--api-versions', policyKind] : [];
  const text = await withValues(cluster, values, (file) =>
    helm(cluster, ['template', release, chart, '--namespace', into, '--values', file, '--skip-tests', ...known], version),
  );
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}

/** What is done with a file of these values, which is gone afterwards. */
export async function withValues<T>(cluster: Cluster, values: object, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(cluster.dir, 'values-'));
  const file = join(folder, 'values.json');
  try {
    await writeFile(file, JSON.stringify(values));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Variable {
  readonly name: string;
}

interface Comparable extends KubeObject {
  readonly spec?: { readonly template?: { readonly spec?: { readonly containers?: readonly { readonly env?: readonly Variable[] }[] } } };
}

/** Objects by kind, namespace and name, without what only helm says: its labels and annotations; variables in the order of their names. */
export function comparable(objects: readonly KubeObject[]): Record<string, object> {
  const named = objects.map((object) => {
    const { kind, metadata } = object;
    return [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, withoutHelms(object)] as const;
  });
  if (new Set(named.map(([name]) => name)).size !== named.length) throw new Error('an object is there twice');
  return Object.fromEntries(named);
}

function withoutHelms(object: Comparable): object {
  const { labels, annotations, ...metadata } = object.metadata as KubeObject['metadata'] & { labels?: object; annotations?: object };
  const own = (all: object = {}): object =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !/^(app\.kubernetes\.io|helm\.sh|meta\.helm\.sh)\//.test(name)));
  const settled = { ...object, metadata: { ...metadata, labels: own(labels), annotations: own(annotations) } };
  const [container, ...others] = object.spec?.template?.spec?.containers ?? [];
  if (!container || others.length > 0) return settled;
  const env = container.env?.toSorted((one, other) => one.name.localeCompare(other.name));
  const template = object.spec?.template;
  return {
    ...settled,
    spec: { ...object.spec, template: { ...template, spec: { ...template?.spec, containers: [{ ...container, env }] } } },
  };
}
