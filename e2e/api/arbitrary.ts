import fc from 'fast-check';
import type { Schema } from '../../scripts/schema/crd.ts';

/** Values that the schema takes; its CEL rules are not looked at. */
export function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return listOf(schema);
    case 'string':
      return textOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(schema);
    case undefined:
      return schema['x-kubernetes-int-or-string'] ? fc.oneof(numberOf({ ...schema, type: 'integer' }), textOf(schema)) : scalar;
  }
}

function numberOf({ type, minimum = 0, maximum = 2 ** 31 - 1 }: Schema): fc.Arbitrary<number> {
  return type === 'integer' ? fc.integer({ min: minimum, max: maximum }) : fc.double({ min: minimum, max: maximum, noNaN: true });
}

const scalar = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.string({ maxLength: 20, unit: 'binary' }),
);

function objectOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.additionalProperties) return fc.dictionary(fc.string(), scalar, { maxKeys: 4 });
  if (!schema.properties) return fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  const members = Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, valueOf(inner)]));
  return fc.record(members, { requiredKeys: [...(schema.required ?? [])] });
}

function listOf(schema: Schema): fc.Arbitrary<unknown> {
  const items = valueOf(schema.items ?? {});
  const [key] = schema['x-kubernetes-list-map-keys'] ?? [];
  const bounds = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) };
  if (key) return fc.uniqueArray(items, { ...bounds, selector: (item) => (item as Record<string, unknown>)[key] });
  return schema['x-kubernetes-list-type'] === 'set' ? fc.uniqueArray(items, bounds) : fc.array(items, bounds);
}

function textOf({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return pattern ? moment.filter((text) => new RegExp(pattern).test(text)) : moment;
  if (pattern) return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length >= minLength && text.length <= maxLength);
  const longest = fc.constantFrom('x'.repeat(maxLength), '𝒳'.repeat(maxLength));
  return fc.oneof(
    { weight: 20, arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, 30), unit: 'binary' }) },
    { weight: 1, arbitrary: longest },
  );
}

const moment = fc
  .tuple(
    fc.date({ noInvalidDate: true, min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') }),
    fc.constantFrom('Z', 'z', '+02:00', '-11:30'),
  )
  .map(([date, zone]) => date.toISOString().replace('Z', zone));
