import { describe, expect, test } from '@jest/globals';
import { valuesFault, variablesFor } from './job-values.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['table'],
  properties: {
    table: { type: 'string', pattern: '^[a-z]+$' },
    rows: { type: 'integer', maximum: 10 },
    since: { type: 'string', format: 'date' },
  },
};

describe('values', () => {
  test.each([
    { values: { table: 'orders', rows: 3, since: '2026-01-01' }, told: undefined },
    { values: {}, told: 'values.table is required' },
    { values: { table: 'orders; drop' }, told: 'values.table must match pattern "^[a-z]+$"' },
    { values: { table: 'orders', rows: 11 }, told: 'values.rows must be <= 10' },
    { values: { table: 'orders', since: 'today' }, told: 'values.since must match format "date"' },
    { values: { table: 'orders', more: 1 }, told: 'values.more is not a known parameter' },
    { values: { table: 'x'.repeat(17_000) }, told: 'the values are larger than 16384 characters' },
  ])('$told', ({ values, told }) => {
    expect(valuesFault(schema, values)).toEqual(told === undefined ? undefined : { of: 'values', message: told });
  });
});

describe('a schema that cannot be used is told from values that do not fit', () => {
  test.each([
    { so: 'is no schema', broken: 'object', told: /not a JSON schema/ },
    { so: 'has a type that does not exist', broken: { type: 'objct' }, told: /schema is invalid/ },
    { so: 'has a misspelt keyword', broken: { type: 'object', requird: [] }, told: /unknown keyword: "requird"/ },
    { so: 'refers to what is not there', broken: { $ref: 'https://example.com/x' }, told: /can't resolve reference/ },
    { so: 'has a pattern that is none', broken: { properties: { table: { pattern: '(' } } }, told: /Invalid regular expression/ },
  ])('when it $so', ({ broken, told }) => {
    expect(valuesFault(broken, { table: 'x' })).toMatchObject({ of: 'schema', message: expect.stringMatching(told) as unknown });
  });

  const nested = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`d${n}`, { anyOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] }]),
  );

  test.each([
    { what: 'a pattern', slow: { properties: { table: { type: 'string', pattern: '^(a+)+$' } } } },
    { what: 'a tree of alternatives', slow: { $ref: '#/$defs/d0', $defs: { ...nested, d40: { required: ['none'] } } } },
  ])('when $what of it needs for ever', ({ slow }) => {
    const values = { table: `${'a'.repeat(60)}!` };
    expect(valuesFault({ type: 'object', ...slow }, values)).toMatchObject({
      of: 'schema',
      message: expect.stringContaining('timed out') as unknown,
    });
  });
});

test('a Job is told its target and its values by variables, in which nothing is expanded', () => {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u-1' };
  const variables = variablesFor({ action: 'shop/act-1', target, values: { text: '$(HOME) costs $5', rows: 3, on: true, list: ['$(X)'] } });
  expect(Object.fromEntries(variables.map(({ name, value }) => [name, value]))).toEqual({
    COORDINATION_ACTION: 'shop/act-1',
    COORDINATION_TARGET_API_VERSION: 'apps/v1',
    COORDINATION_TARGET_KIND: 'Deployment',
    COORDINATION_TARGET_NAMESPACE: 'shop',
    COORDINATION_TARGET_NAME: 'web',
    COORDINATION_TARGET_UID: 'u-1',
    COORDINATION_VALUES: '{"list":["$$(X)"],"on":true,"rows":3,"text":"$$(HOME) costs $$5"}',
    COORDINATION_VALUE_text: '$$(HOME) costs $$5',
    COORDINATION_VALUE_rows: '3',
    COORDINATION_VALUE_on: 'true',
  });
});

test('an inverse is told what the Job that it takes back had to say', () => {
  const target = { apiVersion: 'v1', kind: 'Node', name: 'w1' };
  expect(variablesFor({ action: 'a', target, values: {}, output: 'moved 3' })).toContainEqual({
    name: 'COORDINATION_OUTPUT',
    value: 'moved 3',
  });
});
