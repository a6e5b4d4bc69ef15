import { describe, expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import type { MachineConfig } from '../domain/machine-config/content.ts';
import { hashOf } from '../domain/machine-config/content.ts';
import type { SourcedPool } from '../domain/machine-config/in-force.ts';
import { Terminal, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';
import type { ActionWish } from '../testing/action-builder.ts';
import { admit, executionEngine, writesOn } from '../testing/execution-engine.ts';
import type { FakeEngine } from '../testing/fake-engine.ts';
import { aMachineConfig, aSourcedPool, keptState, renderedFrom } from '../testing/machine-configs.ts';
import { carryOut, pass } from '../testing/run-action.ts';

const good = renderedFrom('rendered-a', '50-base', '99-tuning');
const bad = renderedFrom('rendered-b', '50-base', '99-tuning');
const [base, tuning] = [aMachineConfig('50-base'), aMachineConfig('99-tuning')];
const broken = aMachineConfig('99-tuning', { argument: 'broken' });
const degraded = aSourcedPool({ wanted: bad, present: good, degraded: true });
const wish: ActionWish = { operation: 'rollback_machine_config', target: 'MachineConfigPool/worker', namespace: 'self-healing-platform' };
const kept = keptState('rendered-a', [base, tuning]);

const engineWith = (...objects: readonly (MachineConfig | SourcedPool)[]): FakeEngine => executionEngine([...objects, ...kept]);
const configNow = ({ cluster }: FakeEngine, name = '99-tuning') => cluster.peek<MachineConfig>(kinds.MachineConfig, { name });
const argumentNow = (engine: FakeEngine, name?: string) =>
  (configNow(engine, name)?.spec as { kernelArguments?: string[] } | undefined)?.kernelArguments;
const writes = (engine: FakeEngine) =>
  writesOn(engine, 'MachineConfig').map(({ verb, key, body }) => `${verb} ${key ?? (body as MachineConfig).metadata.name}`);

/** The machine config operator has rolled out what there is. */
function rollOut(engine: FakeEngine): void {
  engine.cluster.put(aSourcedPool({ wanted: good }));
}

describe('rollback_machine_config', () => {
  test('restores an edited MachineConfig whole, keeps what it held, and waits for the pool', async () => {
    const engine = engineWith(degraded, base, broken);
    const action = admit(engine, wish);
    const waiting = await carryOut(engine, action, 250);
    expect(waiting.status).toMatchObject({
      phase: 'Running',
      message: 'The pool does not have its former configuration yet.',
      before: { good: 'rendered-a', bad: 'rendered-b', machineConfigs: [{ name: '99-tuning', was: hashOf(broken), good: hashOf(tuning) }] },
      changes: [{ resource: 'MachineConfig/99-tuning', from: hashOf(broken), to: hashOf(tuning) }],
    });
    expect(argumentNow(engine)).toEqual(['good']);
    expect(configNow(engine)?.metadata.annotations).toMatchObject({ [keys.token]: waiting.status?.intents?.[0]?.token });
    const [undo] = (await engine.cluster.list(kinds.ControllerRevision, { labelSelector: `${keys.kept}=undo` })).items;
    expect(undo).toMatchObject({ data: { spec: broken.spec }, metadata: { ownerReferences: [{ uid: action.metadata.uid }] } });
    rollOut(engine);
    expect((await carryOut(engine, action, 5000)).status).toMatchObject({
      phase: 'Succeeded',
      message: 'MachineConfigPool worker is updated.',
    });
    expect(writes(engine)).toEqual(['update 99-tuning']);
  });

  test('makes one anew that was removed and removes one that was added', async () => {
    const wanted = renderedFrom('rendered-b', '50-base', '98-new');
    const engine = engineWith(aSourcedPool({ wanted, present: good, degraded: true }), base, aMachineConfig('98-new'));
    await carryOut(engine, admit(engine, wish), 250);
    expect([configNow(engine, '98-new'), argumentNow(engine)]).toEqual([undefined, ['good']]);
    expect(writes(engine)).toEqual(['delete 98-new', 'create 99-tuning']);
  });

  test('is not done while the pool is well only with what it was degraded by', async () => {
    const engine = engineWith(degraded, base, broken);
    const action = admit(engine, wish);
    await carryOut(engine, action, 250);
    engine.cluster.put(aSourcedPool({ wanted: bad }));
    expect((await carryOut(engine, action, 1000)).status).toMatchObject({ phase: 'Running' });
  });

  test('has nothing to do in a pool that is not degraded', async () => {
    const engine = engineWith(aSourcedPool({ wanted: good }), base, tuning);
    const { status } = await carryOut(engine, admit(engine, wish));
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'NotDegraded', message: 'MachineConfigPool worker is not degraded.' });
    expect(writes(engine)).toEqual([]);
  });

  const made = renderedFrom('rendered-made', '99-tuning', '99-kubelet');
  const argo = { 'argocd.argoproj.io/tracking-id': 'os:machineconfiguration.openshift.io/MachineConfig:openshift/99-tuning' };
  test.each([
    {
      when: 'no good state was seen',
      objects: [aSourcedPool({ wanted: bad, present: bad, degraded: true }), base, broken],
      reason: 'NoKnownGood',
    },
    { when: 'nothing differs', objects: [degraded, base, tuning], reason: 'NothingToRollBack' },
    {
      when: 'the pool is paused',
      objects: [aSourcedPool({ wanted: bad, present: good, degraded: true, paused: true }), base, broken],
      reason: 'RolloutPaused',
    },
    {
      when: 'a controller makes what differs',
      objects: [degraded, base, aMachineConfig('99-tuning', { argument: 'x', owner: 'tuned' })],
      reason: 'ManagedByOther',
    },
    {
      when: 'Argo CD makes what differs',
      objects: [degraded, base, aMachineConfig('99-tuning', { argument: 'x', annotations: argo })],
      reason: 'ManagedByOther',
    },
    { when: 'the pool does not exist', objects: [base], reason: 'TargetNotFound' },
    {
      when: 'a controller had made what is gone',
      objects: [aSourcedPool({ wanted: renderedFrom('rendered-b', '99-tuning'), present: made, degraded: true }), tuning],
      reason: 'ManagedByOther',
    },
  ])('is refused with $reason when $when', async ({ objects, reason }) => {
    const engine = executionEngine([
      ...objects,
      ...kept,
      ...keptState('rendered-made', [tuning, aMachineConfig('99-kubelet', { owner: 'tuned' })]),
    ]);
    expect((await carryOut(engine, admit(engine, wish))).status).toMatchObject({ phase: 'Failed', reason });
    expect(writes(engine)).toEqual([]);
  });

  test('leaves alone what somebody else has changed since it was looked at', async () => {
    const engine = engineWith(degraded, base, broken);
    const action = admit(engine, wish);
    await pass(engine, action);
    engine.cluster.put(aMachineConfig('99-tuning', { argument: 'third' }));
    const { status } = await carryOut(engine, action, 5000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'MovedByOther' });
    expect(argumentNow(engine)).toEqual(['third']);
  });

  test('looks before it writes again when it got no answer', async () => {
    const engine = engineWith(degraded, base, broken);
    const lost = new Transient({ reason: 'Timeout', message: 'no answer', ambiguous: true });
    engine.cluster.failNext('update MachineConfig', lost);
    const action = admit(engine, wish);
    await carryOut(engine, action, 1000);
    engine.clock.advance(5000);
    await carryOut(engine, action, 250);
    expect(argumentNow(engine)).toEqual(['good']);
  });

  test('puts back the first of two when the second may not be written', async () => {
    const wanted = renderedFrom('rendered-b', '50-base', '98-new', '99-tuning');
    const engine = engineWith(aSourcedPool({ wanted, present: good, degraded: true }), base, broken, aMachineConfig('98-new'));
    engine.cluster.failNext('update MachineConfig', new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    const { status } = await carryOut(engine, admit(engine, wish), 5000);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Forbidden' });
    expect([argumentNow(engine, '98-new'), argumentNow(engine)]).toEqual([['good'], ['broken']]);
    expect(writes(engine)).toEqual(['delete 98-new', 'update 99-tuning', 'create 98-new']);
  });
});

