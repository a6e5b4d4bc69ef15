import { describe, expect, test } from '@jest/globals';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngineOptions } from '../testing/fake-engine.ts';
import { carryOut, pass } from '../testing/run-action.ts';

const application = (more: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { namespace: 'argocd', name: 'web', ...more },
  spec: { project: 'shop', destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' } },
  status: { history: [{ id: 0, revision: 'r1' }] },
});
const always = { schedule: '* * * * *', duration: '2h', applications: ['*'] };
const project = (windows: readonly object[], { namespace = 'argocd', name = 'shop' } = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { namespace, name },
  spec: { syncWindows: windows },
});
const freeze = { ...always, kind: 'deny' };
const passable = { ...freeze, manualSync: true };

async function sync(objects: FakeEngineOptions['objects'] = [], wish: ActionWish = {}, options: FakeEngineOptions = {}) {
  const engine = executionEngine(objects, options);
  const namespace = objects[0]?.metadata.namespace ?? 'argocd';
  const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace, name: 'web' };
  const action = admit(engine, { type: 'application_remediation', operation: 'argocd_sync', target, ...wish });
  const { status } = await carryOut(engine, action, 250);
  return { status, writes: writesOn(engine, 'Application').length };
}

describe('a sync', () => {
  test.each([
    {
      when: 'the Application is not to be reconciled',
      objects: [application({ annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } })],
    },
    { when: 'a window of its project denies it', objects: [application(), project([freeze])] },
    {
      when: 'it lives outside of Argo CD`s namespace and a project of its name denies it',
      objects: [application({ namespace: 'team' }), project([freeze], { namespace: 'gitops' })],
    },
    { when: 'only people may pass the window and nobody asked', objects: [application(), project([passable])] },
  ])('waits, Blocked/GitOpsManaged by the Application, when $when', async ({ objects }) => {
    const { status, writes } = await sync(objects, { source: 'deterministic' });
    const namespace = objects[0]?.metadata.namespace;
    expect(status).toMatchObject({ phase: 'Blocked', reason: 'GitOpsManaged', blocked: { by: `Application/${namespace}/web` } });
    expect(writes).toBe(0);
  });

  test.each([
    { when: 'skip-reconcile is false', objects: [application({ annotations: { 'argocd.argoproj.io/skip-reconcile': 'false' } })] },
    { when: 'the project has no windows', objects: [application(), { ...project([]), spec: {} }] },
    { when: 'there is no such project', objects: [application()] },
    { when: 'only the windows of another project deny it', objects: [application(), project([freeze], { name: 'other' })] },
    {
      when: 'only a project of that name of another Argo CD denies it',
      objects: [application(), project([]), project([freeze], { namespace: 'gitops' })],
    },
  ])('is asked for when $when', async ({ objects }) => {
    expect((await sync(objects)).writes).toBe(1);
  });

  test('is asked for where Argo CD has no projects', async () => {
    expect((await sync([application()], {}, { missing: [kinds.AppProject] })).writes).toBe(1);
  });

  const approval = { decision: 'Approved', by: 'eva' } as const;
  test.each([
    { who: 'a person asked for', wish: { source: 'manual' } as const },
    { who: 'a person approved', wish: { source: 'deterministic', approval } as const },
  ])('that $who passes a window that lets people through', async ({ wish }) => {
    expect((await sync([application(), project([passable])], wish)).writes).toBe(1);
  });

  test('for which a window closes after the decision waits where it is, and is asked for when it opens', async () => {
    const engine = executionEngine([application(), project([])]);
    const target = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name: 'web' };
    const action = admit(engine, { type: 'application_remediation', operation: 'argocd_sync', target });
    await pass(engine, action);
    engine.cluster.put(project([freeze]));
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({ phase: 'Running', blocked: { reason: 'GitOpsManaged' } });
    expect(writesOn(engine, 'Application')).toEqual([]);
    engine.cluster.put(project([]));
    await pass(engine, action);
    expect(writesOn(engine, 'Application')).toHaveLength(1);
  });
});
