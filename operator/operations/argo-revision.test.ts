import { expect, test } from '@jest/globals';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import { carryOut } from '../testing/run-action.ts';

const workload = aWorkload('Deployment', 'web', { annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web' } });
const application = (namespace: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace },
  spec: {},
  status: { resources: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }] },
});
const revision = 'somebodys-branch';

test.each([
  { from: 'shop', home: 'argocd', parameters: {}, phase: 'Running', writes: 1 },
  { from: 'shop', home: 'argocd', parameters: { revision }, phase: 'Failed', reason: 'CrossNamespaceTarget', writes: 0 },
  { from: 'shop', home: 'shop', parameters: { revision }, phase: 'Running', writes: 1 },
  { from: 'self-healing-platform', home: 'argocd', parameters: { revision }, phase: 'Running', writes: 1 },
])('a sync from $from of an Application in $home with $parameters is $phase', async ({ from, home, parameters, writes, ...end }) => {
  const engine = executionEngine([workload, application(home)]);
  const wish = { type: 'application_remediation', operation: 'argocd_sync', target: 'Deployment/shop/web' } as const;
  const { status } = await carryOut(engine, admit(engine, { ...wish, namespace: from, parameters }), 250);
  expect(status).toMatchObject(end);
  expect(writesOn(engine, 'Application')).toHaveLength(writes);
});
