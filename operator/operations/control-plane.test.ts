import { describe, expect, test } from '@jest/globals';
import { aNode } from '../testing/cluster-objects.ts';
import { admit, executionEngine } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut } from '../testing/run-action.ts';

const drain = (engine: FakeEngine) => admit(engine, { operation: 'drain_node' });

describe('a drain', () => {
  test.each([
    { first: 'is down and the other too', own: 'False', other: {}, phase: 'Succeeded' },
    { first: 'is down and the other cordoned', own: 'False', other: { spec: { unschedulable: true } }, phase: 'Blocked' },
  ])('of a node of the control plane that $first is $phase', async ({ own, other, phase }) => {
    const labels = { 'node-role.kubernetes.io/control-plane': '' };
    const down = { labels, conditions: { Ready: 'False' } };
    const engine = executionEngine([aNode('w1', { labels, conditions: { Ready: own } }), aNode('w2', { ...down, ...other })]);
    expect((await carryOut(engine, drain(engine), 5000)).status).toMatchObject({ phase });
  });

  test.each([
    { allowed: 0, ready: 'True', on: 'w1', phase: 'Blocked' },
    { allowed: 0, ready: 'False', on: 'w1', phase: 'Succeeded' },
    { allowed: 0, ready: 'True', on: 'w2', phase: 'Succeeded' },
    { allowed: 1, ready: 'True', on: 'w1', phase: 'Succeeded' },
  ])('is $phase when etcd can spare $allowed and the guard on $on is ready: $ready', async ({ allowed, ready, on, phase }) => {
    const labels = { 'node-role.kubernetes.io/control-plane': '' };
    const where = { namespace: 'openshift-etcd', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
    const guards = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { ...where, name: 'etcd-guard-pdb' } };
    const mirror = { 'kubernetes.io/config.mirror': '' };
    const guard = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...where, name: 'etcd-guard', labels: { app: 'guard' }, annotations: mirror },
    };
    const engine = executionEngine([
      aNode('w1', { labels }),
      { ...guards, spec: { selector: { matchLabels: { app: 'guard' } } }, status: { disruptionsAllowed: allowed } },
      { ...guard, spec: { nodeName: on }, status: { conditions: [{ type: 'Ready', status: ready }] } },
    ]);
    const { status } = await carryOut(engine, drain(engine), 5000);
    const blocked = { reason: 'EtcdGuard', blocked: { by: 'PodDisruptionBudget/openshift-etcd/etcd-guard-pdb' } };
    expect(status).toMatchObject({ phase, ...(phase === 'Blocked' && blocked) });
  });
});
