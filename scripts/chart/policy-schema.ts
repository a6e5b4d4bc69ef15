import { keywordsOf, type Schema } from '../schema/crd.ts';
import type { JsonSchema } from './setting-schemas.ts';

const copied = [
  'type',
  'description',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'required',
] as const;

/** A part of a CRD's schema as draft 7, closed where the API server is; its CEL rules the API server alone judges. */
export function draft7Of(schema: Schema): JsonSchema {
  const own = keywordsOf(schema, copied);
  const either = schema['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : {};
  return { ...own, ...either, ...inside(schema) };
}

function inside({ properties, additionalProperties, items }: Schema): JsonSchema {
  if (items) return { items: draft7Of(items) };
  if (additionalProperties) return { additionalProperties: draft7Of(additionalProperties) };
  if (!properties) return {};
  const each = Object.entries(properties).map(([name, schema]) => [name, draft7Of(schema)] as const);
  return { properties: Object.fromEntries(each), additionalProperties: false };
}