describe('its undo', () => {
  const plan = { name: 'plan-1', uid: 'uid-plan-1' };

  async function rolledBack(engine: FakeEngine) {
    const done = admit(engine, { ...wish, plan });
    await carryOut(engine, done, 250);
    rollOut(engine);
    await carryOut(engine, done, 5000);
    return admit(engine, { ...wish, name: 'act-1-undo', plan, compensates: { name: 'act-1', uid: done.metadata.uid } });
  }

  test('puts back what each MachineConfig held', async () => {
    const wanted = renderedFrom('rendered-b', '98-new', '99-tuning');
    const engine = engineWith(aSourcedPool({ wanted, present: good, degraded: true }), broken, aMachineConfig('98-new'));
    const undo = await rolledBack(engine);
    expect(argumentNow(engine, '50-base')).toEqual(['good']);
    expect((await carryOut(engine, undo, 5000)).status).toMatchObject({ phase: 'Succeeded', reason: 'Undone' });
    expect([configNow(engine, '50-base'), argumentNow(engine, '98-new'), argumentNow(engine)]).toEqual([undefined, ['good'], ['broken']]);
  });

  test('leaves what somebody else has written since, says from and to, and puts back the rest', async () => {
    const wanted = renderedFrom('rendered-b', '50-base', '98-new', '99-tuning');
    const engine = engineWith(aSourcedPool({ wanted, present: good, degraded: true }), base, broken, aMachineConfig('98-new'));
    const undo = await rolledBack(engine);
    const third = aMachineConfig('99-tuning', { argument: 'third' });
    engine.cluster.put(third);
    const { status } = await carryOut(engine, undo, 5000);
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'Drifted' });
    const said = `Somebody else changed MachineConfig 99-tuning, which holds ${hashOf(third)} in place of ${hashOf(tuning)}, so it is left so.`;
    expect(status?.intents?.[0]).toMatchObject({ step: 'undo-restore', message: said });
    expect([argumentNow(engine, '98-new'), argumentNow(engine)]).toEqual([['good'], ['third']]);
  });

  test('fails when what was kept is gone', async () => {
    const engine = engineWith(degraded, base, broken);
    const undo = await rolledBack(engine);
    for (const { metadata } of (await engine.cluster.list(kinds.ControllerRevision, { labelSelector: `${keys.kept}=undo` })).items)
      await engine.cluster.delete(kinds.ControllerRevision, { namespace: metadata.namespace, name: metadata.name });
    expect((await carryOut(engine, undo, 5000)).status).toMatchObject({ phase: 'Failed', reason: 'UndoFailed' });
  });
});
