import { expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds, type Kind } from '../../kube/kinds.ts';
import { admit, bootedNode, executionEngine } from '../../testing/execution-engine.ts';
import { carryOut } from '../../testing/run-action.ts';

const template = ({ apiVersion, kind }: Kind) => ({
  ...{ apiVersion, kind, metadata: { namespace: 'medik8s', name: 'usual' } },
  spec: { template: { spec: {} } },
});
const selfNode = template(kinds.SelfNodeRemediationTemplate);
const fenceAgents = template(kinds.FenceAgentsRemediationTemplate);

interface Wish {
  readonly objects?: readonly (typeof selfNode)[];
  readonly asked?: string;
  readonly code?: number;
}

/** A reboot of a node whose kubelet answers, where the API server refuses to say so by its Lease. */
async function rebootOf({ objects = [], asked, code = 403 }: Wish): Promise<RemediationAction['status']> {
  const engine = executionEngine([bootedNode('w1'), ...objects]);
  const get = engine.cluster.get.bind(engine.cluster);
  engine.cluster.get = (kind, key, ...rest) =>
    key.namespace === 'kube-node-lease' ? Promise.reject(new Terminal({ code, reason: 'x', message: 'no' })) : get(kind, key, ...rest);
  const parameters = asked === undefined ? {} : { parameters: { strategy: asked } };
  return (await carryOut(engine, admit(engine, { operation: 'drain_and_reboot_node', ...parameters }), 250)).status;
}

const why = 'Job cannot be used on Node w1: the engine may not get leases in kube-node-lease, which config/opt-in/node-jobs grants';

test('where Jobs are not granted, the only other way is taken', async () => {
  expect(await rebootOf({ objects: [selfNode] })).toMatchObject({ phase: 'Running', before: { strategy: 'SelfNodeRemediation' } });
});

test.each([
  { ways: 'no other way is', objects: [], rest: 'and no other way is there' },
  {
    ways: 'several others are',
    objects: [selfNode, fenceAgents],
    rest: 'and there are several other ways, of which parameters.strategy has to name one: SelfNodeRemediation, FenceAgentsRemediation',
  },
  {
    ways: 'only one that does more than reboot is',
    objects: [fenceAgents],
    rest: 'and the only other way, FenceAgentsRemediation, ',
  },
])('it waits where $ways there, and names the right that is missing', async ({ objects, rest }) => {
  const status = await rebootOf({ objects });
  expect(status).toMatchObject({ phase: 'Blocked', reason: 'NoRebootStrategy' });
  expect(status?.message).toContain(`${why}, ${rest}`);
});

test('a Job that is asked for is refused', async () => {
  expect(await rebootOf({ objects: [selfNode], asked: 'Job' })).toMatchObject({
    ...{ phase: 'Failed', reason: 'NoRebootStrategy', message: `${why}.` },
  });
});

test('any other error is one of the action, whatever other ways are there', async () => {
  expect(await rebootOf({ objects: [selfNode], code: 400 })).toMatchObject({ phase: 'Failed', message: 'no' });
});
