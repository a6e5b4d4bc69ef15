import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Schema } from '../schema/crd.ts';
import { crdChanges, type CrdDocument, type ServedVersion } from './crd-changes.ts';
import { acceptedIn, documentsIn, lastRelease, lastTag, recordRelease } from './released.ts';
import { verdictOn } from './verdict.ts';

const root = join(import.meta.dirname, '../..');

const rule = { rule: 'self.size() > 1', message: 'it is too short' };
const widget: Schema = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', format: 'int32', minimum: 1, maximum: 5 },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        name: { type: 'string', maxLength: 63, pattern: '^[a-z]+$' },
        parts: { type: 'array', maxItems: 3, 'x-kubernetes-list-type': 'set', items: { type: 'string', maxLength: 10 } },
        labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 10 } },
        note: { type: 'string', description: 'Anything.' },
      },
    },
  },
};

const version: ServedVersion = {
  name: 'v1alpha1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: widget },
  subresources: { status: {} },
  selectableFields: [{ jsonPath: '.spec.colour' }],
};

const crd = (versions: readonly ServedVersion[] = [version], names: object = {}): CrdDocument => ({
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', shortNames: ['wd'], categories: ['things'], ...names },
    versions,
  },
});

/** The widget with other fields below spec; undefined takes one away. */
function withFields(fields: Readonly<Record<string, Schema | undefined>>, spec: Partial<Schema> = {}): CrdDocument {
  const before = widget.properties?.['spec'];
  const all = Object.entries({ ...before?.properties, ...fields });
  const properties = Object.fromEntries(all.flatMap(([name, schema]) => (schema ? [[name, schema] as const] : [])));
  const changed: Schema = { ...widget, properties: { spec: { ...before, properties, ...spec } } };
  return crd([{ ...version, schema: { openAPIV3Schema: changed } }]);
}

const changesTo = (after: readonly CrdDocument[], breaks: boolean): string[] =>
  crdChanges([crd()], after)
    .filter((change) => change.breaks === breaks)
    .map(({ at, what }) => `${at}: ${what}`);

const field = (name: string): Schema => widget.properties?.['spec']?.properties?.[name] ?? {};

