import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { aClusterOperator, type Conditions } from '../testing/cluster-objects.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { operationContext } from '../testing/operation-context.ts';
import { monitorClusterOperator } from './monitor-cluster-operator.ts';

const on = 'ClusterOperator/dns';

describe('monitor_cluster_operator', () => {
  test.each<{ when: string; conditions: Conditions; kind: string }>([
    { when: 'it is available and still', conditions: {}, kind: 'done' },
    { when: 'it is progressing', conditions: { Progressing: 'True' }, kind: 'working' },
    { when: 'it is degraded', conditions: { Degraded: 'True' }, kind: 'working' },
    { when: 'it is not available', conditions: { Available: 'False' }, kind: 'working' },
  ])('is $kind when $when', async ({ conditions, kind }) => {
    const client = new FakeCluster({ objects: [aClusterOperator('dns', conditions)] });
    expect(await monitorClusterOperator.settled?.(operationContext(client, on))).toMatchObject({ kind });
  });

  test('begins with an operator that exists', async () => {
    const operator = aClusterOperator('dns', { Degraded: 'True' });
    const inspection = await monitorClusterOperator.inspect(operationContext(new FakeCluster({ objects: [operator] }), on));
    expect(inspection).toEqual({ kind: 'ready', before: {}, targetUid: operator.metadata.uid, changes: [] });
  });

  test('does not begin without it and fails when it goes away', async () => {
    const context = operationContext(new FakeCluster(), on);
    expect(await monitorClusterOperator.inspect(context)).toMatchObject({ kind: 'refused', reason: 'TargetNotFound' });
    expect(await monitorClusterOperator.settled?.(context)).toMatchObject({ kind: 'failed', reason: 'TargetGone' });
  });

  test('does not apply where the API is not installed', async () => {
    const context = operationContext(new FakeCluster({ missing: [kinds.ClusterOperator] }), on);
    expect(await monitorClusterOperator.inspect(context)).toMatchObject({ kind: 'refused', reason: 'NotApplicable' });
    expect(await monitorClusterOperator.settled?.(context)).toMatchObject({ kind: 'failed', reason: 'NotApplicable' });
  });

  test('has nothing to write and nothing to undo', () => {
    expect(monitorClusterOperator).toMatchObject({ effects: [], undo: 'None' });
  });
});
