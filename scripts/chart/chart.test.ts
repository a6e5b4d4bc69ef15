import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { loadCrds } from '../schema/crd.ts';
import { chartFolder, generatedChart, staleTemplates } from './chart.ts';
import { chartSources, leftOut } from './sources.ts';
import { manifestsAt, treeAt } from './tree.ts';

const root = join(import.meta.dirname, '../..');
const tree = treeAt(root);
const made = generatedChart(tree, loadCrds(join(root, 'crds')));
const schema = JSON.parse(made.get(`${chartFolder}/values.schema.json`) ?? '') as object;

describe('the chart that is committed', () => {
  test.each([...made])('%s is as npm run generate makes it', (path, text) => {
    expect(tree.read(path)).toBe(text);
  });

  test('has no template whose source is gone', () => {
    expect(staleTemplates(tree, made)).toEqual([]);
  });

  test('has every manifest of config/, or says why not', () => {
    const used = chartSources(tree).map(({ path }) => path);
    const left = manifestsAt(tree, 'config').filter(
      (path) => !used.includes(path) && !Object.keys(leftOut).some((one) => path.startsWith(one)),
    );
    expect(left).toEqual([]);
  });
});

describe('values.schema.json', () => {
  const validate = new Ajv({ strict: false }).compile(schema);

  test('takes the defaults', () => {
    expect(validate(parse(made.get(`${chartFolder}/values.yaml`) ?? ''))).toBe(true);
  });

  test('is closed wherever the chart decides what there is', () => {
    const open = Object.entries(propertiesOf(schema)).filter(
      ([, value]) => 'properties' in value && value['additionalProperties'] !== false,
    );
    expect(open).toEqual([]);
  });
});

type Properties = Record<string, Record<string, unknown>>;

/** Every schema below, by its path. */
function propertiesOf(of: object, path = ''): Properties {
  const { properties = {} } = of as { readonly properties?: Properties };
  const below = Object.entries(properties).flatMap(([name, value]) => [
    [`${path}.${name}`, value] as const,
    ...Object.entries(propertiesOf(value, `${path}.${name}`)),
  ]);
  return Object.fromEntries(below);
}
