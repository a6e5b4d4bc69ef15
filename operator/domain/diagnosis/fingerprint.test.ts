import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Target } from '../../api/generated/types.ts';
import { target } from '../../testing/targets.ts';
import { fingerprintOf } from './fingerprint.ts';

const spec = { type: 'crash_loop', details: { pod: 'a', value: 3 } };
const name = fc.stringMatching(/^[a-z]{1,8}$/);
const anyTarget: fc.Arbitrary<Target> = fc.record({
  apiVersion: fc.constantFrom('v1', 'apps/v1', 'apps/v1beta1', 'batch/v1'),
  kind: fc.constantFrom('Node', 'Deployment', 'Job'),
  namespace: fc.option(name, { nil: undefined }),
  name,
});

test('the reporter may give it', () => {
  expect(fingerprintOf({ ...spec, fingerprint: 'mine' }, [target('Node/w1')])).toBe('mine');
});

describe('with targets', () => {
  test('it is 16 hex digits that do not depend on order, repetition, type, details or the API version', () => {
    fc.assert(
      fc.property(fc.array(anyTarget, { minLength: 1, maxLength: 6 }), fc.string(), (targets, type) => {
        const first = fingerprintOf(spec, targets);
        const other = targets.toReversed().map((one) => ({ ...one, apiVersion: one.apiVersion.replace('v1beta1', 'v1') }));
        expect(first).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprintOf({ type, details: {} }, [...other, ...targets])).toBe(first);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['Node/w2', 'Deployment/shop/w1', 'Deployment/other/w1', 'StatefulSet/shop/w1'])('%s has one of its own', (other) => {
    expect(fingerprintOf(spec, [target(other)])).not.toBe(fingerprintOf(spec, [target('Node/w1')]));
  });
});

describe('without targets', () => {
  test('it comes from type and details, whatever the order of their keys', () => {
    const first = fingerprintOf(spec, []);
    expect(fingerprintOf({ type: 'crash_loop', details: { value: 3, pod: 'a' } }, [])).toBe(first);
    expect(fingerprintOf({ ...spec, type: 'other' }, [])).not.toBe(first);
    expect(fingerprintOf({ ...spec, details: { pod: 'b', value: 3 } }, [])).not.toBe(first);
  });
});
