import { Ajv, _, type CodeKeywordDefinition, type KeywordCxt } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { type Crd, keywordsOf, kindOf, type Schema, schemaOf } from './crd.ts';
import { importsOf } from './imports.ts';
import { metadataSchema } from './metadata.ts';
import { type NameOf, namesFor } from './types.ts';

type JsonSchema = Record<string, unknown>;

/** The API server's own idea of a date-time: strict in the calendar, but any sign begins a fraction, and nothing behind a second T is read. */
const dateTime =
  /^(?:(?:(?:[02468][048]|[13579][26])00|\d\d(?:0[48]|[2468][048]|[13579][26]))-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])))[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[^\n]\d+)?(?:[Zz]|[+-]\d{2}:\d{2})(?:[Tt][^]*)?$/;

/** A list of type map: no two items have the same key. */
const uniqueBy: CodeKeywordDefinition = {
  keyword: 'uniqueBy',
  type: 'array',
  schemaType: 'string',
  code(cxt: KeywordCxt) {
    const key = String(cxt.schema);
    cxt.fail(_`new Set(${cxt.data}.map((item) => item?.[${key}])).size < ${cxt.data}.length`);
  },
  error: { message: (cxt) => _`${`must not have two items with the same ${String(cxt.schema)}`}` },
};

const ranges = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: { minimum: -(2 ** 63), maximum: 2 ** 63 },
  'date-time': { format: 'date-time' },
};

const copied = [
  'type',
  'default',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'required',
] as const;

/** JSON Schema that judges as the API server does with fieldValidation=Strict, but for the CEL rules; named objects are references. */
function judged(schema: Schema, nameOf: NameOf): JsonSchema {
  const name = schema.properties && nameOf(schema);
  if (!name) return shallow(schema, nameOf);
  const fallback = schema.default === undefined ? {} : { default: schema.default };
  return { $ref: `definitions#/definitions/${name}`, type: 'object', ...fallback };
}

function shallow(schema: Schema, nameOf: NameOf): JsonSchema {
  const own = keywordsOf(schema, copied);
  const either = schema['x-kubernetes-int-or-string'] ? { type: ['integer', 'string'] } : {};
  return { ...(schema.format && ranges[schema.format]), ...either, ...own, ...inside(schema, nameOf), ...listRules(schema) };
}

function inside(schema: Schema, nameOf: NameOf): JsonSchema {
  if (schema.items) return { items: judged(schema.items, nameOf) };
  if (schema.additionalProperties) return { additionalProperties: droppable(judged(schema.additionalProperties, nameOf)) };
  if (!schema.properties) return {};
  return { properties: members(schema, nameOf), additionalProperties: false };
}

function members(schema: Schema, nameOf: NameOf): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, inner]) => {
      const own = judged(inner, nameOf);
      return [name, schema.required?.includes(name) ? own : droppable(own)];
    }),
  );
}

/** The API server drops a null where the field may be absent, or fills the default there. */
function droppable(schema: JsonSchema): JsonSchema {
  const { type, enum: words, ...rest } = schema;
  return {
    ...(type === undefined ? {} : { type: [type, 'null'].flat() }),
    ...(Array.isArray(words) ? { enum: [...(words as unknown[]), null] } : {}),
    ...rest,
  };
}

/** Every named object once; whether null is allowed there is said where it is referred to. */
function definitions(crds: readonly Crd[], nameOf: NameOf): JsonSchema {
  const named = new Map<string, JsonSchema>();
  const walk = (schema: Schema): void => {
    const name = schema.properties && nameOf(schema);
    if (name && !named.has(name)) named.set(name, { ...shallow({ ...schema, default: undefined }, nameOf), type: ['object', 'null'] });
    for (const inner of [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])]) walk(inner);
  };
  for (const crd of crds) for (const part of partsOf(crd)) walk(part);
  return { $id: 'definitions', definitions: { ...Object.fromEntries(named), ObjectMeta: metadataSchema } };
}

function partsOf(crd: Crd): Schema[] {
  const { spec, status } = schemaOf(crd).properties ?? {};
  return [spec, status].filter((part) => part !== undefined);
}

function listRules(schema: Schema): JsonSchema {
  const [key] = schema['x-kubernetes-list-map-keys'] ?? [];
  if (key) return { uniqueBy: key };
  return schema['x-kubernetes-list-type'] === 'set' ? { uniqueItems: true } : {};
}

function kindSchema(crd: Crd, nameOf: NameOf): JsonSchema {
  const { spec, status } = schemaOf(crd).properties ?? {};
  return {
    $id: kindOf(crd),
    type: 'object',
    additionalProperties: false,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: { const: `${crd.spec.group}/${crd.spec.versions[0].name}` },
      kind: { const: kindOf(crd) },
      metadata: { $ref: 'definitions#/definitions/ObjectMeta' },
      ...(spec && { spec: judged(spec, nameOf) }),
      ...(status && { status: droppable(judged(status, nameOf)) }),
    },
  };
}

/** The text of validators.js: one function per kind that needs no compiler at run time. */
export function emitValidators(crds: readonly Crd[], banner: string): string {
  const nameOf = namesFor(crds);
  const ajv = new Ajv({
    code: { source: true, esm: true, lines: true },
    inlineRefs: false,
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    formats: { 'date-time': dateTime },
    keywords: [uniqueBy],
    schemas: [definitions(crds, nameOf), ...crds.map((crd) => kindSchema(crd, nameOf))],
  });
  const code = standalone.default(ajv, Object.fromEntries(crds.map((crd) => [`validate${kindOf(crd)}`, kindOf(crd)])));
  return `${banner}\n${importsOf(code)}\n`;
}

/** The text of validators.d.ts. */
export function emitValidatorTypes(crds: readonly Crd[], banner: string): string {
  const kinds = crds.map(kindOf);
  return [
    banner,
    `import type { ValidateFunction } from 'ajv';`,
    `import type { ${kinds.join(', ')} } from './types.ts';`,
    '',
    ...kinds.map((kind) => `export declare const validate${kind}: ValidateFunction<${kind}>;`),
    '',
  ].join('\n');
}
