import { expect, test } from '@jest/globals';
import { drainAndRebootNode } from './drain-and-reboot-node.ts';
import { drainNode } from './drain-node.ts';
import { restartDeployment } from './restart-deployment.ts';
import { scaleWorkload } from './scale-workload.ts';
import { validateParameters } from './validate-parameters.ts';

test.each([
  { operation: scaleWorkload, parameters: { replicas: 3 }, errors: [] },
  { operation: scaleWorkload, parameters: undefined, errors: [{ field: 'replicas', message: 'is required' }] },
  { operation: scaleWorkload, parameters: { replicas: -1 }, errors: [{ field: 'replicas', message: 'must be >= 0' }] },
  { operation: scaleWorkload, parameters: { replicas: '3' }, errors: [{ field: 'replicas', message: 'must be integer' }] },
  {
    operation: scaleWorkload,
    parameters: { replicas: 3, replica: 3 },
    errors: [{ field: 'replica', message: 'is not a known parameter' }],
  },
  { operation: restartDeployment, parameters: undefined, errors: [] },
  { operation: restartDeployment, parameters: [], errors: [{ field: 'parameters', message: 'must be object' }] },
  { operation: drainNode, parameters: { force: true, deleteEmptyDirData: false, gracePeriodSeconds: -1 }, errors: [] },
  { operation: drainNode, parameters: { strategy: 'Job' }, errors: [{ field: 'strategy', message: 'is not a known parameter' }] },
  { operation: drainAndRebootNode, parameters: { strategy: 'Job' }, errors: [] },
])('$operation.name with $parameters: $errors', ({ operation, parameters, errors }) => {
  expect(validateParameters(operation, parameters)).toEqual(errors);
});
