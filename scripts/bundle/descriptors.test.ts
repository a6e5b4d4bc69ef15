import { describe, expect, test } from '@jest/globals';
import type { Crd, Schema } from '../schema/crd.ts';
import { descriptorsOf, wordsOfName } from './descriptors.ts';

const crdWith = (part: 'spec' | 'status', properties: Readonly<Record<string, Schema>>): Crd => ({
  file: 'crd.yaml',
  text: '',
  spec: {
    group: 'demo.selfheal.dev',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [{ name: 'v1', schema: { openAPIV3Schema: { properties: { [part]: { properties } } } } }],
  },
});

describe('a field of a spec is shown as what it is', () => {
  const ui = 'urn:alm:descriptor:com.tectonic.ui';
  test.each([
    { what: 'a switch', schema: { type: 'boolean' }, marks: [`${ui}:booleanSwitch`] },
    { what: 'a number', schema: { type: 'integer' }, marks: [`${ui}:number`] },
    { what: 'a choice', schema: { type: 'string', enum: ['a', 'b'] }, marks: [`${ui}:select:a`, `${ui}:select:b`] },
    { what: 'a line of text', schema: { type: 'string' }, marks: [`${ui}:text`] },
    { what: 'nothing special', schema: { type: 'array' }, marks: undefined },
  ] as const)('$what', ({ schema, marks }) => {
    expect(descriptorsOf(crdWith('spec', { field: { ...schema, description: 'What it is.' } }), 'spec')).toEqual([
      { path: 'field', displayName: 'Field', description: 'What it is.', ...(marks && { 'x-descriptors': marks }) },
    ]);
  });

  test('and the fields of an object after the object', () => {
    const inner: Schema = { type: 'object', properties: { decidedBy: { type: 'string' } } };
    const paths = descriptorsOf(crdWith('spec', { approval: inner, mode: { type: 'string' } }), 'spec').map(({ path }) => path);
    expect(paths).toEqual(['approval', 'approval.decidedBy', 'mode']);
  });
});

test.each([
  { field: 'phase', marks: ['urn:alm:descriptor:io.kubernetes.phase'] },
  { field: 'conditions', marks: ['urn:alm:descriptor:io.kubernetes.conditions'] },
  { field: 'attempts', marks: undefined },
])('a status shows $field as Kubernetes means it', ({ field, marks }) => {
  const [shown] = descriptorsOf(crdWith('status', { [field]: { type: 'string' } }), 'status');
  expect(shown?.['x-descriptors']).toEqual(marks);
});

test('a CRD without a status has nothing to show of it', () => {
  expect(descriptorsOf(crdWith('spec', {}), 'status')).toEqual([]);
});

test.each([
  ['ttlSecondsAfterFinished', 'Ttl Seconds After Finished'],
  ['RemediationPlan', 'Remediation Plan'],
  ['phase', 'Phase'],
])('%s reads %s', (name, words) => {
  expect(wordsOfName(name)).toBe(words);
});
