import { describe, expect, test } from '@jest/globals';
import { scaleWorkload } from '../../operations/scale-workload.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { makeRules } from './rules.ts';

const rules = makeRules(fakeEngine({ operations: [scaleWorkload] }).deps)();

describe('the rules by which plans are judged', () => {
  test.each([
    { parameters: { replicas: 3 }, objection: undefined },
    { parameters: {}, objection: 'parameters.replicas is required' },
    { parameters: { replicas: 3, size: 1 }, objection: 'parameters.size is not a known parameter' },
  ])('object to the parameters $parameters of an operation with: $objection', ({ parameters, objection }) => {
    expect(rules.operations.get('scale_workload')?.objectionTo(parameters)).toBe(objection);
  });

  test('know only the operations and the checks that are built', () => {
    expect(rules.operations.has('cordon_node')).toBe(false);
    expect(rules.checks.has('node_ready')).toBe(true);
    expect(rules.checks.has('anything_else' as never)).toBe(false);
  });
});
