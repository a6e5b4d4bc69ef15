import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Crd, kindOf, loadCrds, type Schema, schemaOf } from './crd.ts';
import { emitReference, fieldsOf, rulesOf } from './reference.ts';
import { typeNames } from './type-names.ts';
import { emitTypes } from './types.ts';
import { emitValidators } from './validators.ts';

const crds = loadCrds(join(import.meta.dirname, '../../crds'));

/** Every node of a schema, with its path. */
function nodes(schema: Schema, path: string): { path: string; schema: Schema }[] {
  const children = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => nodes(inner, `${path}.${name}`));
  return [{ path, schema }, ...children, ...(schema.items ? nodes(schema.items, `${path}[]`) : [])];
}

const isMeta = (path: string): boolean => /^\w+\.(apiVersion|kind|metadata)$/.test(path);
const all = crds.flatMap((crd) => nodes(schemaOf(crd), kindOf(crd))).filter(({ path }) => !isMeta(path));
const pathsWhere = (test: (schema: Schema) => boolean): string[] => all.filter(({ schema }) => test(schema)).map(({ path }) => path);
const isFreeMap = (schema: Schema): boolean =>
  schema.additionalProperties !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;

describe('every CRD', () => {
  test('describes every field', () => {
    expect(all.filter(({ path, schema }) => !schema.description && !path.endsWith('[]'))).toEqual([]);
  });

  test('bounds every text', () => {
    expect(pathsWhere(({ type, maxLength, format, enum: words }) => type === 'string' && !maxLength && !format && !words)).toEqual([]);
  });

  test('bounds every list and says how it merges', () => {
    expect(pathsWhere((schema) => schema.type === 'array' && (!schema.maxItems || !schema['x-kubernetes-list-type']))).toEqual([]);
  });

  test('bounds every free map', () => expect(pathsWhere((schema) => isFreeMap(schema) && !schema.maxProperties)).toEqual([]));

  test('bounds every number from below', () => {
    expect(pathsWhere(({ type, minimum }) => (type === 'integer' || type === 'number') && minimum === undefined)).toEqual([]);
  });

  test('gives durations as int32 that end in Seconds', () => {
    expect(all.filter(({ path, schema }) => path.endsWith('Seconds') && schema.format !== 'int32')).toEqual([]);
  });

  test('has at its root only rules that need an old object or look at creation', () => {
    const roots = crds.flatMap((crd) => schemaOf(crd)['x-kubernetes-validations'] ?? []);
    expect(roots.filter(({ rule }) => !rule.includes('oldSelf'))).toEqual([]);
    expect(crds.map((crd) => schemaOf(crd).required)).toEqual(crds.map(() => ['spec']));
  });

  test('keeps selectable fields to at most eight', () => {
    expect(crds.filter((crd) => (crd.spec.versions[0].selectableFields?.length ?? 0) > 8)).toEqual([]);
  });
});

describe('the types', () => {
  let text = '';
  beforeAll(async () => {
    text = await emitTypes(crds, '// made');
  });

  test.each([...Object.keys(typeNames), 'Anomaly', 'RemediationPlan', 'RemediationAction'])('name %s once', (name) => {
    expect(text.match(new RegExp(`^export (type|interface) ${name}\\b`, 'gm'))).toHaveLength(1);
  });

  test('have no index signature but the two free maps', () => expect(text.match(/\[\w+: string\]/g)).toHaveLength(2));

  test('require a field with a default and leave the others optional', () => {
    expect(text).toMatch(/ {2}source: Source;/);
    expect(text).toMatch(/ {2}retries: Retries;/);
    expect(text).toMatch(/ {2}confidence\?: number;/);
  });

  test('stop at a shape without a name', async () => {
    await expect(emitTypes(crds.map(withStrangeField), '')).rejects.toThrow('no name in type-names.ts for: Strange.');
  });
});

function withStrangeField(crd: Crd): Crd {
  const root = schemaOf(crd);
  const spec = root.properties?.['spec'];
  const strange: Schema = { type: 'object', description: 'Strange.', properties: { odd: { type: 'string' } } };
  const schema: Schema = { ...root, properties: { ...root.properties, spec: { ...spec, properties: { ...spec?.properties, strange } } } };
  return { ...crd, spec: { ...crd.spec, versions: [{ ...crd.spec.versions[0], schema: { openAPIV3Schema: schema } }] } };
}

test('the validators are a module without requires and without a compiler', () => {
  const code = emitValidators(crds, '// made');
  expect(code).not.toMatch(/\brequire\(/);
  expect(code.match(/^import .*$/gm)).toEqual([expect.stringContaining('ajv/dist/runtime/ucs2length.js')]);
});

describe('the reference', () => {
  test.each(crds.map((crd) => ({ kind: kindOf(crd), crd })))('of $kind has a row for every field and every rule', ({ crd }) => {
    const page = emitReference(crd);
    const fields = fieldsOf(schemaOf(crd)).filter(({ path }) => path.startsWith('spec') || path.startsWith('status'));
    expect(fields.filter(({ path }) => !page.includes(`| \`${path}\` |`))).toEqual([]);
    expect(rulesOf(schemaOf(crd)).filter(({ rule }) => !page.includes(`| ${rule.message} |`))).toEqual([]);
  });
});
