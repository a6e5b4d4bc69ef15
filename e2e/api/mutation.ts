import fc from 'fast-check';
import type { Schema } from '../../scripts/schema/crd.ts';

type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly schema: Schema;
  readonly value: unknown;
}

/** The value with one or two of its parts replaced by something that the schema may or may not take. */
export function mutantOf(schema: Schema, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const choice = fc.record({ place: fc.nat(), replacement: fc.nat() });
  return fc.tuple(values, fc.array(choice, { minLength: 1, maxLength: 2 })).map(([value, choices]) =>
    choices.reduce((mutant: unknown, { place, replacement }) => {
      const places = placesOf(schema, mutant, []);
      const chosen = places[place % places.length];
      if (!chosen) return mutant;
      const replacements = replacementsFor(chosen);
      return replaced(mutant, chosen.path, replacements[replacement % replacements.length]);
    }, value),
  );
}

/** Every part of the value that the schema knows, the whole first. */
function placesOf(schema: Schema, value: unknown, path: Path): Place[] {
  const here = { path, schema, value };
  if (Array.isArray(value)) return [here, ...value.flatMap((item: unknown, index) => placesOf(schema.items ?? {}, item, [...path, index]))];
  if (value === null || typeof value !== 'object') return [here];
  const inner = Object.entries(value).flatMap(([name, member]) => {
    const known = schema.properties?.[name] ?? schema.additionalProperties;
    return known ? placesOf(known, member as unknown, [...path, name]) : [];
  });
  return [here, ...inner];
}

const strangers = [undefined, null, 'x', '', 'X-', 0, -1, 1.5, 3, 1e10, 2 ** 53, 1e21, true, [], {}, [null], [1], { zz: 1 }, 'true'];

const oddDates = [
  ...['2024-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '2000-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2024-13-01T00:00:00Z'],
  ...['2024-01-01T24:00:00Z', '2024-01-01T23:59:60Z', '2024-01-01T00:00:00', '2024-01-01 00:00:00Z', '2024-01-01t00:00:00z', '2024-01-01'],
  ...[
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00,5Z',
    '2024-01-01T00:00:00x5Z',
    '2024-01-01T00:00:00.123456789123Z',
    '2024-01-01T0:0:0Z',
  ],
  ...['2024-01-01T00:00:00+25:00', '2024-01-01T00:00:00+14:60', '2024-01-01T00:00:00+0200', '2024-01-01T00:00:00Z\n', '24-01-01T00:00:00Z'],
  ...[
    '2024-01-01T00:00:00ZT00:00:00Z',
    '2024-01-01T00:00:00\n5Z',
    '0000-02-29T00:00:00Z',
    '+002024-01-01T00:00:00Z',
    '2024-00-10T00:00:00Z',
  ],
];

function replacementsFor({ schema, value }: Place): unknown[] {
  return [...strangers, ...numbersNear(schema), ...textsNear(schema), ...listsNear(schema, value), ...objectsNear(value)];
}

function numbersNear({ minimum, maximum }: Schema): number[] {
  return [minimum, maximum].flatMap((limit) => (limit === undefined ? [] : [limit - 1, limit, limit + 1, limit + 0.5]));
}

function textsNear({ type, format, maxLength = 20 }: Schema): string[] {
  if (format === 'date-time') return oddDates;
  if (type !== 'string') return [];
  const long = ['a', 'A', '𝒳'].flatMap((letter) => [letter.repeat(maxLength), letter.repeat(maxLength + 1)]);
  return [...long, 'w\u0000', 'w\u200f1', '../x', 'a\n', 'a.b', 'a-', '-a', 'a/v1', 'v1', 'é', '\u2028'];
}

function listsNear({ maxItems = 0 }: Schema, value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  const [first] = value as unknown[];
  return [
    [...(value as unknown[]), first],
    Array.from({ length: Math.min(maxItems, 100) + 1 }, () => first),
    [...(value as unknown[]), null],
  ];
}

function objectsNear(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, index]));
  return [
    { ...value, stranger: 1 },
    { ...value, stranger: null },
    { ...value, ...many },
    ...Object.keys(value).map((key) => ({ ...value, [key]: undefined })),
  ];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === head ? replaced(item, rest, by) : item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === head ? replaced(member, rest, by) : (member as unknown)]),
  );
}
