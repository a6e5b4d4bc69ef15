import { describe, expect, test } from '@jest/globals';
import { buildAction } from '../../testing/action-builder.ts';
import { builtOperation } from '../../testing/court.ts';
import { parameterJudge } from './parameters.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['replicas'],
  properties: { replicas: { type: 'integer', minimum: 0 }, limits: { type: 'object', properties: { cpu: { type: 'string' } } } },
};
const judge = parameterJudge(new Map([['scale_workload', builtOperation('scale_workload', ['resource_scaling'], { parameters: schema })]]));

describe('parameters are judged by the schema of their operation', () => {
  test.each([
    { parameters: { replicas: 3 }, fault: undefined },
    { parameters: undefined, fault: 'spec.parameters.replicas is required' },
    { parameters: { replicas: '3' }, fault: 'spec.parameters.replicas must be integer' },
    { parameters: { replicas: -1 }, fault: 'spec.parameters.replicas must be >= 0' },
    { parameters: { replicas: 3, force: true }, fault: 'spec.parameters.force is not a parameter of the operation' },
    { parameters: { replicas: 3, limits: { cpu: 1 } }, fault: 'spec.parameters.limits.cpu must be string' },
  ])('$parameters: $fault', ({ parameters, fault }) => {
    const { spec } = buildAction({ type: 'resource_scaling', target: 'Deployment/shop/pay', parameters });
    expect(judge(spec)).toBe(fault);
  });

  test('one that is not built is not judged here', () => {
    expect(judge(buildAction({ parameters: { any: 1 } }).spec)).toBeUndefined();
  });
});
