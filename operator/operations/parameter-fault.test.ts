import { expect, test } from '@jest/globals';
import { drainAndRebootNode } from './drain-and-reboot-node.ts';
import { drainNode } from './drain-node.ts';
import { parameterFault } from './parameter-fault.ts';
import { restartDeployment } from './restart-deployment.ts';
import { scaleWorkload } from './scale-workload.ts';

const nested = {
  name: 'an operation with nested parameters',
  parameters: { type: 'object', properties: { limits: { type: 'object', properties: { cpu: { type: 'string' } } } } },
};

test.each([
  { operation: scaleWorkload, parameters: { replicas: 3 }, fault: undefined },
  { operation: scaleWorkload, parameters: undefined, fault: 'parameters.replicas is required' },
  { operation: scaleWorkload, parameters: { replicas: -1 }, fault: 'parameters.replicas must be >= 0' },
  { operation: scaleWorkload, parameters: { replicas: '3' }, fault: 'parameters.replicas must be integer' },
  { operation: scaleWorkload, parameters: { replicas: 3, replica: 3 }, fault: 'parameters.replica is not a known parameter' },
  { operation: nested, parameters: { limits: { cpu: 1 } }, fault: 'parameters.limits.cpu must be string' },
  { operation: restartDeployment, parameters: undefined, fault: undefined },
  { operation: restartDeployment, parameters: [], fault: 'parameters must be object' },
  { operation: drainNode, parameters: { force: true, deleteEmptyDirData: false, gracePeriodSeconds: -1 }, fault: undefined },
  { operation: drainNode, parameters: { strategy: 'Job' }, fault: 'parameters.strategy is not a known parameter' },
  { operation: drainAndRebootNode, parameters: { strategy: 'Job' }, fault: undefined },
])('$operation.name with $parameters: $fault', ({ operation, parameters, fault }) => {
  expect(parameterFault(operation, parameters)).toBe(fault);
});