describe('a change that breaks something', () => {
  test.each<{ of: string; after: readonly CrdDocument[]; says: string }>([
    { of: 'a kind that is gone', after: [], says: 'Widget: is gone' },
    { of: 'a kind with another name', after: [crd([version], { kind: 'Gadget' })], says: 'Widget: is now called Gadget' },
    { of: 'a kind without its short name', after: [crd([version], { shortNames: [] })], says: 'Widget: has no short name wd any more' },
    {
      of: 'a kind without its category',
      after: [crd([version], { categories: [] })],
      says: 'Widget: is not in the category things any more',
    },
    { of: 'a kind of another scope', after: [{ spec: { ...crd().spec, scope: 'Cluster' } }], says: 'Widget: is now Cluster' },
    { of: 'a version that is gone', after: [crd([])], says: 'Widget v1alpha1: is gone: objects that are stored in it cannot be read' },
    { of: 'a version that is not served', after: [crd([{ ...version, served: false }])], says: 'Widget v1alpha1: is no longer served' },
    {
      of: 'a version without its status',
      after: [crd([{ ...version, subresources: {} }])],
      says: 'Widget v1alpha1: is no longer with a status of its own',
    },
    {
      of: 'a field that nothing is selected by any more',
      after: [crd([{ ...version, selectableFields: [] }])],
      says: 'Widget v1alpha1: can no longer be selected by .spec.colour',
    },
    { of: 'a field that is gone', after: [withFields({ note: undefined })], says: '.spec.note: is gone' },
    { of: 'a field that is renamed', after: [withFields({ note: undefined, remark: field('note') })], says: '.spec.note: is gone' },
    {
      of: 'another type',
      after: [withFields({ size: { ...field('size'), type: 'string' } })],
      says: '.spec.size: type changed from "integer" to "string"',
    },
    { of: 'another format', after: [withFields({ size: { ...field('size'), format: 'int64' } })], says: '.spec.size: format changed' },
    {
      of: 'another default',
      after: [withFields({ colour: { ...field('colour'), default: 'blue' } })],
      says: '.spec.colour: default changed from "red" to "blue"',
    },
    {
      of: 'a narrower enum',
      after: [withFields({ colour: { ...field('colour'), enum: ['red'] } })],
      says: '.spec.colour: no longer allows blue',
    },
    { of: 'a new enum', after: [withFields({ note: { type: 'string', enum: ['a', 'b'] } })], says: '.spec.note: is now one of a, b' },
    {
      of: 'a higher minimum',
      after: [withFields({ size: { ...field('size'), minimum: 2 } })],
      says: '.spec.size: minimum changed from 1 to 2',
    },
    {
      of: 'a lower maximum',
      after: [withFields({ size: { ...field('size'), maximum: 4 } })],
      says: '.spec.size: maximum changed from 5 to 4',
    },
    {
      of: 'a new bound',
      after: [withFields({ note: { type: 'string', maxLength: 9 } })],
      says: '.spec.note: maxLength changed from none to 9',
    },
    {
      of: 'fewer items',
      after: [withFields({ parts: { ...field('parts'), maxItems: 2 } })],
      says: '.spec.parts: maxItems changed from 3 to 2',
    },
    {
      of: 'shorter items',
      after: [withFields({ parts: { ...field('parts'), items: { type: 'string', maxLength: 9 } } })],
      says: '.spec.parts[]: maxLength changed from 10 to 9',
    },
    {
      of: 'a list that is merged otherwise',
      after: [withFields({ parts: { ...field('parts'), 'x-kubernetes-list-type': 'atomic' } })],
      says: '.spec.parts: x-kubernetes-list-type changed from "set" to "atomic"',
    },
    {
      of: 'shorter values of a map',
      after: [withFields({ labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 9 } } })],
      says: '.spec.labels{}: maxLength changed from 10 to 9',
    },
    { of: 'a map that takes no keys', after: [withFields({ labels: { type: 'object' } })], says: '.spec.labels{}: is gone' },
    {
      of: 'another pattern',
      after: [withFields({ name: { ...field('name'), pattern: '^[a-c]+$' } })],
      says: '.spec.name: pattern changed',
    },
    { of: 'a field that is required now', after: [withFields({}, { required: ['size', 'name'] })], says: '.spec: now requires name' },
    {
      of: 'a new rule',
      after: [withFields({ name: { ...field('name'), 'x-kubernetes-validations': [rule] } })],
      says: '.spec.name: has a new rule: it is too short (self.size() > 1)',
    },
  ])('is $of', ({ after, says }) => {
    const found = changesTo(after, true);
    expect(found).toHaveLength(1);
    expect(found[0]?.replace('Widget v1alpha1 .', '.')).toContain(says);
  });
});

describe('a change that breaks nothing', () => {
  const v1: ServedVersion = { ...version, name: 'v1', storage: false };

  test.each<{ of: string; after: readonly CrdDocument[]; says: readonly string[] }>([
    { of: 'none', after: [crd()], says: [] },
    { of: 'another kind', after: [crd(), crd([version], { kind: 'Gadget', plural: 'gadgets' })], says: ['Gadget: is new'] },
    { of: 'another version', after: [crd([version, v1])], says: ['Widget v1: is new'] },
    {
      of: 'another version that is stored',
      after: [
        crd([
          { ...version, storage: false },
          { ...v1, storage: true },
        ]),
      ],
      says: ['Widget v1alpha1: is no longer the version that is stored', 'Widget v1: is new'],
    },
    { of: 'another field', after: [withFields({ weight: { type: 'integer' } })], says: ['Widget v1alpha1 .spec.weight: is new'] },
    {
      of: 'another word',
      after: [withFields({ colour: { ...field('colour'), enum: ['red', 'blue', 'green'] } })],
      says: ['Widget v1alpha1 .spec.colour: also allows green'],
    },
    { of: 'wider bounds', after: [withFields({ size: { ...field('size'), minimum: 0, maximum: 9 }, name: { type: 'string' } })], says: [] },
    { of: 'fewer required fields', after: [withFields({}, { required: [] })], says: [] },
    { of: 'another description', after: [withFields({ note: { type: 'string', description: 'Something.' } })], says: [] },
  ])('is $of', ({ after, says }) => {
    expect(changesTo(after, true)).toEqual([]);
    expect(changesTo(after, false)).toEqual(says);
  });
});

