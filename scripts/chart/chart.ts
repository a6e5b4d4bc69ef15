import { type Crd, kindOf, schemaAt, schemaOf } from '../schema/crd.ts';
import { emitChartYaml } from './chart-yaml.ts';
import { draft7Of } from './policy-schema.ts';
import { sizesIn, sizesTemplate } from './sizes.ts';
import { chartSources } from './sources.ts';
import { banner, templateOf } from './template.ts';
import { manifestsAt, type Tree } from './tree.ts';
import { emitValues, emitValuesSchema, emitValuesTable } from './values.ts';
import { valueRows } from './values-table.ts';

/** Where the chart is. */
export const chartFolder = 'charts/coordination-engine';

const readme = `${chartFolder}/README.md`;

/** Every file of the chart that config/, crds/, the samples and the settings determine, by its path from the repository's root. */
export function generatedChart(tree: Tree, crds: readonly Crd[]): Map<string, string> {
  const sizes = sizesIn(tree);
  const policy = crds.find((crd) => kindOf(crd) === 'RemediationPolicy');
  if (!policy) throw new Error('crds/ has no RemediationPolicy');
  const rows = valueRows({ tree, sizes: Object.keys(sizes), policySpec: draft7Of(schemaAt(schemaOf(policy), 'spec')) });
  const templates = chartSources(tree).map((source) => [`${chartFolder}/templates/${placeOf(source.path)}`, templateOf(source)] as const);
  return new Map([
    [`${chartFolder}/Chart.yaml`, emitChartYaml(tree, crds)],
    [`${chartFolder}/values.yaml`, emitValues(rows)],
    [`${chartFolder}/values.schema.json`, emitValuesSchema(rows)],
    [`${chartFolder}/templates/_sizes.tpl`, sizesTemplate(sizes)],
    [readme, withTable(tree.read(readme), emitValuesTable(rows))],
    ...templates,
  ]);
}

/** Templates that were made once, and whose source is gone. */
export function staleTemplates(tree: Tree, made: ReadonlyMap<string, string>): string[] {
  return manifestsAt(tree, `${chartFolder}/templates`).filter((path) => !made.has(path) && tree.read(path).startsWith(banner));
}

/** The place of a template, as its source has it. */
function placeOf(path: string): string {
  return path.replace(/^config\//, '');
}

const [opening, closing] = ['<!-- values -->', '<!-- end of values -->'];

/** The README with the table between its two marks. */
function withTable(text: string, table: string): string {
  const [before, , after] = text.split(new RegExp(`${opening}|${closing}`));
  if (before === undefined || after === undefined) throw new Error(`${readme} lacks the marks ${opening} and ${closing}`);
  return `${before}${opening}\n${table}\n${closing}${after}`;
}
