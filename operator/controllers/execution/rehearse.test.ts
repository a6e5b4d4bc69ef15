import { describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { makeOperations } from '../../operations/registry.ts';
import type { ActionWish } from '../../testing/action-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, configured } from '../../testing/cluster-objects.ts';
import { admit, bootedNode, executionEngine, isDryRun, replicaPod } from '../../testing/execution-engine.ts';
import type { FakeEngine, FakeEngineOptions } from '../../testing/fake-engine.ts';
import { aTemplate } from '../../testing/jobs.ts';
import { aMachineConfig, aSourcedPool, keptState, renderedFrom } from '../../testing/machine-configs.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { webFormer, webNow } from '../../testing/rollout-objects.ts';
import { carryOut, stored } from '../../testing/run-action.ts';
import { target } from '../../testing/targets.ts';

const operations = [
  ...makeOperations(
    { checks: [{ type: 'node_ready', parameters: { type: 'object' } }], runCheck: () => Promise.reject(new Error('no check is run')) },
    { ask: () => Promise.reject(new Error('no model is asked')), modelUrl: '', modelHosts: [] },
    'self-healing-platform',
  ).values(),
];
const owner = { apiVersion: 'example.com/v1', kind: 'Shop', plural: 'shops', namespaced: true };

async function dryRun(wish: ActionWish, objects: NonNullable<FakeEngineOptions['objects']>, more: FakeEngineOptions = {}) {
  const engine = executionEngine(objects, { operations, served: [owner], ...more });
  const { status } = await carryOut(engine, admit(engine, { ...wish, dryRun: true }));
  return { engine, status, told: status?.result ?? {} };
}

/** What was stored beside the action itself. */
const changed = ({ cluster }: FakeEngine): string[] =>
  cluster.calls
    .filter((call) => !['get', 'list', 'discover'].includes(call.verb) && !isDryRun(call))
    .filter(({ what }) => !what.startsWith('RemediationAction') && what !== 'SelfSubjectAccessReview')
    .map(({ verb, what }) => `${verb} ${what}`);

const rehearsed = ({ cluster }: FakeEngine): string[] => cluster.calls.filter(isDryRun).map(({ verb, what }) => `${verb} ${what}`);

describe('the dry run of', () => {
  const app = { type: 'application_remediation', namespace: 'shop', target: 'Deployment/shop/web' } as const;
  const scaling = { type: 'resource_scaling', target: 'Deployment/shop/web' } as const;
  const set = { ...target('MachineSet/cloud/workers') };
  const machineSet = {
    apiVersion: set.apiVersion,
    kind: set.kind,
    metadata: { namespace: 'cloud', name: 'workers', generation: 1 },
    spec: { replicas: 2, selector: { matchLabels: { set: 'workers' } } },
    status: { readyReplicas: 2 },
  };
  const tracking = { annotations: { 'argocd.argoproj.io/tracking-id': 'argocd_web:apps/Deployment:shop/web' } };
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { namespace: 'argocd', name: 'web' },
    spec: {},
    status: { resources: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }] },
  };
  const release = { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' };
  const helm = { annotations: release, labels: { 'app.kubernetes.io/managed-by': 'Helm' } };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'shop', name: 'coordination-helm' },
    data: { serviceAccountName: 'helm', image: 'helm:4' },
  };
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { namespace: 'shop', name: 'helm', labels: { 'coordination.selfheal.dev/run-jobs': 'true' } },
  };
  const shop = { apiVersion: owner.apiVersion, kind: owner.kind, metadata: { namespace: 'shop', name: 'main', uid: 'uid-main' }, spec: {} };
  const ofShop = { ownerReferences: [{ apiVersion: owner.apiVersion, kind: owner.kind, name: 'main', uid: 'uid-main', controller: true }] };
  const ours = { annotations: { 'coordination.selfheal.dev/claim': 'uid-act-1' }, spec: { unschedulable: true } };
  const bad = { wanted: renderedFrom('rendered-b', '99-tuning'), present: renderedFrom('rendered-a', '99-tuning'), degraded: true };
  const model = {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { namespace: 'shop', name: 'model' },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True' }], address: { url: 'http://model.shop.svc' } },
  };
  const worker = { labels: { 'node-role.kubernetes.io/worker': '' }, annotations: configured() };

  const rows: readonly (ActionWish & { readonly objects: NonNullable<FakeEngineOptions['objects']>; readonly asks: readonly string[] })[] =
    [
      { operation: 'monitor_mco', objects: [aNode('w1', worker), aPool('worker')], asks: [] },
      {
        type: 'platform_remediation',
        operation: 'monitor_cluster_operator',
        target: target('ClusterOperator/dns'),
        objects: [aClusterOperator('dns')],
        asks: [],
      },
      { operation: 'cordon_node', objects: [aNode('w1')], asks: ['patch Node'] },
      {
        operation: 'uncordon_node',
        objects: [aNode('w1', { ...ours, annotations: { ...ours.annotations, 'coordination.selfheal.dev/was-unschedulable': 'false' } })],
        asks: ['patch Node'],
      },
      { operation: 'drain_node', objects: [aNode('w1'), replicaPod('web-a')], asks: ['create Lease', 'patch Node', 'create Pod/eviction'] },
      {
        operation: 'drain_and_reboot_node',
        objects: [bootedNode('w1'), replicaPod('web-a')],
        asks: ['create Lease', 'patch Node', 'create Lease', 'create Job', 'patch Node', 'create Pod/eviction'],
      },
      { operation: 'restart_kubelet', objects: [bootedNode('w1')], asks: ['create Lease', 'create Job'] },
      {
        operation: 'rollback_machine_config',
        target: target('MachineConfigPool/worker'),
        objects: [
          aSourcedPool(bad),
          aMachineConfig('99-tuning', { argument: 'broken' }),
          ...keptState('rendered-a', [aMachineConfig('99-tuning')]),
        ],
        asks: ['create ControllerRevision', 'update MachineConfig'],
      },
      {
        operation: 'add_node_capacity',
        target: set,
        parameters: { replicas: 3 },
        objects: [machineSet],
        asks: ['update MachineSet/scale'],
      },
      { ...scaling, operation: 'scale_workload', parameters: { replicas: 3 }, objects: [webNow()], asks: ['update Deployment/scale'] },
      {
        ...scaling,
        operation: 'update_resources',
        parameters: { containers: [{ name: 'main', limits: { cpu: '1' } }] },
        objects: [webNow()],
        asks: ['patch Deployment', 'patch Deployment'],
      },
      { ...app, operation: 'restart_deployment', objects: [webNow()], asks: ['patch Deployment'] },
      { ...app, type: 'platform_remediation', operation: 'restart_operator', objects: [webNow()], asks: ['patch Deployment'] },
      {
        ...app,
        operation: 'rollout_undo',
        objects: [webNow(), webFormer],
        asks: ['create ServiceAccount/token', 'create ServiceAccount/token', 'patch Deployment'],
      },
      { ...app, operation: 'delete_pod', target: 'Pod/shop/web-a', objects: [replicaPod('web-a')], asks: ['create Pod/eviction'] },
      { ...app, operation: 'argocd_sync', objects: [webNow(tracking), application], asks: ['patch Application'] },
      { ...app, operation: 'helm_rollback', objects: [webNow(helm), config, account], asks: ['create Job', 'create Job'] },
      { ...app, operation: 'reconcile_owner', objects: [webNow(ofShop), shop], asks: ['patch Shop'] },
      {
        ...app,
        operation: 'run_job',
        parameters: { template: 'fix' },
        objects: [webNow(), aTemplate('fix')],
        asks: ['create Job', 'create Job'],
      },
      { operation: 'observe', parameters: { seconds: 60 }, objects: [aNode('w1')], asks: [] },
      {
        type: 'model_inference',
        operation: 'predict',
        target: target('InferenceService/shop/model'),
        parameters: { inputs: [[1]] },
        objects: [model],
        asks: [],
      },
      {
        type: 'alert_correlation',
        operation: 'correlate',
        target: target('Namespace/shop'),
        objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
        asks: [],
      },
    ];

  test('each operation is among these', () => {
    expect(rows.map(({ operation }) => operation).sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  test.each(rows)('$operation has its writes judged, finds nothing against it, and writes nothing', async ({ objects, asks, ...wish }) => {
    const { engine, status, told } = await dryRun(wish, objects);
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', message: expect.stringMatching(/^Dry run: would /) as unknown });
    expect(told).toEqual({ gates: [], blockers: [], missingRights: [] });
    expect(status?.intents).toBeUndefined();
    expect(rehearsed(engine)).toEqual(asks);
    expect(changed(engine)).toEqual([]);
    expect(engine.cluster.unexpected).toEqual([]);
  });
});

describe('a dry run tells', () => {
  const gates = (told: object): unknown => (told as { gates: { reason: string }[] }).gates.map(({ reason }) => reason);
  const bare = aPod('bare', { spec: { nodeName: 'w1' } });

  test('every pod that blocks a drain, those that a budget holds too, though the drain is refused anyway', async () => {
    const engine = executionEngine([aNode('w1'), replicaPod('web-a'), replicaPod('web-b'), bare], { operations });
    const held = new Transient({
      code: 429,
      reason: 'TooManyRequests',
      message: '',
      details: { causes: [{ reason: 'DisruptionBudget' }] },
    });
    engine.cluster.failNext('create Pod/eviction', held);
    const { status } = await carryOut(engine, admit(engine, { operation: 'drain_node', dryRun: true }));
    expect(status?.result).toMatchObject({
      refused: { reason: 'DrainBlocked' },
      blockers: [expect.stringContaining('Pod shop/bare has no controller'), 'Pod shop/bare by an unknown budget (PodDisruptionBudget)'],
    });
  });

  test('limits, approval and who would go first, as if it were none', async () => {
    const engine = executionEngine([aNode('w1')], { operations });
    engine.put(buildPolicy({ maxActiveActions: 1 }));
    const atWork: Partial<RemediationAction['spec']> & { name: string } = { name: 'act-0', operation: 'drain_node' };
    admit(engine, { ...atWork, target: 'Node/w1' });
    const lone = admit(engine, { name: 'act-1', dryRun: true });
    expect(gates((await carryOut(engine, lone)).status?.result ?? {})).toEqual(['TargetBusy']);
    const other = admit(engine, { name: 'act-2', dryRun: true, target: 'Node/w1', source: 'ai_driven', confidence: 0.1 });
    expect(gates((await carryOut(engine, other)).status?.result ?? {})).toEqual(['LowConfidence']);
    expect(stored(engine, lone).status?.phase).toBe('Succeeded');
  });

  test('of a step what its plan would wait for', async () => {
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const steps = [{ name: 'step-1', phase: 'Running', actionRef: { name: 'act-1', namespace: 'self-healing-platform' } }] as never;
    const engine = executionEngine([aNode('w1')], { operations });
    engine.put({ ...buildPlan({ ...plan, mode: 'DryRun', approvalRequired: true }), status: { phase: 'Executing', steps } });
    const { status } = await carryOut(engine, admit(engine, { plan, dryRun: true }));
    expect(gates(status?.result ?? {})).toEqual(['ApprovalRequired']);
    expect(status?.message).toBe('Dry run: would cordon w1; held by ApprovalRequired.');
  });

  test.each([
    { of: 'a step that its plan needs', required: true, held: ['MissingRights'] },
    { of: 'an optional step, which holds no plan', required: false, held: [] },
  ])('of $of whether its plan would wait for a right that the engine lacks', async ({ required, held }) => {
    const plan = { name: 'plan-1', uid: 'uid-plan-1' };
    const steps = [{ name: 'step-1', phase: 'Running', actionRef: { name: 'act-1', namespace: 'self-healing-platform' } }] as never;
    const engine = executionEngine([aNode('w1')], { operations, denied: ['patch nodes'] });
    await engine.deps.rights.known.ask('all');
    engine.put({ ...buildPlan({ ...plan, mode: 'DryRun', steps: [{ required }] }), status: { phase: 'Executing', steps } });
    const { status } = await carryOut(engine, admit(engine, { plan, dryRun: true }));
    expect(gates(status?.result ?? {})).toEqual(held);
    expect(status?.result?.['missingRights']).toEqual(['patch nodes']);
  });

  test('missing rights as such, and not as a refusal', async () => {
    const forbidden = new Terminal({ code: 403, reason: 'Forbidden', message: 'no' });
    const engine = executionEngine([aNode('w1')], { operations, denied: ['patch nodes'] });
    engine.cluster.failNext('patch Node', forbidden);
    const { status } = await carryOut(engine, admit(engine, { dryRun: true }));
    expect(status?.result).toEqual({ gates: [], blockers: [], missingRights: ['patch nodes'] });
    expect(status?.message).toBe('Dry run: would cordon w1; missing: patch nodes.');
  });

  test.each([
    { when: 'admission forbids the write', error: new Terminal({ code: 403, reason: 'Forbidden', message: 'quota' }), reason: 'Forbidden' },
    { when: 'the write is invalid', error: new Terminal({ code: 422, reason: 'Invalid', message: 'bad' }), reason: 'ApplyFailed' },
    { when: 'a webhook fails', error: new Transient({ code: 500, reason: 'InternalError', message: 'hook' }), reason: 'ApplyFailed' },
    {
      when: 'a webhook cannot be asked in a dry run',
      error: new Terminal({ code: 400, reason: 'BadRequest', message: 'admission webhook "x" does not support dry run' }),
      reason: undefined,
    },
  ])('what the API server would say: $reason when $when', async ({ error, reason }) => {
    const engine = executionEngine([aNode('w1')], { operations });
    engine.cluster.failNext('patch Node', error);
    const { status } = await carryOut(engine, admit(engine, { dryRun: true }));
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun' });
    expect((status?.result?.['refused'] as { reason: string } | undefined)?.reason).toBe(reason);
  });

  test('nothing before the API server answers: then it is asked again', async () => {
    const engine = executionEngine([aNode('w1')], { operations });
    engine.cluster.failNext('patch Node', new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'away' }));
    const { status } = await carryOut(engine, admit(engine, { dryRun: true }), 100);
    expect(status).toMatchObject({ phase: 'Succeeded', message: 'Dry run: would cordon w1.' });
    expect(rehearsed(engine)).toEqual(['patch Node', 'patch Node']);
  });

  test.each([
    { what: 'that its target is not there', objects: [], reason: 'TargetNotFound' },
    { what: 'that its target may not be read', objects: [aNode('w1')], reason: 'Forbidden', match: 'get Node' },
  ])('$what', async ({ objects, reason, match }) => {
    const engine = executionEngine(objects, { operations, denied: match === undefined ? [] : ['get nodes'] });
    if (match !== undefined) engine.cluster.failNext(match, new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }));
    const { status } = await carryOut(engine, admit(engine, { dryRun: true }));
    expect(status).toMatchObject({ phase: 'Succeeded', reason: 'DryRun', result: { refused: { reason } } });
    expect(status?.result?.['missingRights']).toEqual(match === undefined ? [] : ['get nodes']);
    expect(engine.cluster.peek(kinds.Node, { name: 'w1' })?.['spec']).toEqual(objects.length === 0 ? undefined : {});
  });
});
