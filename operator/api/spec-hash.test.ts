import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from './digest.ts';
import type { RemediationActionSpec } from './generated/types.ts';
import { specHash } from './spec-hash.ts';

const spec: RemediationActionSpec = {
  type: 'node_remediation',
  operation: 'cordon_node',
  target: { apiVersion: 'v1', kind: 'Node', name: 'w1' },
  source: 'manual',
  priority: 3,
  retries: { attempts: 3, backoffSeconds: 5 },
  dryRun: false,
  approvalRequired: false,
  cancel: false,
};

describe('the hash of a spec', () => {
  test('is 64 hex digits', () => expect(specHash(spec)).toMatch(/^[0-9a-f]{64}$/));

  test.each([
    {
      when: 'the keys come in another order',
      other: Object.fromEntries(Object.entries(spec).reverse()) as unknown as RemediationActionSpec,
    },
    { when: 'it is cancelled', other: { ...spec, cancel: true } },
    { when: 'it is approved', other: { ...spec, approval: { decision: 'Approved' as const, by: 'ann' } } },
    { when: 'an absent field is written as undefined', other: { ...spec, confidence: undefined } },
  ])('stays the same when $when', ({ other }) => expect(specHash(other)).toBe(specHash(spec)));

  test.each([
    { when: 'the operation', other: { ...spec, operation: 'drain_node' as const } },
    { when: 'a nested field', other: { ...spec, target: { ...spec.target, name: 'w2' } } },
    { when: 'a parameter', other: { ...spec, parameters: { force: true } } },
  ])('changes with $when', ({ other }) => expect(specHash(other)).not.toBe(specHash(spec)));
});

test.each([
  { value: { b: 1, a: { d: [2, 1], c: null } }, text: '{"a":{"c":null,"d":[2,1]},"b":1}' },
  { value: [{ b: undefined, a: 'x' }], text: '[{"a":"x"}]' },
])('canonical JSON of equal content is $text', ({ value, text }) => expect(canonicalJson(value)).toBe(text));
