import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import { Terminal } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { aWorkload, ownedBy } from '../testing/cluster-objects.ts';
import { admit, executionEngine, rolloutUndoAccount, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { carryOut, pass, stored } from '../testing/run-action.ts';
import { target } from '../testing/targets.ts';
import type { LiveWorkload } from './live-workload.ts';
import { makeRolloutUndo } from './rollout-undo.ts';

type Workload = 'Deployment' | 'StatefulSet' | 'DaemonSet';
const forbidden = new Terminal({ message: 'no', reason: 'Forbidden', code: 403 });
const where = { namespace: 'shop', name: 'web' };
const undo = (kind: Workload = 'Deployment', parameters: Record<string, unknown> = {}): ActionWish => ({
  type: 'application_remediation',
  operation: 'rollout_undo',
  target: `${kind}/shop/web`,
  parameters,
});

/** Version 1 has an annotation and no resources, the later ones the other way round. */
const template = (version: number, labels: object = {}) => ({
  metadata: { labels: { app: 'web', ...labels }, ...(version === 1 && { annotations: { first: 'yes' } }) },
  spec: { containers: [{ name: 'main', image: `shop/web:${version}`, ...(version > 1 && { resources: { limits: { cpu: '1' } } }) }] },
});

const workload = (kind: Workload, version: number, spec: object = {}) =>
  aWorkload(kind, 'web', { uid: 'uid-web', spec: { template: template(version), ...spec } });

/** What Kubernetes keeps of one template. */
function kept(kind: Workload, revision: number, version = revision, owner = workload(kind, 1)): object {
  const metadata = { namespace: 'shop', name: `web-${revision}`, labels: { app: 'web' }, ownerReferences: ownedBy(owner) };
  if (kind === 'Deployment') {
    const annotations = { 'deployment.kubernetes.io/revision': String(revision) };
    const spec = { template: template(version, { 'pod-template-hash': `h${revision}` }) };
    return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { ...metadata, annotations }, spec };
  }
  const { metadata: inner, spec } = template(version);
  const data = { spec: { template: { $patch: 'replace', metadata: { ...inner, creationTimestamp: null }, spec } } };
  return { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, revision, data };
}

const history = (kind: Workload, ...revisions: number[]) => revisions.map((revision) => kept(kind, revision) as never);
const now = ({ cluster }: FakeEngine, kind: Workload = 'Deployment') => cluster.peek<LiveWorkload>(kinds[kind], where);
const imageNow = (engine: FakeEngine, kind: Workload = 'Deployment') =>
  (now(engine, kind)?.spec.template?.spec?.containers as { image?: string }[] | undefined)?.[0]?.image;

/** The workload's controller has brought every pod to the last template. */
function settle({ cluster }: FakeEngine, kind: Workload = 'Deployment'): void {
  const found = cluster.peek(kinds[kind], where);
  const counts = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
  const scheduled = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2 };
  const status = { observedGeneration: found?.metadata.generation, ...(kind === 'DaemonSet' ? scheduled : counts) };
  if (found) cluster.put({ ...found, status });
}
function setTemplate({ cluster }: FakeEngine, version: number): void {
  const found = cluster.peek<LiveWorkload>(kinds.Deployment, where);
  if (found) cluster.put({ ...found, spec: { ...found.spec, template: template(version) as never } });
}

