import { beforeAll, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../operator/api/generated/types.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { untilEnded } from '../operations/actions.ts';
import { actionVersions, askAll, objectionsTo } from './bench/arbitration-run.ts';
import { journey } from './bench/journey.ts';

const seen = journey({ nodes: ['j4x-w1', 'j4x-w2'] });
const placement = { 'Deployment/j4x/far': ['j4x-w2'], 'Deployment/j4x/near': ['j4x-w1'] };

beforeAll(async () => {
  for (const [name, node] of [
    ['far', 'j4x-w2'],
    ['near', 'j4x-w1'],
  ] as const) {
    await createDeployment(seen.cluster, { namespace: 'j4x', name, node });
    await untilRolledOut(seen.cluster, 'j4x', name);
  }
});

test.each([
  { scope: 'Related', workload: 'far', second: 'Admitted' },
  { scope: 'Related', workload: 'near', second: 'contained_target' },
  { scope: 'Cluster', workload: 'far', second: 'exclusive_types' },
  { scope: 'Cluster', workload: 'near', second: 'contained_target' },
] as const)('J4, S10: scope $scope, a node and a workload $workload from it: $second', async ({ scope, workload, second }) => {
  const { cluster } = seen;
  const id = `${scope}-${workload}`.toLowerCase();
  await seen.stopOperator();
  const revision = await currentRevision(cluster);
  await askAll(cluster, [
    { name: `act-node-${id}`, operation: 'cordon_node', target: 'Node/j4x-w1', priority: 2 },
    {
      name: `act-scale-${id}`,
      type: 'resource_scaling',
      operation: 'scale_workload',
      target: `Deployment/j4x/${workload}`,
      parameters: { replicas: 1 },
    },
  ]);
  await seen.startOperator({ EXCLUSIVITY_SCOPE: scope });
  await untilEnded(cluster, `act-node-${id}`);
  expect((await untilEnded(cluster, `act-scale-${id}`)).status?.phase).toBe('Succeeded');
  const history = await historySince(cluster, revision);
  const statuses = versionsOf(history, 'RemediationAction', `act-scale-${id}`).map(
    ({ object }) => (object as unknown as RemediationAction).status,
  );
  const first = statuses.find((status) => status?.phase !== undefined);
  expect(first?.arbitration?.conflictType ?? first?.phase).toBe(second);
  const versions = actionVersions(history);
  expect(objectionsTo(versions, { placement, threshold: 0.7, maxActive: 10, scope })).toEqual([]);
});
