import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedChart, staleTemplates } from './chart/chart.ts';
import { treeAt } from './chart/tree.ts';
import { emitPlainRules, emitPrometheusRule, emitRuleTests } from './monitoring/emit-rules.ts';
import { emitDashboard } from './monitoring/emit-dashboard.ts';
import { type Crd, kindOf, loadCrds } from './schema/crd.ts';
import { emitHttpLimits } from './schema/http-limits.ts';
import { emitLimits } from './schema/limits.ts';
import { emitMetrics } from './schema/metrics.ts';
import {
  emitPlaybookReference,
  emitPlaybookTypes,
  emitPlaybookValidator,
  emitPlaybookValidatorTypes,
  emitShippedPlaybooks,
  loadPlaybookSchema,
} from './schema/playbooks.ts';
import { emitReference } from './schema/reference.ts';
import { emitOpenApi, emitRest, restDocument } from './schema/rest.ts';
import { emitShippedRights } from './schema/rights.ts';
import { schemaHashOf, withSchemaHash } from './schema/schema-hash.ts';
import { emitDefaults, emitReasons, emitSettings, emitStates } from './schema/tables.ts';
import { emitTypes } from './schema/types.ts';
import { emitValidators, emitValidatorTypes } from './schema/validators.ts';

const root = join(import.meta.dirname, '..');
const banner = '// Made from crds/ by `npm run generate`; do not edit.';

/** Every file that the schema of playbooks and the shipped ones determine. */
async function generatedPlaybooks(crds: readonly Crd[]): Promise<Map<string, string>> {
  const schema = loadPlaybookSchema(join(root, 'operator/api/playbook.schema.yaml'), crds);
  const from = '// Made from operator/api/playbook.schema.yaml by `npm run generate`; do not edit.';
  const shippedFrom = '// Made from operator/playbooks/ by `npm run generate`; do not edit.';
  return new Map([
    ['operator/api/generated/playbook.ts', await emitPlaybookTypes(schema, from)],
    ['operator/api/generated/playbook-validator.js', emitPlaybookValidator(schema, from)],
    ['operator/api/generated/playbook-validator.d.ts', emitPlaybookValidatorTypes(from)],
    ['operator/api/generated/shipped-playbooks.ts', emitShippedPlaybooks(schema, join(root, 'operator/playbooks'), shippedFrom)],
    ['docs/reference/playbooks.md', emitPlaybookReference(schema)],
  ]);
}

/** Every file that the CRDs determine, by its path from the repository's root. */
async function generated(crds: readonly Crd[]): Promise<Map<string, string>> {
  const hash = schemaHashOf(crds);
  const rest = await restDocument();
  const hashDoc = '/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */';
  return new Map([
    ['operator/api/generated/types.ts', await emitTypes(crds, banner)],
    ['operator/api/generated/validators.js', emitValidators(crds, banner)],
    ['operator/api/generated/validators.d.ts', emitValidatorTypes(crds, banner)],
    ['operator/api/generated/schema-hash.ts', `${banner}\n${hashDoc}\nexport const schemaHash = '${hash}';\n`],
    [
      'operator/api/generated/shipped-rights.ts',
      emitShippedRights('// Made from config/rbac and config/opt-in by `npm run generate`; do not edit.'),
    ],
    ...crds.map((crd) => [`docs/reference/${crd.spec.names.plural}.md`, emitReference(crd)] as const),
    ['docs/reference/settings.md', emitSettings()],
    ['docs/reference/defaults.md', emitDefaults()],
    ['docs/reference/reasons.md', emitReasons()],
    ['docs/reference/states.md', emitStates()],
    ['docs/reference/metrics.md', emitMetrics()],
    ['config/grafana/dashboard.json', emitDashboard()],
    ['config/prometheus/prometheus-rule.yaml', emitPrometheusRule()],
    ['config/prometheus/rules/coordination-engine.rules.yaml', emitPlainRules()],
    ['config/prometheus/rules/coordination-engine.rules.test.yaml', emitRuleTests('coordination-engine.rules.yaml')],
    ['docs/limits.md', emitLimits()],
    ['docs/reference/front-door.md', emitHttpLimits()],
    ['docs/reference/openapi.json', emitOpenApi(rest)],
    ['docs/reference/rest.md', emitRest(rest)],
  ]);
}

function write(files: Iterable<readonly [path: string, text: string]>): void {
  for (const [path, text] of files) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const crds = loadCrds(join(root, 'crds'));
const hash = schemaHashOf(crds);
for (const crd of crds) writeFileSync(crd.file, withSchemaHash(crd.text, hash));
write([...(await generated(crds)), ...(await generatedPlaybooks(crds))]);
// The chart is made from config/ as it lies there, with the rules and the dashboard that were written just now.
const tree = treeAt(root);
const chart = generatedChart(tree, loadCrds(join(root, 'crds')));
for (const path of staleTemplates(tree, chart)) rmSync(join(root, path));
write(chart);
console.log(`Generated types, validators and reference of ${crds.map(kindOf).join(', ')}`);
