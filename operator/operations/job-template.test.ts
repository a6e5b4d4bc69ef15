import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments, stringify } from 'yaml';
import { readTemplate, type ConfigMap } from './job-template.ts';
import { valuesFault, type Values } from './job-values.ts';

const job = (spec: object = {}, pod: object = {}, container: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  spec: { template: { spec: { containers: [{ name: 'main', image: 'tool:1', ...container }], ...pod } }, ...spec },
});
const configMap = (data?: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'fix', uid: 'u', resourceVersion: '1', creationTimestamp: '' },
  data,
});
const read = (manifest: unknown, more: Readonly<Record<string, string>> = {}) =>
  readTemplate(configMap({ 'job.yaml': typeof manifest === 'string' ? manifest : stringify(manifest), ...more }));

test('a template is its Job`s spec, the schema of its values and the name of its inverse', () => {
  expect(read(job({ backoffLimit: 0 }), { 'values.schema.json': '{"type":"object"}', inverse: 'unfix\n' })).toEqual({
    job: job({ backoffLimit: 0 }).spec,
    schema: { type: 'object' },
    inverse: 'unfix',
  });
});

test('without a schema it takes no values, and without an inverse it has none', () => {
  expect(read(job())).toEqual({ job: job().spec, schema: { type: 'object', additionalProperties: false } });
});

describe('refused is what', () => {
  test.each([
    { so: 'is missing', manifest: undefined, told: /job.yaml is missing/ },
    { so: 'is no YAML', manifest: '{', told: /job.yaml cannot be read: / },
    { so: 'is no Job', manifest: { ...job(), kind: 'Pod' }, told: /job.kind must be "Job"/ },
    { so: 'is too long', manifest: `# ${'x'.repeat(17_000)}`, told: /longer than 16384/ },
    { so: 'is too long in bytes', manifest: `# ${'€'.repeat(6_000)}`, told: /longer than 16384 bytes/ },
    { so: 'holds itself by an anchor', manifest: `${stringify(job())}metadata: &it {labels: *it}\n`, told: /cannot be read: .*circular/ },
    {
      so: 'grows by its anchors',
      manifest: `${stringify(job())}metadata: {a: &long ${'x'.repeat(9_000)}, b: *long}\n`,
      told: /longer than 16384 bytes with its anchors/,
    },
    {
      so: 'projects what is no source into its pod',
      manifest: job({}, { volumes: [{ name: 'v', projected: { sources: ['token'] } }] }),
      told: /sources.0 must be object/,
    },
    { so: 'runs more than one pod', manifest: job({ parallelism: 2 }), told: /job.spec.parallelism is not a known parameter/ },
    { so: 'runs again after a failure', manifest: job({ backoffLimit: 3 }), told: /job.spec.backoffLimit must be 0/ },
    { so: 'runs a container again', manifest: job({}, { restartPolicy: 'OnFailure' }), told: /restartPolicy must be "Never"/ },
    {
      so: 'is gone before it is looked at',
      manifest: job({ ttlSecondsAfterFinished: 60 }),
      told: /ttlSecondsAfterFinished must be >= 3600/,
    },
    { so: 'has no container', manifest: job({}, { containers: [] }), told: /containers must NOT have fewer/ },
    { so: 'names no account', manifest: job({}, { serviceAccountName: '' }), told: /serviceAccountName must NOT have fewer/ },
    { so: 'names its account by the old field', manifest: job({}, { serviceAccount: 'x' }), told: /serviceAccountName/ },
    {
      so: 'defines a variable of the engine',
      manifest: job({}, {}, { env: [{ name: 'COORDINATION_VALUES' }] }),
      told: /COORDINATION_VALUES/,
    },
    {
      so: 'has a schema that cannot be read',
      manifest: job(),
      more: { 'values.schema.json': '{' },
      told: /values.schema.json cannot be read/,
    },
  ])('$so', ({ manifest, more, told }) => {
    const template = manifest === undefined ? readTemplate(configMap()) : read(manifest, more);
    expect(template).toMatch(told);
  });
});

test.each([
  { text: 'psql -c "$COORDINATION_VALUE_sql"', taken: true },
  { text: '$(COORDINATION_VALUE_sql)', taken: true },
  { text: '--table=$(COORDINATION_VALUE_table)', taken: true },
  { text: 'psql -c $(COORDINATION_VALUE_sql)', taken: false },
  { text: 'a;$(COORDINATION_VALUE_sql)', taken: false },
  { text: '"$(COORDINATION_VALUES)"', taken: false },
])('an argument "$text" is taken: $taken', ({ text, taken }) => {
  for (const field of ['command', 'args']) {
    const template = read(job({}, {}, { [field]: ['sh', '-c', text] }));
    expect(typeof template === 'string' ? template : 'taken').toMatch(taken ? /^taken$/ : /splices a value into a command line/);
  }
});

test('init containers are held to the same', () => {
  const initContainers = [{ name: 'first', args: ['rm $(COORDINATION_VALUE_x)'] }];
  expect(read(job({}, { initContainers }))).toMatch(/container first splices/);
});

test('the templates in the documentation can be used as they are', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/run-job.md'), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n([^`]*)```/g)].flatMap(([, block = '']) =>
    parseAllDocuments(block).map((one) => one.toJS() as unknown),
  );
  const [trim, restore] = blocks
    .filter((one): one is ConfigMap => isRecord(one) && isRecord(one['data']) && 'job.yaml' in one['data'])
    .map(readTemplate);
  const step = blocks.flatMap((one) =>
    Array.isArray(one) ? (one as readonly { readonly action: { parameters: { values: Values } } }[]) : [],
  )[0];
  expect(trim).toMatchObject({ inverse: 'restore-orders' });
  for (const template of [trim, restore]) {
    if (typeof template !== 'object') throw new Error(template);
    expect(valuesFault(template.schema, step?.action.parameters.values ?? {})).toBeUndefined();
  }
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
