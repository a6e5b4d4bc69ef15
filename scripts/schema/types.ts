import { compile } from 'json-schema-to-typescript';
import { canonicalJson } from '../../operator/api/digest.ts';
import { type Crd, kindOf, type Schema, schemaAt, schemaOf } from './crd.ts';
import { typeNames } from './type-names.ts';

type JsonSchema = Parameters<typeof compile>[0];

/** How json-schema-to-typescript writes the types: closed where the schema is, in the style of this repository. */
export const typeStyle = {
  bannerComment: '',
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  unknownAny: true,
  format: true,
  style: { printWidth: 140, singleQuote: true, trailingComma: 'all' as const },
};

const documentation = new Set(['description', 'default', 'x-kubernetes-validations']);

/** Two schemas with equal shapes become one type: descriptions, defaults and rules do not count. */
function shapeOf(schema: Schema): string {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (isWord(key, inner) ? [] : [[key, strip(inner)]])));
  };
  return canonicalJson(strip(schema));
}

const isWord = (key: string, value: unknown): boolean => documentation.has(key) && (key !== 'description' || typeof value === 'string');

/** Looks up the name of a shape. */
export type NameOf = (schema: Schema) => string | undefined;

/** The lookup that the table of type names gives for these CRDs. */
export function namesFor(crds: readonly Crd[]): NameOf {
  const roots = new Map(crds.map((crd) => [kindOf(crd), schemaOf(crd)]));
  const names = new Map<string, string>();
  for (const [name, place] of Object.entries(typeNames)) {
    const shape = shapeOf(placed(roots, place));
    if (!names.has(shape)) names.set(shape, name);
  }
  return (schema) => names.get(shapeOf(schema));
}

function placed(roots: ReadonlyMap<string, Schema>, place: string): Schema {
  const [kind = '', ...path] = place.split('.');
  const root = roots.get(kind);
  if (!root) throw new Error(`type-names.ts names the unknown kind ${kind}`);
  return schemaAt(root, path.join('.'));
}

const isNamed = (schema: Schema): boolean => schema.enum !== undefined || schema.properties !== undefined;

/** A member's schema: what has a name becomes a reference to it. */
function member(schema: Schema, nameOf: NameOf): JsonSchema {
  const words = { description: describe(schema) };
  if (isNamed(schema)) {
    const name = nameOf(schema);
    if (!name) throw new Error(`no name in type-names.ts for: ${schema.description ?? canonicalJson(schema)}`);
    return { ...words, tsType: name };
  }
  if (schema['x-kubernetes-int-or-string']) return { ...words, tsType: 'number | string' };
  if (schema.additionalProperties) return { ...words, tsType: 'ScalarMap' };
  if (schema['x-kubernetes-preserve-unknown-fields']) return { ...words, tsType: 'FreeMap' };
  if (schema.items) return { ...words, type: 'array', items: { ...member(schema.items, nameOf), description: undefined } };
  return { ...words, type: schema.type };
}

function describe(schema: Schema): string | undefined {
  const fallback = schema.default === undefined ? '' : ` Default ${JSON.stringify(schema.default)}.`;
  return schema.description && `${schema.description}${fallback}`;
}

/** The named type itself; a field with a default is required, because the API server fills it. */
function definition(schema: Schema, nameOf: NameOf): JsonSchema {
  if (schema.enum) return { description: schema.description, enum: [...schema.enum] };
  const properties = Object.entries(schema.properties ?? {});
  const filled = properties.filter(([, inner]) => inner.default !== undefined).map(([name]) => name);
  return {
    type: 'object',
    description: schema.description,
    additionalProperties: false,
    required: [...new Set([...(schema.required ?? []), ...filled])],
    properties: Object.fromEntries(properties.map(([name, inner]) => [name, member(inner, nameOf)])),
  };
}

/** One-sentence comments take one line. */
const tighten = (text: string): string => text.trim().replaceAll(/\/\*\*\n\s*\* (.*)\n\s*\*\//g, '/** $1 */');

function kindType(crd: Crd): string {
  const kind = kindOf(crd);
  const apiVersion = `${crd.spec.group}/${crd.spec.versions[0].name}`;
  return [
    `/** ${schemaOf(crd).description ?? kind} */`,
    `export interface ${kind} {`,
    `  apiVersion: '${apiVersion}';`,
    `  kind: '${kind}';`,
    '  metadata: ObjectMeta;',
    `  spec: ${kind}Spec;`,
    `  status?: ${kind}Status;`,
    '}',
  ].join('\n');
}

const head = `import type { ObjectMeta } from '../resource.ts';

/** A free map whose values the schema does not know. */
export type FreeMap = { [key: string]: unknown };

/** A free map of scalars. */
export type ScalarMap = { [key: string]: string | number | boolean };
`;

/** The text of types.ts: every named type once, then the kinds. */
export async function emitTypes(crds: readonly Crd[], banner: string): Promise<string> {
  const nameOf = namesFor(crds);
  const roots = new Map(crds.map((crd) => [kindOf(crd), schemaOf(crd)]));
  const parts: string[] = [];
  for (const [name, place] of Object.entries(typeNames)) {
    const schema = placed(roots, place);
    if (nameOf(schema) === name) parts.push(tighten(await compile(definition(schema, nameOf), name, typeStyle)));
    else throw new Error(`type-names.ts gives the shape of ${place} two names: ${name} and ${nameOf(schema)}`);
  }
  return [banner, head, ...parts, ...crds.map(kindType), ''].join('\n');
}
