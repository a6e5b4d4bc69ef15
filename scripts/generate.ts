import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Crd, kindOf, loadCrds } from './schema/crd.ts';
import { emitLimits } from './schema/limits.ts';
import { emitReference } from './schema/reference.ts';
import { schemaHashOf, withSchemaHash } from './schema/schema-hash.ts';
import { emitDefaults, emitReasons, emitSettings } from './schema/tables.ts';
import { emitTypes } from './schema/types.ts';
import { emitValidators, emitValidatorTypes } from './schema/validators.ts';

const root = join(import.meta.dirname, '..');
const banner = '// Made from crds/ by `npm run generate`; do not edit.';

/** Every file that the CRDs determine, by its path from the repository's root. */
async function generated(crds: readonly Crd[]): Promise<Map<string, string>> {
  const hash = schemaHashOf(crds);
  const hashDoc = '/** sha256 over the specs of all CRDs; a cluster whose CRDs carry another one is older or newer than this operator. */';
  return new Map([
    ['operator/api/generated/types.ts', await emitTypes(crds, banner)],
    ['operator/api/generated/validators.js', emitValidators(crds, banner)],
    ['operator/api/generated/validators.d.ts', emitValidatorTypes(crds, banner)],
    ['operator/api/generated/schema-hash.ts', `${banner}\n${hashDoc}\nexport const schemaHash = '${hash}';\n`],
    ...crds.map((crd) => [`docs/reference/${crd.spec.names.plural}.md`, emitReference(crd)] as const),
    ['docs/reference/settings.md', emitSettings()],
    ['docs/reference/defaults.md', emitDefaults()],
    ['docs/reference/reasons.md', emitReasons()],
    ['docs/limits.md', emitLimits()],
  ]);
}

const crds = loadCrds(join(root, 'crds'));
const hash = schemaHashOf(crds);
for (const crd of crds) writeFileSync(crd.file, withSchemaHash(crd.text, hash));
for (const [path, text] of await generated(crds)) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`Generated types, validators and reference of ${crds.map(kindOf).join(', ')}`);
