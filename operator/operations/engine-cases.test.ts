import { describe, expect, test } from '@jest/globals';
import { groupOf, kinds } from '../kube/kinds.ts';
import { aPod, aWorkload } from '../testing/cluster-objects.ts';
import { givenBy } from '../testing/engine-cases.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import { carryOut } from '../testing/run-action.ts';

const type = 'application_remediation';
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

describe('what related engines say of an operation', () => {
  test('remed-02-crashloop-pod: the pod goes, here by an eviction', async () => {
    const { issue } = givenBy('remed-02-crashloop-pod', { issue: { namespace: 'default', resource_name: 'test-pod' } });
    const { namespace, resource_name: name } = issue;
    const engine = executionEngine([
      aPod(name, { namespace, containers: [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }] }),
    ]);
    const action = admit(engine, { type, operation: 'delete_pod', target: `Pod/${namespace}/${name}` });
    expect((await carryOut(engine, action, 250)).status?.phase).toBe('Succeeded');
    expect(writesOn(engine, 'Pod/eviction')).toHaveLength(1);
    expect(writesOn(engine, 'Pod')).toEqual([]);
  });

  test.each([
    { id: 'remed-05-deployment-restart', own: { kind: 'Deployment', name: 'nginx', namespace: 'default' } },
    { id: 'remed-17-statefulset', own: { kind: 'StatefulSet', name: 'db', namespace: 'default' } },
  ])('$id: the workload itself is restarted, by the annotation that kubectl writes', async ({ id, own }) => {
    const { kind, name, namespace } = givenBy(id, { resource: own }).resource;
    await expectRestart(kind, namespace, name);
  });

  test('rb-neg-kind-is-name: what is restarted is told by its kind and its name', async () => {
    const { step } = givenBy('rb-neg-kind-is-name', { step: { target: 'production/payment-service' } });
    const [namespace = '', name = ''] = step.target.split('/');
    await expectRestart('Deployment', namespace, name);
  });

  test('remed-10-api-version: an apiVersion has a group, but that of the core', () => {
    const own = ['databases.example.com/v1', 'apps.example.com/v1beta1', 'v1', 'apps/v1'];
    const { apiVersions } = givenBy('remed-10-api-version', { apiVersions: own });
    expect(apiVersions.map(groupOf)).toEqual(['databases.example.com', 'apps.example.com', '', 'apps']);
  });

  test('remed-12-argocd-sync: the Application gets an operation that prunes nothing', async () => {
    const { application } = givenBy('remed-12-argocd-sync', { application: 'test-app' });
    const annotations = { 'argocd.argoproj.io/tracking-id': `${application}:apps/Deployment:shop/web` };
    const resources = [{ group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }];
    const app = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: application, namespace: 'argocd' },
      spec: {},
      status: { history: [{ revision: 'r1' }], sync: { revision: 'r1' }, resources },
    };
    const engine = executionEngine([aWorkload('Deployment', 'web', { annotations }), app]);
    await carryOut(engine, admit(engine, { type, operation: 'argocd_sync', target: 'Deployment/shop/web' }), 250);
    const [write] = writesOn(engine, 'Application');
    expect(Object.keys(write?.body ?? {}).toSorted()).toEqual(['metadata', 'operation']);
    expect(write?.body).not.toMatchObject({ operation: { sync: { prune: true } } });
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  test('remed-14-operator-stuck: an operator has ten minutes to bring back what it keeps; then a person has to look', async () => {
    const own = [
      [{ type: 'Reconciling', status: 'True' }],
      [{ type: 'Degraded', status: 'True', age: '11m' }],
      [{ type: 'Degraded', status: 'True', age: '9m' }],
    ];
    const { cr_conditions: rows } = givenBy<{ cr_conditions: readonly (readonly Said[])[] }>('remed-14-operator-stuck', {
      cr_conditions: own,
    });
    const ends = await Promise.all(rows.map((conditions) => reconciled(conditions, parseInt(conditions[0]?.age ?? '0'))));
    expect(ends).toMatchObject([{ phase: 'Running' }, { phase: 'Failed', reason: 'NeedsPerson' }, { phase: 'Running' }]);
  });
});

interface Said {
  readonly type: string;
  readonly status: string;
  readonly age?: string;
}

/** Where the action is when the custom resource has said that for so many minutes since it was asked to be reconciled. */
async function reconciled(conditions: readonly Said[], minutes: number) {
  const apiVersion = 'databases.example.com/v1';
  const database = {
    apiVersion,
    kind: 'Database',
    metadata: { namespace: 'shop', name: 'main', generation: 1 },
    status: { observedGeneration: 1, conditions },
  };
  const engine = executionEngine([database], { served: [{ apiVersion, kind: 'Database', plural: 'databases', namespaced: true }] });
  const target = { apiVersion, kind: 'Database', namespace: 'shop', name: 'main' };
  const action = admit(engine, { type, operation: 'reconcile_owner', target, timeoutSeconds: 600 });
  await carryOut(engine, action, 250);
  engine.clock.advance(minutes * 60_000);
  return (await carryOut(engine, action, 250)).status;
}

async function expectRestart(kind: string, namespace: string, name: string): Promise<void> {
  const engine = executionEngine([aWorkload(kind, name, { namespace })]);
  await carryOut(engine, admit(engine, { type, operation: 'restart_deployment', target: `${kind}/${namespace}/${name}` }), 250);
  const known = Object.values(kinds).find((one) => one.kind === kind);
  expect(known && engine.cluster.peek(known, { namespace, name })).toMatchObject({
    spec: { template: { metadata: { annotations: { [restartedAt]: expect.any(String) } } } },
  });
  expect(writesOn(engine, 'Pod/eviction')).toEqual([]);
}
