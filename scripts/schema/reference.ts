import { type Column, type Crd, kindOf, type Rule, type Schema, schemaOf } from './crd.ts';

/** Of a schema what bounds its values. */
export type Limited = Pick<Schema, 'minimum' | 'maximum' | 'maxLength' | 'minItems' | 'maxItems' | 'maxProperties' | 'pattern'>;

interface Row {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every field of a schema with its path, parents before children. */
export function fieldsOf(schema: Schema, path = ''): Row[] {
  const children = Object.entries(schema.properties ?? {});
  return children.flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const row = { path: at, schema: inner, required: schema.required?.includes(name) ?? false };
    const below = inner.items ? fieldsOf(inner.items, `${at}[]`) : fieldsOf(inner, at);
    return [row, ...below];
  });
}

/** Every CEL rule of a schema with the path of the node that carries it. */
export function rulesOf(schema: Schema, path = ''): { readonly path: string; readonly rule: Rule }[] {
  const own = (schema['x-kubernetes-validations'] ?? []).map((rule) => ({ path, rule }));
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => rulesOf(inner, path === '' ? name : `${path}.${name}`));
  return [...own, ...named, ...(schema.items ? rulesOf(schema.items, `${path}[]`) : [])];
}

function typeText(schema: Schema): string {
  if (schema.enum) return schema.enum.join(' \\| ');
  if (schema.items) return `list of ${schema.items.properties ? 'objects' : typeText(schema.items)}${listText(schema)}`;
  if (schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties) return `free map${limits(schema)}`;
  if (schema['x-kubernetes-int-or-string']) return `integer or string${limits(schema)}`;
  const format = schema.format === 'date-time' ? 'date-time' : (schema.format ?? schema.type ?? 'object');
  return `${format}${limits(schema)}`;
}

function listText(schema: Schema): string {
  const keys = schema['x-kubernetes-list-map-keys'];
  const unique = keys ? `, unique by ${keys.join(', ')}` : '';
  return `${unique}${limits(schema)}`;
}

function limits(schema: Schema): string {
  const words = limitWords(schema).map((word) => word.replaceAll('|', '\\|'));
  return words.length === 0 ? '' : `, ${words.join(', ')}`;
}

/** What a value may be at most and at least, one phrase each. */
export function limitWords(schema: Limited): string[] {
  const words = [
    schema.minimum !== undefined && `>= ${schema.minimum}`,
    schema.maximum !== undefined && `<= ${schema.maximum}`,
    schema.maxLength !== undefined && `<= ${schema.maxLength} characters`,
    schema.minItems !== undefined && `>= ${schema.minItems} items`,
    schema.maxItems !== undefined && `<= ${schema.maxItems} items`,
    schema.maxProperties !== undefined && `<= ${schema.maxProperties} entries`,
    schema.pattern !== undefined && `\`${schema.pattern}\``,
  ];
  return words.filter((word) => word !== false);
}

function fieldRow({ path, schema, required }: Row): string {
  const fallback = schema.default === undefined ? (required ? 'required' : '') : `\`${JSON.stringify(schema.default)}\``;
  return `| \`${path}\` | ${typeText(schema)} | ${fallback} | ${schema.description ?? ''} |`;
}

function columnRow(column: Column): string {
  return `| ${column.name} | \`${column.jsonPath}\` | ${column.priority ? 'wide' : 'always'} |`;
}

/** The reference page of one kind: names, columns, every field, every rule. */
export function emitReference(crd: Crd): string {
  const root = schemaOf(crd);
  const { names, group, scope, versions } = crd.spec;
  const fields = fieldsOf(root).filter(({ path }) => path.includes('.') || path === 'spec' || path === 'status');
  const selectable = versions[0].selectableFields?.map(({ jsonPath }) => `\`${jsonPath.slice(1)}\``) ?? [];
  return [
    `# ${kindOf(crd)}`,
    '',
    root.description ?? '',
    '',
    `\`${group}/${versions[0].name}\`, ${scope.toLowerCase()}, plural \`${names.plural}\`, short \`${names.shortNames?.join(', ') ?? ''}\`. Field selectors: ${selectable.join(', ')}.`,
    '',
    'Made from the CRD by `npm run generate`; do not edit.',
    '',
    '## Columns of `kubectl get`',
    '',
    '| column | from | shown |',
    '| --- | --- | --- |',
    ...(versions[0].additionalPrinterColumns ?? []).map(columnRow),
    '',
    '## Fields',
    '',
    '| field | type | default | description |',
    '| --- | --- | --- | --- |',
    ...fields.map(fieldRow),
    '',
    '## What the API server refuses besides',
    '',
    '| at | message |',
    '| --- | --- |',
    ...rulesOf(root).map(({ path, rule }) => `| \`${path === '' ? 'object' : path}${rule.fieldPath ?? ''}\` | ${rule.message} |`),
    '',
  ].join('\n');
}
