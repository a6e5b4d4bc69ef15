import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';
import { parse, parseAllDocuments } from 'yaml';
import { type Crd, kindOf, schemaAt, schemaOf } from './crd.ts';
import { importsOf } from './imports.ts';
import { table } from './markdown.ts';
import { typeNames } from './type-names.ts';
import { typeStyle } from './types.ts';

type JsonSchema = Record<string, unknown>;

/** The hand-written schema of playbooks with the words of the CRDs filled in. */
export interface PlaybookSchema {
  /** What ajv judges by. */
  readonly judged: JsonSchema;
  /** What the types are made of. */
  readonly typed: JsonSchema;
  /** Names of the types that are taken from the CRDs. */
  readonly borrowed: readonly string[];
}

/** Reads operator/api/playbook.schema.yaml. */
export function loadPlaybookSchema(file: string, crds: readonly Crd[]): PlaybookSchema {
  const raw = parse(readFileSync(file, 'utf8')) as JsonSchema;
  const borrowed = new Set<string>();
  const typed = mapped(raw, (node) => {
    const { like, ...rest } = node;
    if (typeof like !== 'string') return node;
    borrowed.add(like);
    return { ...rest, tsType: like };
  });
  const judged = mapped(raw, (node) => {
    const { like } = node;
    const rest = without(node, ['like', 'title', 'description']);
    return typeof like === 'string' ? { ...rest, type: 'string', enum: wordsOf(like, crds) } : rest;
  });
  return { judged, typed: without(typed, ['if', 'else']), borrowed: [...borrowed].sort() };
}

function without(schema: JsonSchema, keys: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
}

/** Every schema within the schema, changed; members of `properties` and `definitions` are names, not keywords. */
function mapped(schema: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (value: unknown): unknown => (isObject(value) ? mapped(value, change) : value);
  const members = (value: unknown): unknown =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(one)])) : value;
  return Object.fromEntries(
    Object.entries(change(schema)).map(([key, value]) => {
      if (key === 'properties' || key === 'definitions') return [key, members(value)];
      return [key, ['items', 'if', 'else'].includes(key) ? inner(value) : value];
    }),
  );
}

function isObject(value: unknown): value is JsonSchema {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function wordsOf(typeName: string, crds: readonly Crd[]): readonly string[] {
  const [kind, ...path] = (typeNames[typeName] ?? '').split('.');
  const crd = crds.find((one) => kindOf(one) === kind);
  const words = crd && schemaAt(schemaOf(crd), path.join('.')).enum;
  if (!words) throw new Error(`playbook.schema.yaml borrows ${typeName}, which is no closed set of the CRDs`);
  return words;
}

const ajvOf = () => new Ajv({ code: { source: true, esm: true, lines: true }, allErrors: true, strict: true, strictRequired: false });

/** The text of playbook-validator.js: whether a value is one playbook. */
export function emitPlaybookValidator({ judged }: PlaybookSchema, banner: string): string {
  const ajv = ajvOf();
  const code = standalone.default(ajv, ajv.compile(judged));
  return `${banner}\n${importsOf(code)}\n`;
}

/** The text of playbook-validator.d.ts. */
export function emitPlaybookValidatorTypes(banner: string): string {
  const lines = [
    `import type { ValidateFunction } from 'ajv';`,
    `import type { Playbook } from './playbook.ts';`,
    '',
    'declare const validate: ValidateFunction<Playbook>;',
    'export { validate };',
  ];
  return `${banner}\n${lines.join('\n')}\n`;
}

/** The text of playbook.ts: the type of a playbook. */
export async function emitPlaybookTypes({ typed, borrowed }: PlaybookSchema, banner: string): Promise<string> {
  const free = mapped(typed, (node) => {
    if (node['$ref'] !== undefined) return { $ref: node['$ref'] }; // with words of its own it would become a type of its own
    return node['type'] === 'object' && !node['properties'] ? { ...node, tsType: 'FreeMap' } : node;
  });
  const text = await compile(free, 'Playbook', typeStyle);
  return `${banner}\nimport type { ${[...borrowed, 'FreeMap'].sort().join(', ')} } from './types.ts';\n\n${text}`;
}

/** The text of shipped-playbooks.ts: those of the folder's files, in the order of file names. Throws where one does not fit the schema. */
export function emitShippedPlaybooks({ judged }: PlaybookSchema, folder: string, banner: string): string {
  const fits = ajvOf().compile(judged);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const shipped = files.flatMap((file) => playbooksIn(join(folder, file)).map((playbook) => ({ file, playbook })));
  for (const { file, playbook } of shipped) if (!fits(playbook)) throw new Error(`${file}: ${nameIn(playbook)}: ${said(fits.errors)}`);
  const names = shipped.map(({ playbook }) => nameIn(playbook));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two shipped playbooks have the name ${twice}`);
  const rows = shipped.map(({ playbook }) => `  ${JSON.stringify(playbook)},`).join('\n');
  const doc = '/** The playbooks that come with the engine, from operator/playbooks/. */';
  return `${banner}\nimport type { Playbook } from './playbook.ts';\n\n${doc}\nexport const shippedPlaybooks: readonly Playbook[] = [\n${rows}\n];\n`;
}

function playbooksIn(file: string): unknown[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${file}: ${error.message}`);
    const value: unknown = document.toJS();
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
}

const nameIn = (playbook: unknown): string => (isObject(playbook) ? String(playbook['name']) : 'something that is no object');

function said(errors: readonly ErrorObject[] | null | undefined): string {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ');
}

/** The reference of playbooks: every field. */
export function emitPlaybookReference({ typed }: PlaybookSchema): string {
  const definitions = typed['definitions'] as Record<string, JsonSchema>;
  return [
    '# Fields of a playbook',
    '',
    'Made from operator/api/playbook.schema.yaml by `npm run generate`; do not edit. How to write one: [playbooks](../playbooks.md).',
    '',
    table(['field', 'type', 'description'], fieldRows(typed, '', definitions)),
    '',
  ].join('\n');
}

function fieldRows(schema: JsonSchema, path: string, definitions: Record<string, JsonSchema>): string[][] {
  const { properties } = resolved(schema, definitions);
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, given]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const inner = given as JsonSchema;
    const below = isObject(inner['items']) ? fieldRows(inner['items'], `${at}[]`, definitions) : fieldRows(inner, at, definitions);
    return [[`\`${at}\``, typeOf(inner, definitions), textOf(inner['description'])], ...below];
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function resolved(schema: JsonSchema, definitions: Record<string, JsonSchema>): JsonSchema {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  return name === undefined ? schema : { ...definitions[name], ...schema };
}

function typeOf(schema: JsonSchema, definitions: Record<string, JsonSchema>): string {
  const { type, tsType, items, enum: words } = resolved(schema, definitions);
  if (isObject(items)) return `list of ${typeOf(items, definitions)}`;
  if (Array.isArray(words)) return words.join(', ');
  return textOf(tsType ?? type);
}
