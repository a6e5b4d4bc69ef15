import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { fieldChanges } from './field-changes.ts';

const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown;

describe('fieldChanges', () => {
  test.each([
    { when: 'a field is set', to: { spec: { unschedulable: true } }, from: { spec: {} }, is: [['spec.unschedulable', null, true]] },
    { when: 'it had another value', to: { spec: { replicas: 3 } }, from: { spec: { replicas: 1 } }, is: [['spec.replicas', 1, 3]] },
    { when: 'it is taken away', to: { spec: { paused: null } }, from: { spec: { paused: true } }, is: [['spec.paused', true, null]] },
    { when: 'it has that value', to: { spec: { replicas: 3 } }, from: { spec: { replicas: 3 } }, is: [] },
    { when: 'the object was not read', to: { spec: { replicas: 3 } }, from: undefined, is: [['spec.replicas', undefined, 3]] },
    { when: 'nothing was above it', to: { a: { b: { c: 'x' } } }, from: {}, is: [['a.b.c', null, 'x']] },
    {
      when: 'a name has dots',
      to: { metadata: { annotations: { 'a.b/c': 'x' } } },
      from: {},
      is: [['metadata.annotations[a.b/c]', null, 'x']],
    },
    { when: 'it is a precondition', to: { metadata: { uid: 'u', resourceVersion: '7' } }, from: {}, is: [] },
    { when: 'it is a list', to: { spec: { args: ['a'] } }, from: { spec: { args: ['b'] } }, is: [['spec.args', digest, digest]] },
    { when: 'it is the same list', to: { spec: { args: ['a'] } }, from: { spec: { args: ['a'] } }, is: [] },
    { when: 'it is long', to: { data: 'x'.repeat(300) }, from: {}, is: [['data', null, digest]] },
  ])('tells from what to what when $when', ({ to, from, is }) => {
    expect(fieldChanges(to, from).map(({ field, from: was, to: now }) => [field, was, now])).toEqual(is);
  });

  test('finds a container by its name, wherever it stands', () => {
    const to = { spec: { containers: [{ name: 'app', resources: { limits: { cpu: '2' } } }] } };
    const from = { spec: { containers: [{ name: 'side' }, { name: 'app', resources: { limits: { cpu: '1' } } }] } };
    expect(fieldChanges(to, from)).toEqual([{ field: 'spec.containers[app].resources.limits.cpu', from: '1', to: '2' }]);
    expect(fieldChanges(to, { spec: {} })).toEqual([{ field: 'spec.containers[app].resources.limits.cpu', from: null, to: '2' }]);
  });

  test.each([
    [{ env: [{ name: 'DSN', value: 'hunter2' }] }, 'env[DSN].value'],
    [{ containers: [{ name: 'app', env: [{ name: 'DSN', value: 'hunter2' }] }] }, 'containers[app].env[DSN].value'],
    [{ password: 'hunter2' }, 'password'],
    [{ metadata: { annotations: { 'example.com/api-key': 'hunter2' } } }, 'metadata.annotations[example.com/api-key]'],
  ])('says of a credential only that it changed: %j', (spec, field) => {
    const [change] = fieldChanges({ spec }, {});
    expect(change).toEqual({ field: `spec.${field}`, from: null, to: '[redacted]' });
  });

  test('hides the credential inside an address', () => {
    const source = { repoURL: 'https://me:hunter2@git/shop' };
    expect(fieldChanges({ operation: { sync: { revision: 'r1', source } } }, {})).toContainEqual({
      ...{ field: 'operation.sync.source.repoURL', from: null, to: 'https://[redacted]@git/shop' },
    });
    expect(JSON.stringify(fieldChanges({ operation: { sync: { sources: [source] } } }, {}))).not.toContain('hunter2');
    expect(fieldChanges({ repoURL: 'https://me:hunter2@git/shop' }, {})).toEqual([
      { field: 'repoURL', from: null, to: 'https://[redacted]@git/shop' },
    ]);
  });

  test('shows the marks of the engine, which are called tokens and are none', () => {
    const to = { metadata: { annotations: { [keys.token]: 'abc', [keys.claim]: 'uid' } } };
    expect(fieldChanges(to, {}).map((change) => change.to)).toEqual(['abc', 'uid']);
  });

  test('tells of 32 fields at most', () => {
    expect(fieldChanges(Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, n])), {})).toHaveLength(32);
  });
});