describe('rollout_undo', () => {
  test.each<{ kind: Workload }>([{ kind: 'Deployment' }, { kind: 'StatefulSet' }, { kind: 'DaemonSet' }])(
    'gives a $kind the last other template, exactly, by one guarded write, and waits for the rollout',
    async ({ kind }) => {
      const engine = executionEngine([workload(kind, 3), ...history(kind, 1, 2, 3)]);
      const action = admit(engine, undo(kind));
      const { uid, resourceVersion } = now(engine, kind)?.metadata ?? {};
      const waiting = await carryOut(engine, action, 250);
      expect(waiting.status).toMatchObject({
        phase: 'Running',
        before: { revision: 3, toRevision: 2 },
        changes: [{ resource: `${kind}/shop/web.spec.template`, from: 'revision 3', to: 'revision 2' }],
      });
      settle(engine, kind);
      expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
      expect(imageNow(engine, kind)).toBe('shop/web:2');
      const metadata = { uid, resourceVersion, annotations: { [keys.token]: waiting.status?.intents?.[0]?.token } };
      expect(writesOn(engine, kind)).toMatchObject([{ body: { metadata }, options: { token: 'token-of-rollout-undo' } }]);
    },
  );

  test('is refused before anything is done where it was not opted into, and says how to', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    engine.cluster.remove(kinds.ServiceAccount, rolloutUndoAccount);
    const { status } = await carryOut(engine, admit(engine, undo()));
    const message = expect.stringContaining('kubectl apply -k config/opt-in/rollout-undo');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Forbidden', message });
    expect(status?.intents).toBeUndefined();
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  test('fails, with nothing written, when the right is taken away between its intent and its effect', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    const action = admit(engine, undo());
    await pass(engine, action);
    engine.cluster.failNext('create ServiceAccount/token', forbidden);
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'Forbidden' });
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  test.each([
    { when: 'it was opted into', error: undefined, kind: 'possible' },
    { when: 'it was not', error: forbidden, kind: 'impossible' },
  ])('is foreseen as $kind when $when', async ({ error, kind }) => {
    const { cluster } = executionEngine([]);
    if (error) cluster.failNext('create ServiceAccount/token', error);
    const { foresee } = makeRolloutUndo(rolloutUndoAccount.namespace);
    const question = { client: cluster, parameters: {}, ownAccount: 'a/b', namespace: 'shop', target: target('Deployment/shop/web') };
    await expect(foresee?.(question)).resolves.toMatchObject({ kind });
  });

  test('takes away what the earlier template did not have', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    await carryOut(engine, admit(engine, undo('Deployment', { toRevision: 1 })), 250);
    expect(now(engine)?.spec.template).toEqual({
      metadata: { labels: { app: 'web' }, annotations: { first: 'yes' } },
      spec: { containers: [{ name: 'main', image: 'shop/web:1' }] },
    });
  });

  test('after an earlier rollback goes to the other template, as kubectl does', async () => {
    const engine = executionEngine([workload('Deployment', 1), kept('Deployment', 2) as never, kept('Deployment', 3, 1) as never]);
    const { status } = await carryOut(engine, admit(engine, undo()), 250);
    expect(status?.before).toMatchObject({ revision: 3, toRevision: 2 });
  });

  test('does nothing when the template is that of the revision', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    const ended = await carryOut(engine, admit(engine, undo('Deployment', { toRevision: 2 })));
    expect(ended.status).toMatchObject({ phase: 'Succeeded', reason: 'AlreadyDone' });
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  const another = aWorkload('Deployment', 'another', { uid: 'uid-another' });
  test.each([
    {
      why: 'it never had another template',
      objects: history('Deployment', 2),
      wish: undo(),
      reason: 'NoSuchRevision',
      says: 'revisions: 2.',
    },
    {
      why: 'no revision has that number',
      objects: history('Deployment', 1, 2),
      wish: undo('Deployment', { toRevision: 7 }),
      reason: 'NoSuchRevision',
      says: 'has no revision 7; its revisions: 1, 2.',
    },
    {
      why: 'the revision is that of another workload',
      objects: [kept('Deployment', 1, 1, another) as never],
      wish: undo(),
      reason: 'NoSuchRevision',
      says: 'revisions: none.',
    },
  ])('is refused with $reason when $why', async ({ objects, wish, reason, says }) => {
    const engine = executionEngine([workload('Deployment', 2), ...objects]);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Failed', reason, message: expect.stringContaining(says) });
  });

  test('is refused while the workload is paused', async () => {
    const engine = executionEngine([workload('Deployment', 2, { paused: true }), ...history('Deployment', 1, 2)]);
    expect((await carryOut(engine, admit(engine, undo()))).status).toMatchObject({ phase: 'Failed', reason: 'RolloutPaused' });
  });

  test('writes nothing over a template that somebody set between its intent and its effect', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    const action = admit(engine, undo());
    await pass(engine, action);
    expect(stored(engine, action).status?.intents).toHaveLength(1);
    setTemplate(engine, 9);
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'MovedByOther' });
    expect(writesOn(engine, 'Deployment')).toEqual([]);
  });

  test('fails when the revision is thrown away between its intent and its effect', async () => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    const action = admit(engine, undo());
    await pass(engine, action);
    engine.cluster.remove(kinds.ReplicaSet, { namespace: 'shop', name: 'web-1' });
    expect((await carryOut(engine, action, 250)).status).toMatchObject({ phase: 'Failed', reason: 'NoSuchRevision' });
  });
});

describe('the undo of a rollout_undo', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };
  test.each([
    { when: 'nobody touched it', meanwhile: () => undefined, reason: 'Undone', image: 'shop/web:2', writes: 2 },
    {
      when: 'somebody set another template',
      meanwhile: (engine: FakeEngine) => setTemplate(engine, 9),
      reason: 'Drifted',
      image: 'shop/web:9',
      writes: 1,
    },
    {
      when: 'somebody went forward already',
      meanwhile: (engine: FakeEngine) => setTemplate(engine, 2),
      reason: 'Undone',
      image: 'shop/web:2',
      writes: 1,
    },
    {
      when: 'the template it had is thrown away',
      meanwhile: (engine: FakeEngine) => engine.cluster.remove(kinds.ReplicaSet, { namespace: 'shop', name: 'web-2' }),
      reason: 'Irreversible',
      image: 'shop/web:1',
      writes: 1,
    },
  ])('ends $reason when $when', async ({ meanwhile, reason, image, writes }) => {
    const engine = executionEngine([workload('Deployment', 2), ...history('Deployment', 1, 2)]);
    const action = admit(engine, { ...undo(), plan });
    await carryOut(engine, action, 250);
    settle(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({ phase: 'Succeeded' });
    meanwhile(engine);
    const compensates = { name: action.metadata.name, uid: action.metadata.uid };
    const inverse = admit(engine, { ...undo(), name: 'act-1-undo', plan, compensates });
    expect((await carryOut(engine, inverse, 5000)).status).toMatchObject({ phase: 'Succeeded', reason });
    expect(imageNow(engine)).toBe(image);
    expect(writesOn(engine, 'Deployment')).toHaveLength(writes);
  });
});
