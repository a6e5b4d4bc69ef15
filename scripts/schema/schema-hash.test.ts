import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { schemaHash } from '../../operator/api/generated/schema-hash.ts';
import { keys } from '../../operator/api/resource.ts';
import { loadCrds, schemaAt, schemaOf } from './crd.ts';
import { schemaHashOf, withSchemaHash } from './schema-hash.ts';

const crds = loadCrds(join(import.meta.dirname, '../../crds'));

describe('the schema hash', () => {
  test('of the CRDs is what the operator carries and what each CRD says of itself', () => {
    expect(schemaHashOf(crds)).toBe(schemaHash);
    const said = crds.map(
      ({ text }) => (parse(text) as { metadata: { annotations: Record<string, string> } }).metadata.annotations[keys.schemaHash],
    );
    expect(said).toEqual(crds.map(() => schemaHash));
  });

  test('does not depend on the order of the files', () => {
    expect(schemaHashOf([...crds].reverse())).toBe(schemaHash);
  });

  test('changes with any word of any spec', () => {
    const [first, ...others] = crds;
    expect(first).toBeDefined();
    const changed = first && { ...first, spec: { ...first.spec, names: { ...first.spec.names, shortNames: ['other'] } } };
    expect(schemaHashOf(changed ? [changed, ...others] : others)).not.toBe(schemaHash);
  });
});

describe('writing the hash into a CRD', () => {
  const bare = 'kind: CustomResourceDefinition\nmetadata:\n  name: a.b\nspec:\n  group: b\n';
  const marked = `kind: CustomResourceDefinition\nmetadata:\n  name: a.b\n  annotations:\n    ${keys.schemaHash}: one\nspec:\n  group: b\n`;

  test('adds the annotation and moves nothing else', () => expect(withSchemaHash(bare, 'one')).toBe(marked));

  test('replaces the one that is there', () => expect(withSchemaHash(marked, 'two')).toBe(marked.replace('one', 'two')));
});

test('a path that leads nowhere is said, not guessed', () => {
  const [first] = crds;
  expect(() => first && schemaAt(schemaOf(first), 'spec.targets[].nothing')).toThrow('no schema at spec.targets[].nothing');
});
