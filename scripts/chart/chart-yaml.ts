import { parseAllDocuments, stringify } from 'yaml';
import { type Crd, kindOf, schemaOf } from '../schema/crd.ts';
import type { Tree } from './tree.ts';

interface Package {
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

interface Sample {
  readonly apiVersion: string;
}

/** Chart.yaml, with what Artifact Hub shows of a chart. */
export function emitChartYaml(tree: Tree, crds: readonly Crd[]): string {
  const { version, description, license } = JSON.parse(tree.read('package.json')) as Package;
  const chart = {
    apiVersion: 'v2',
    name: 'coordination-engine',
    description,
    type: 'application',
    version,
    appVersion: version,
    kubeVersion: '>=1.31.0-0',
    keywords: ['remediation', 'self-healing', 'operator', 'incident', 'rollback'],
    annotations: annotationsOf({ tree, crds, license }),
  };
  return `# Made by \`npm run generate\`; do not edit.\n${stringify(chart, { lineWidth: 0 })}`;
}

function annotationsOf({ tree, crds, license }: { tree: Tree; crds: readonly Crd[]; license: string }): Record<string, string> {
  const block = (value: unknown): string => stringify(value, { lineWidth: 0 });
  return {
    'artifacthub.io/category': 'monitoring-logging',
    'artifacthub.io/license': license,
    'artifacthub.io/operator': 'true',
    'artifacthub.io/operatorCapabilities': 'Deep Insights',
    'artifacthub.io/prerelease': 'true',
    'artifacthub.io/crds': block(crds.map(crdOf)),
    'artifacthub.io/crdsExamples': block(examplesIn(tree)),
  };
}

function crdOf(crd: Crd): object {
  const { group, versions, names } = crd.spec;
  const [{ name: version }] = versions;
  const sentence = /^[^]*?[.](?=\s|$)/.exec(schemaOf(crd).description ?? '')?.[0] ?? kindOf(crd);
  return { kind: kindOf(crd), version, name: `${names.plural}.${group}`, displayName: kindOf(crd), description: sentence };
}

/** One sample of each kind of ours that the samples have. */
function examplesIn(tree: Tree): unknown[] {
  const files = tree.list('samples').filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const objects = files.flatMap((name) =>
    parseAllDocuments(tree.read(`samples/${name}`)).map((one) => one.toJS() as Sample & { kind: string }),
  );
  const ours = objects.filter(({ apiVersion }) => apiVersion.startsWith('coordination.selfheal.dev/'));
  return [...new Map(ours.toReversed().map((one) => [one.kind, one])).values()].toReversed();
}
