import { table } from '../schema/markdown.ts';
import type { JsonSchema } from './setting-schemas.ts';
import type { ValueRow } from './values-table.ts';

/** values.yaml: each value with its default and, above it, what it means. */
export function emitValues(rows: readonly ValueRow[]): string {
  const lines = rows.flatMap(({ path, default: value, meaning }, index) => {
    const parts = path.split('.');
    const before = rows[index - 1]?.path.split('.') ?? [];
    const shared = parts.findIndex((part, depth) => part !== before[depth]);
    const parents = parts.slice(shared, -1).map((part, depth) => `${'  '.repeat(shared + depth)}${part}:`);
    const indent = '  '.repeat(parts.length - 1);
    const gap = shared === 0 ? [''] : [];
    return [...gap, ...parents, `${indent}# ${meaning}`, `${indent}${parts.at(-1)}: ${JSON.stringify(value)}`];
  });
  return `# Made from scripts/chart/values-table.ts by \`npm run generate\`; do not edit.\n${lines.join('\n')}\n`;
}

interface ObjectSchema {
  type: 'object';
  additionalProperties: false;
  properties: Record<string, JsonSchema | ObjectSchema>;
}

/** values.schema.json: what helm refuses, naming the field. */
export function emitValuesSchema(rows: readonly ValueRow[]): string {
  const root = emptyObject();
  for (const { path, schema, meaning } of rows) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    const parent = parts.reduce((at, part) => (at.properties[part] ??= emptyObject()) as ObjectSchema, root);
    parent.properties[last] = { description: meaning, ...schema };
  }
  // helm gives it to a chart that is part of another one
  root.properties['global'] = { type: 'object' };
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...root }, null, 2)}\n`;
}

function emptyObject(): ObjectSchema {
  return { type: 'object', additionalProperties: false, properties: {} };
}

/** The table of values for people. */
export function emitValuesTable(rows: readonly ValueRow[]): string {
  const cells = rows.map(({ path, default: value, meaning }) => [`\`${path}\``, `\`${JSON.stringify(value)}\``, meaning]);
  return table(['value', 'default', 'meaning'], cells);
}