describe('the verdict', () => {
  const gone = { at: 'Widget v1alpha1 .spec.note', what: 'is gone', breaks: true };
  const added = { at: 'Widget v1alpha1 .spec.weight', what: 'is new', breaks: false };
  const accepted = [{ change: 'Widget v1alpha1 .spec.note: is gone', why: 'Nobody used it.' }];
  const base = { version: '0.1.0', tag: undefined, changes: [added], accepted: [] };

  test.each([
    { when: 'nothing breaks', of: base, isCompatible: true, says: '0 incompatible, 0 accepted, 1 compatible' },
    {
      when: 'something breaks',
      of: { ...base, changes: [gone, added] },
      isCompatible: false,
      says: '! Widget v1alpha1 .spec.note: is gone',
    },
    { when: 'somebody accepted it', of: { ...base, changes: [gone], accepted }, isCompatible: true, says: '0 incompatible, 1 accepted' },
    {
      when: 'what was accepted is not there',
      of: { ...base, accepted },
      isCompatible: false,
      says: '! accepted, but there is no such change',
    },
    { when: 'the record is of the last tag', of: { ...base, tag: 'v0.1.0' }, isCompatible: true, says: 'CRDs since v0.1.0: 0' },
    { when: 'the last tag is newer', of: { ...base, tag: 'v0.2.0' }, isCompatible: false, says: 'has 0.1.0, but v0.2.0 is released' },
  ])('is compatible: $isCompatible, when $when', ({ of, isCompatible, says }) => {
    const verdict = verdictOn(of);
    expect(verdict.isCompatible).toBe(isCompatible);
    expect(verdict.lines.join('\n')).toContain(says);
  });
});

describe('the CRDs of this repository', () => {
  test('break nothing of the last release, and the check finds what would', () => {
    const { version: released, crds } = lastRelease(root);
    expect(crds.map(({ spec }) => spec.names.kind).toSorted()).toEqual([
      'Anomaly',
      'RemediationAction',
      'RemediationPlan',
      'RemediationPolicy',
    ]);
    const changes = crdChanges(crds, documentsIn(join(root, 'crds')));
    expect(verdictOn({ version: released, tag: lastTag(root), changes, accepted: acceptedIn(root) })).toMatchObject({ isCompatible: true });
    expect(crdChanges(documentsIn(join(root, 'crds')), crds.slice(1)).filter(({ breaks }) => breaks)).not.toEqual([]);
  });
});

describe('a release', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'crds-'));
    cpSync(join(root, 'crds'), join(copy, 'crds'), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  test('puts its CRDs on record, and accepts nothing any more', () => {
    const file = join(copy, 'crds/anomalies.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('maxLength: 2048', 'maxLength: 1024'));
    writeFileSync(join(copy, 'crds/released/ACCEPTED'), '# How to\n- {change: "Anomaly v1alpha1 .status.message: x", why: y}\n');
    recordRelease(copy, '9.9.9');
    expect(lastRelease(copy)).toEqual({ version: '9.9.9', crds: documentsIn(join(copy, 'crds')) });
    expect(acceptedIn(copy)).toEqual([]);
    expect(readFileSync(join(copy, 'crds/released/ACCEPTED'), 'utf8')).toBe('# How to\n');
    expect(readdirSync(join(copy, 'crds/released')).toSorted()).toEqual([
      ...['ACCEPTED', 'VERSION', 'anomalies.yaml', 'remediationactions.yaml', 'remediationplans.yaml', 'remediationpolicies.yaml'],
    ]);
  });

  test('has a tag that git may know, or not', () => {
    expect(lastTag(copy)).toBeUndefined();
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: copy, stdio: 'pipe' });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message=one');
    expect(lastTag(copy)).toBeUndefined();
    git('tag', 'v1.2.3');
    git('tag', 'other');
    expect(lastTag(copy)).toBe('v1.2.3');
  });
});
