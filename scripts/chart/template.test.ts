import { describe, expect, test } from '@jest/globals';
import { edited, indented } from './edit.ts';
import { merged } from './merge.ts';
import { patchedBy, sizeOf, type Deployment } from './sizes.ts';
import { templateOf } from './template.ts';

const manifest = `kind: Role
metadata:
  name: one
  namespace: self-healing-platform
  labels:
    app: coordination-engine
`;

describe('a template', () => {
  test('is in the namespace of the release and has the labels of a chart', () => {
    expect(templateOf({ path: 'config/one.yaml', text: manifest }))
      .toBe(`{{- /* Made from config/one.yaml by \`npm run generate\`; do not edit. */}}
kind: Role
metadata:
  name: one
  namespace: {{ .Release.Namespace | quote }}
  labels:
    {{- include "coordination-engine.labels" . | nindent 4 }}
    app: coordination-engine
`);
  });

  test.each([
    { of: 'an expression of the manifest', text: 'a: "{{ $labels.x }}"\n', rendered: 'a: "{{ "{{" }} $labels.x {{ "}}" }}"\n' },
    { of: 'a namespace inside a text', text: 'a: "\'x:self-healing-platform:y\'"\n', rendered: 'a: "\'x:{{ .Release.Namespace }}:y\'"\n' },
    { of: 'labels that are not ours', text: 'metadata:\n  labels:\n    team: x\n', rendered: 'metadata:\n  labels:\n    team: x\n' },
    {
      of: 'labels further in',
      text: 'spec:\n    labels:\n      app: coordination-engine\n',
      rendered: 'spec:\n    labels:\n      app: coordination-engine\n',
    },
  ])('keeps the meaning of $of', ({ text, rendered }) => {
    expect(templateOf({ path: 'config/one.yaml', text })).toContain(`*/}}\n${rendered}`);
  });

  test('is rendered only when its value says so', () => {
    expect(templateOf({ path: 'config/one.yaml', text: 'a: 1\n', when: '.Values.on' })).toMatch(
      /\n\{\{- if \.Values\.on \}\}\na: 1\n\{\{- end \}\}\n$/,
    );
  });

  test('keeps a namespace when the release goes, and leaves it to whoever made it', () => {
    const text = 'kind: Namespace\nmetadata:\n  name: locks\n---\nkind: Role\n';
    expect(templateOf({ path: 'config/one.yaml', text }))
      .toContain(`{{- if include "coordination-engine.may-own-namespace" (list . "locks") }}
kind: Namespace
metadata:
  name: locks
  annotations:
    helm.sh/resource-policy: keep
{{- end }}
---
kind: Role
`);
  });
});

describe('an edit', () => {
  test('takes the place of what it finds', () => {
    expect(edited('x', 'a: 1\nb: 2\n', [[/^b: .*$/m, 'b: 3']])).toBe('a: 1\nb: 3\n');
  });

  test.each([
    { when: 'there is none', text: 'a: 1\n', times: 'has 0 times' },
    { when: 'there are two', text: 'b: 1\nb: 2\n', times: 'has 2 times' },
  ])('is refused when $when of what it is to change', ({ text, times }) => {
    expect(() => edited('x.yaml', text, [[/^b: .*$/m, 'b: 3']])).toThrow(`x.yaml ${times}, not once`);
  });

  test('leaves empty lines empty when it moves them', () => {
    expect(indented('a:\n\n  b\n', 2)).toBe('  a:\n\n    b\n');
  });
});

describe('a size', () => {
  const deployment = (replicas: number, env: object[], resources: object) =>
    ({ spec: { replicas, template: { spec: { containers: [{ env, resources }] } } } }) as unknown as Deployment;

  test('is what the component makes of the Deployment', () => {
    const base = sizeOf(
      deployment(
        2,
        [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
          { name: 'POD', valueFrom: {} },
        ],
        { limits: { cpu: '2', memory: '4Gi' } },
      ),
    );
    const patch = deployment(1, [{ name: 'B', value: '3' }], { limits: { memory: '1Gi', cpu: null } });
    expect(patchedBy(base, patch)).toEqual({ replicas: 1, env: { A: '1', B: '3' }, resources: { limits: { memory: '1Gi' } } });
  });

  test('merges maps, and replaces everything else', () => {
    expect(merged({ a: { b: 1, c: 2 }, d: [1], e: 5 }, { a: { b: 3 }, d: [2] })).toEqual({ a: { b: 3, c: 2 }, d: [2], e: 5 });
  });
});
