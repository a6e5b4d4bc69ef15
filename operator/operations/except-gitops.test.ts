import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import { aWorkload } from '../testing/cluster-objects.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngineOptions } from '../testing/fake-engine.ts';
import { carryOut } from '../testing/run-action.ts';
import { exceptGitOps } from './except-gitops.ts';
import { restartDeployment } from './restart-deployment.ts';

const operations = [exceptGitOps(restartDeployment)];
const tracked = aWorkload('Deployment', 'web', { annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:shop/web' } });
const resources = [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }];
const application = (known: readonly object[]) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { namespace: 'gitops', name: 'web' },
  spec: {},
  status: { resources: known },
});

async function restart(objects: FakeEngineOptions['objects'], options: FakeEngineOptions = {}) {
  const engine = executionEngine(objects, { operations, ...options });
  const action = admit(engine, { type: 'application_remediation', operation: 'restart_deployment', target: 'Deployment/shop/web' });
  const { status } = await carryOut(engine, action, 250);
  return { status, writes: writesOn(engine, 'Deployment').length, calls: engine.cluster.calls };
}

describe('a change by hand to a workload', () => {
  test('that Argo CD manages is refused and names the Application, which may lie anywhere', async () => {
    const { status, writes } = await restart([tracked, application(resources)]);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'GitOpsManaged' });
    expect(status?.message).toContain('Application/gitops/web manages Deployment/shop/web');
    expect(writes).toBe(0);
  });

  test.each([
    { when: 'its Application is gone', objects: [tracked], options: {} },
    { when: 'the Application does not count it among its resources', objects: [tracked, application([])], options: {} },
    { when: 'Argo CD is gone', objects: [tracked], options: { missing: [kinds.Application] } },
  ])('is made when $when', async ({ objects, options }) => {
    expect((await restart(objects, options)).writes).toBe(1);
  });

  test('that no Argo CD has marked costs no look at Argo CD', async () => {
    const { writes, calls } = await restart([aWorkload('Deployment', 'web')]);
    expect(writes).toBe(1);
    expect(calls.filter(({ what }) => what === 'Application')).toEqual([]);
  });
});
