import { expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import { admit, bootedNode, executionEngine, writesOn } from '../../testing/execution-engine.ts';
import { carryOut } from '../../testing/run-action.ts';

const { apiVersion, kind } = kinds.SelfNodeRemediationTemplate;
const template = { apiVersion, kind, metadata: { namespace: 'medik8s', name: 'automatic' }, spec: { template: { spec: {} } } };

test('a remediation that is gone before the node has rebooted is not made again', async () => {
  const engine = executionEngine([bootedNode('w1'), template]);
  const action = admit(engine, { operation: 'drain_and_reboot_node', parameters: { strategy: 'SelfNodeRemediation' } });
  await carryOut(engine, action, 250);
  engine.cluster.remove(kinds.SelfNodeRemediation, { namespace: 'medik8s', name: 'w1' });
  expect((await carryOut(engine, action, 5000)).status).toMatchObject({
    phase: 'Failed',
    reason: 'RemediationFailed',
    message: 'SelfNodeRemediation medik8s/w1 was deleted before the node had rebooted.',
  });
  expect(writesOn(engine, 'SelfNodeRemediation')).toHaveLength(1);
});
