import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, untilAsWanted } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createNodes } from '../harness/nodes.ts';
import { startOperator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { install, removeAdmission } from './people.ts';
import { openScene, type Scene, type Who } from './scene.ts';
import { anAction, anAnomaly, aPlan, team, type Wish } from './wishes.ts';

let cluster: WorkerCluster;
let scene: Scene;

beforeAll(async () => {
  cluster = await workerCluster();
  scene = await openScene(cluster);
});

afterAll(() => removeAdmission(cluster));

async function created(who: Who, wish: Wish): Promise<Wish> {
  expect(await scene.create(who, wish)).toBe('accepted');
  return wish;
}

/** What ann asks for in her own name. */
const anns = (make: (wish: { requestedBy: string; approvalRequired: true }) => Wish) =>
  created('ann', make({ requestedBy: scene.user('ann'), approvalRequired: true }));

describe.each([
  { what: 'an action', make: anAction },
  { what: 'a plan', make: aPlan },
])('$what that ann asked for', ({ make }) => {
  test('is approved by somebody else with the verb, once and for all', async () => {
    const wish = await anns(make);
    expect(await scene.decide('bob', wish, { reason: 'It helps.' })).toBe('accepted');
    expect((await scene.read(wish)).spec['approval']).toMatchObject({ decision: 'Approved', by: scene.user('bob') });
    expect(await scene.decide('carol', wish, { decision: 'Denied' })).toContain('422');
    expect(await scene.decide('carol', wish, { decision: 'Denied' })).toContain('spec.approval is final once given');
    expect(await scene.patch('ann', wish, { spec: { approval: null } })).toContain('spec.approval is final once given');
  });

  test('is approved neither by herself, nor without the verb, nor in the name of another', async () => {
    const wish = await anns(make);
    expect(await scene.decide('ann', wish)).toContain(`SelfApproval: ${scene.user('ann')} asked for`);
    expect(await scene.decide('eve', wish)).toContain(
      `takes the verb approve on it (ClusterRole remediation-approver), which ${scene.user('eve')}`,
    );
    expect(await scene.decide('bob', wish, { by: scene.user('ann') })).toContain(`must be the user who decides: ${scene.user('bob')}`);
    expect(await scene.decide('engine', wish)).toContain('takes the verb approve');
    expect((await scene.read(wish)).spec['approval']).toBeUndefined();
  });

  test('is denied by whoever has the verb, herself included', async () => {
    expect(await scene.decide('eve', await anns(make), { decision: 'Denied' })).toContain('takes the verb approve');
    for (const who of ['ann', 'bob'] as const) expect(await scene.decide(who, await anns(make), { decision: 'Denied' })).toBe('accepted');
  });

  test('and that does not say so is approved only with a verb for that, and denied without', async () => {
    const wish = await created('ann', make({ approvalRequired: true }));
    expect(await scene.decide('ann', wish)).toContain(
      'create it with spec.requestedBy, or let somebody with the verb approve-unattributed',
    );
    expect(await scene.decide('bob', wish)).toContain('create it with spec.requestedBy');
    expect(await scene.decide('carol', wish)).toBe('accepted');
    const denied = await created('ann', make({ approvalRequired: true }));
    expect(await scene.decide('bob', denied, { decision: 'Denied' })).toBe('accepted');
  });

  test('can be stopped by her without any further verb', async () => {
    const wish = await anns(make);
    expect(await scene.patch('ann', wish, { spec: { cancel: wish.kind === 'RemediationPlan' ? 'Stop' : true } })).toBe('accepted');
  });
});

describe.each([{ make: anAction }, { make: aPlan }, { make: anAnomaly }])('the annotation clear-block of $make.name', ({ make }) => {
  const annotated = (annotations: object) => ({ metadata: { annotations } });
  const why = 'coordination.selfheal.dev/clear-block';
  const by = 'coordination.selfheal.dev/clear-block-by';

  test('is written by whoever has the verb approve, in their own name', async () => {
    const wish = await created('eve', make());
    expect(await scene.patch('eve', wish, annotated({ [why]: 'I want to' }))).toContain(
      'the annotation clear-block takes the verb approve',
    );
    expect(await scene.patch('eve', wish, annotated({ theirs: 'yes', [why]: '' }))).toBe('accepted');
    expect(await scene.patch('bob', wish, annotated({ [why]: 'a new disk', [by]: 'jo' }))).toContain('must be the user who writes it');
    expect(await scene.patch('bob', wish, annotated({ [why]: 'a new disk', [by]: scene.user('bob') }))).toBe('accepted');
    expect(await scene.patch('eve', wish, annotated({ theirs: 'no' }))).toBe('accepted');
    expect(await scene.patch('eve', wish, annotated({ [by]: scene.user('eve') }))).toContain('takes the verb approve');
    expect(await scene.patch('eve', wish, annotated({ [why]: null, [by]: null }))).toBe('accepted');
  });

  test('is not given along by whoever asks', async () => {
    const wish = make();
    const given = { ...wish, metadata: { ...wish.metadata, ...annotated({ [why]: 'I want to' }).metadata } };
    expect(await scene.create('eve', given, { dryRun: true })).toContain('the annotation clear-block takes the verb approve');
  });
});

describe('what is protected', () => {
  const dns = 'Deployment/kube-system/dns';
  const inDns = { namespace: 'kube-system', approvalRequired: true } as const;

  test.each([
    { what: 'an action', make: () => anAction({ ...inDns, target: dns, requestedBy: 'jo' }) },
    { what: 'a plan', make: () => aPlan({ ...inDns, steps: [{ layer: 'application', target: dns }], requestedBy: 'jo' }) },
  ])('is let through by an approval of whoever has the verb on it, too: $what', async ({ make }) => {
    const wish = await created('engine', make());
    expect(await scene.decide('ann', wish)).toContain(`ProtectedTarget: to have ${dns} remediated takes the verb remediate-protected`);
    expect(await scene.patch('ann', wish, { spec: { cancel: wish.kind === 'RemediationPlan' ? 'Stop' : true } })).toBe('accepted');
    expect(await scene.decide('guard', wish)).toBe('accepted');
    const denied = await created('engine', make());
    expect(await scene.decide('ann', denied, { decision: 'Denied' })).toBe('accepted');
  });
});

describe('the kill switch', () => {
  const policy = (spec: object) => ({
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationPolicy',
    metadata: { name: 'cluster' },
    spec,
  });
  const undo = () => anAction({ priority: 1, compensates: { name: 'a', uid: 'b' } });
  const ask = (who: Who, wish: Wish) => scene.create(who, wish, { dryRun: true });
  const untilTold = (says: string) =>
    eventually(async () => (await ask('ann', anAction())).includes(says), {
      within: 30_000,
      every: 20,
      describe: `a new action is told ${says}`,
    });

  test('refuses new actions, whoever asks, and no longer when it is lifted', async () => {
    await applyObjects(cluster, [policy({ suspended: true })]);
    await untilTold('Suspended: RemediationPolicy cluster has suspended everything');
    expect(await ask('admin', anAction())).toContain('{"spec":{"suspended":false}}');
    expect(await ask('engine', anAction())).toContain('Suspended');
    expect(await ask('engine', undo())).toBe('accepted');
    for (const wish of [anAnomaly(), aPlan()]) expect(await ask('ann', wish)).toBe('accepted');
    await applyObjects(cluster, [policy({ suspended: false })]);
    await untilTold('accepted');
    await kubectl(cluster, ['delete', 'remediationpolicy', 'cluster']);
    await untilTold('accepted');
  });
});

describe('status', () => {
  const condition = (type: string) => ({
    type,
    status: 'True',
    reason: 'Seen',
    message: 'So it is.',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  });

  test('that somebody sends along when creating or changing an object is ignored (row 13)', async () => {
    const wish = await created('ann', { ...anAction(), status: { phase: 'Succeeded' } } as Wish);
    expect(await scene.patch('ann', wish, { status: { phase: 'Succeeded' } })).toBe('accepted');
    expect((await scene.read(wish)).status).toBeUndefined();
  });

  test.each([{ make: anAction }, { make: aPlan }, { make: anAnomaly }])(
    'is written by the engine alone (row 13): $make.name',
    async ({ make }) => {
      const wish = await created('ann', make());
      const phase = (value: string) => ({ status: { phase: value } });
      for (const who of ['verifier', 'admin'] as const)
        expect(await scene.patch(who, wish, phase('Pending'), { status: true })).toMatch(/^403 .*status is written by the engine alone/);
      expect(await scene.patch('engine', wish, phase('Pending'), { status: true })).toBe('accepted');
    },
  );

  test('of a plan takes the conditions of outside verifiers beside those of the engine, which they leave', async () => {
    const wish = await created('ann', aPlan());
    const say = (who: Who, ...types: string[]) =>
      scene.patch(who, wish, { status: { conditions: types.map(condition) } }, { status: true });
    expect(await say('engine', 'Progressing')).toBe('accepted');
    expect(await say('verifier', 'Progressing', 'example.com/Verified')).toBe('accepted');
    expect(await say('verifier', 'example.com/Verified')).toContain('status is written by the engine alone');
    expect(await say('verifier', 'Progressing', 'ApplicationHealthy')).toContain('status is written by the engine alone');
  });
});

test('with all of that in force the engine carries out what one asked for and another approved', async () => {
  await createNodes(cluster, [{ name: 'adm-home' }]);
  await createDeployment(cluster, { namespace: team, name: 'story', replicas: 1, node: 'adm-home' });
  await untilRolledOut(cluster, team, 'story');
  const operator = await startOperator(cluster, { defaults: { pollSeconds: 0.5 } });
  try {
    await operator.ready();
    const steps = [{ layer: 'application', target: `Deployment/${team}/story` }] as const;
    const wish = await anns((asked) => aPlan({ ...asked, steps }));
    const isIn = async (phase: string) => {
      await untilAsWanted(
        `plan in ${phase}`,
        () => scene.read(wish),
        ({ status }) => status?.phase === phase,
        30_000,
      );
    };
    await isIn('AwaitingApproval');
    expect(await scene.decide('ann', wish)).toContain('SelfApproval');
    expect(await scene.decide('bob', wish)).toBe('accepted');
    await isIn('Succeeded');
  } finally {
    await operator.stop();
  }
});

describe('config/opt-in/requested-by', () => {
  beforeAll(async () => {
    await install(cluster, 'opt-in/requested-by');
    // Each of the two is by a policy of its own, of which the API server may know one before the other.
    const fills = async () => {
      const wish = await created('ann', aPlan());
      return (await scene.patch('bob', wish, { spec: { approval: { decision: 'Approved' } } })) === 'accepted';
    };
    await eventually(fills, { within: 30_000, every: 300, describe: 'who asks and who decides is filled in' });
  });

  test.each([{ make: anAction }, { make: aPlan }, { make: anAnomaly }])(
    'fills in who asks, unless the engine does: $make.name',
    async ({ make }) => {
      const [anns, named, engines] = [make(), make({ requestedBy: scene.user('ann') }), make()];
      for (const wish of [anns, named]) expect((await scene.read(await created('ann', wish))).spec['requestedBy']).toBe(scene.user('ann'));
      expect((await scene.read(await created('engine', engines))).spec['requestedBy']).toBeUndefined();
    },
  );

  test('fills in who decides, to whom the rules apply all the same', async () => {
    const [wish, mine] = [await created('ann', aPlan()), await created('ann', aPlan())];
    const approve = { spec: { approval: { decision: 'Approved' } } };
    expect(await scene.patch('ann', mine, approve)).toContain('SelfApproval');
    expect(await scene.patch('bob', wish, approve)).toBe('accepted');
    expect((await scene.read(wish)).spec['approval']).toMatchObject({ by: scene.user('bob') });
  });
});
