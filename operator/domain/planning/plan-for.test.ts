import { describe, expect, test } from '@jest/globals';
import type { Playbook } from '../../api/generated/playbook.ts';
import type { RemediationPlanSpec } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { validatePlan } from '../../api/validate.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aClusterOperator, aNode, aPod, aPool, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { residentsOn, seenTarget, seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { SeenWorld } from '../diagnosis/seen.ts';
import { newPlan } from './anomaly-plan.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';

const anomaly = buildAnomaly({ type: 'anything_at_all' });
const plan = (seen: SeenWorld, of = anomaly): RemediationPlanSpec => planFor(diagnose(seen, of.spec), of, builtInDefaults);
const stepsOf = ({ steps }: RemediationPlanSpec) => steps.map(({ action }) => `${action.operation} ${targetString(action.target)}`);
const checksOf = ({ checkpoints = [] }: RemediationPlanSpec) =>
  checkpoints.map(({ name, afterStep, checks }) => `${name} after ${afterStep}: ${checks.map(({ type }) => type).join(' ')}`);

const ill = (type: string, status = 'True') =>
  aNode('w1', { conditions: { [type]: status }, labels: { 'node-role.kubernetes.io/worker': '' } });
const pay = aWorkload('Deployment', 'pay');
const cart = aWorkload('Deployment', 'cart', { annotations: { 'argocd.argoproj.io/tracking-id': 'store:apps/Deployment:shop/cart' } });
const db = aWorkload('StatefulSet', 'db', { annotations: { 'meta.helm.sh/release-name': 'db' } });
const kafka = aWorkload('StatefulSet', 'kafka', {
  ownerReferences: [{ apiVersion: 'kafka.strimzi.io/v1', kind: 'Kafka', name: 'main', uid: 'k', controller: true }],
});
const infrastructure = (after: number) => `infrastructure-healthy after ${after}: node_ready no_node_pressure mco_stable`;
const platform = (after: number) => `platform-healthy after ${after}: openshift_operators_ready networking_functional`;
const application = (after: number) => `application-healthy after ${after}: pods_running endpoints_healthy`;

describe('objects give steps and checks', () => {
  test.each<{ when: string; seen: SeenWorld; steps: string[]; checks: string[] }>([
    ...(['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const).map((type) => ({
      when: `a node has ${type}`,
      seen: world([seenTarget(ill(type))]),
      steps: ['drain_and_reboot_node Node/w1'],
      checks: [infrastructure(1)],
    })),
    {
      when: 'a node is not Ready',
      seen: world([seenTarget(ill('Ready', 'Unknown'))]),
      steps: ['drain_and_reboot_node Node/w1'],
      checks: [infrastructure(1)],
    },
    {
      when: 'such a node does not have its desired configuration',
      seen: world([seenTarget({ ...ill('MemoryPressure'), metadata: aNode('w1', { annotations: configured('a', 'b') }).metadata })]),
      steps: ['monitor_mco Node/w1'],
      checks: [infrastructure(1)],
    },
    {
      when: 'the pool of such a node is updating',
      seen: world([seenTarget(ill('DiskPressure'))], { pools: [aPool('worker', { conditions: { Updating: 'True' } })] }),
      steps: ['monitor_mco Node/w1'],
      checks: [infrastructure(1)],
    },
    {
      when: 'workloads have pods on an ill node',
      seen: world([seenTarget(ill('MemoryPressure'))], { residents: residentsOn('w1', pay, kafka, db, cart) }),
      steps: [
        'drain_and_reboot_node Node/w1',
        'argocd_sync Deployment/shop/cart',
        'observe StatefulSet/shop/db',
        'observe StatefulSet/shop/kafka',
        'restart_deployment Deployment/shop/pay',
      ],
      checks: [infrastructure(1), application(5)],
    },
    {
      when: 'a cluster operator is degraded',
      seen: world([seenTarget(aClusterOperator('dns', { Degraded: 'True' }))]),
      steps: ['monitor_cluster_operator ClusterOperator/dns'],
      checks: [platform(1)],
    },
    ...[pay, aWorkload('DaemonSet', 'pay'), aWorkload('StatefulSet', 'pay')].map((workload) => ({
      when: `a ${workload.kind} is unavailable`,
      seen: world([seenWorkload(unavailable(workload))]),
      steps: [`restart_deployment ${workload.kind}/shop/pay`],
      checks: [application(1)],
    })),
    {
      when: 'an unavailable Deployment belongs to Argo CD',
      seen: world([seenWorkload(unavailable(cart))]),
      steps: ['argocd_sync Deployment/shop/cart'],
      checks: [application(1)],
    },
    {
      when: 'an unavailable StatefulSet belongs to Helm',
      seen: world([seenWorkload(unavailable(db))]),
      steps: ['observe StatefulSet/shop/db'],
      checks: [application(1)],
    },
    {
      when: 'an unavailable StatefulSet is of a Helm release that may be rolled back',
      seen: world([seenWorkload(unavailable(db))], { rollable: new Set([targetKey(target('StatefulSet/shop/db'))]) }),
      steps: ['helm_rollback StatefulSet/shop/db'],
      checks: [application(1)],
    },
    {
      when: 'a workload whose Helm release may be rolled back only suffers from its node',
      seen: world([seenTarget(ill('MemoryPressure'))], {
        residents: residentsOn('w1', db),
        rollable: new Set([targetKey(target('StatefulSet/shop/db'))]),
      }),
      steps: ['drain_and_reboot_node Node/w1', 'observe StatefulSet/shop/db'],
      checks: [infrastructure(1), application(2)],
    },
    {
      when: 'an unavailable StatefulSet belongs to a custom resource',
      seen: world([seenWorkload(unavailable(kafka))]),
      steps: ['reconcile_owner StatefulSet/shop/kafka'],
      checks: [application(1)],
    },
    {
      when: 'of an unavailable Deployment only the name of its operator is known',
      seen: world([
        seenWorkload(unavailable(aWorkload('Deployment', 'web', { labels: { 'app.kubernetes.io/managed-by': 'web-operator' } }))),
      ]),
      steps: ['observe Deployment/shop/web'],
      checks: [application(1)],
    },
    {
      when: 'all three layers are hit',
      seen: world([
        seenWorkload(unavailable(pay)),
        seenTarget(aClusterOperator('network', { Degraded: 'True' })),
        seenTarget(aPool('worker', { conditions: { Updating: 'True' } })),
      ]),
      steps: [
        'monitor_mco MachineConfigPool/worker',
        'monitor_cluster_operator ClusterOperator/network',
        'restart_deployment Deployment/shop/pay',
      ],
      checks: [infrastructure(1), platform(2), application(3)],
    },
    {
      when: 'a lone pod crashes',
      seen: world([{ kind: 'pod', asked: target('Pod/shop/one'), target: target('Pod/shop/one'), pod: aPod('one', { ready: false }) }]),
      steps: ['observe Pod/shop/one'],
      checks: [application(1)],
    },
    {
      when: 'a layer without a remedy is hit between two others',
      seen: world([
        seenTarget(ill('MemoryPressure')),
        seenWorkload(unavailable(pay)),
        { kind: 'other', asked: target('NetworkPolicy/shop/deny'), target: target('NetworkPolicy/shop/deny') },
      ]),
      steps: ['drain_and_reboot_node Node/w1', 'restart_deployment Deployment/shop/pay'],
      checks: [infrastructure(1), platform(1), application(2)],
    },
    {
      when: 'the report names nothing',
      seen: world([]),
      steps: ['observe Anomaly/self-healing-platform/anom-1'],
      checks: [application(1)],
    },
  ])('$steps when $when', ({ seen, steps, checks }) => {
    const spec = plan(seen);
    expect(stepsOf(spec)).toEqual(steps);
    expect(checksOf(spec)).toEqual(checks);
    const made = { ...newPlan(anomaly, { name: 'plan-1', diagnosis: diagnose(seen, anomaly.spec), defaults: builtInDefaults }) };
    expect(validatePlan(made)).toMatchObject({ ok: true });
  });

  test('words that name only the lower layers have their checkpoints before the one step that looks on', () => {
    const spec = plan(world([]), buildAnomaly({ type: 'node_slow' }));
    expect(spec.steps).toMatchObject([{ layer: 'infrastructure', action: { type: 'node_remediation', operation: 'observe' } }]);
    expect(checksOf(spec)).toEqual([infrastructure(1)]);
  });

  test('the type is only a word: another one gives the same plan', () => {
    const seen = world([seenTarget(ill('MemoryPressure'))], { residents: residentsOn('w1', pay) });
    expect(plan(seen, buildAnomaly({ type: 'node_memory_pressure' }))).toEqual(plan(seen, buildAnomaly({ type: 'zzz' })));
  });
});

describe('a step', () => {
  test('has waits, limit, requiredness and undo of its operation, and a description', () => {
    const [first, second] = plan(world([seenTarget(ill('MemoryPressure'))], { residents: residentsOn('w1', pay) })).steps;
    expect(first).toMatchObject({ order: 1, waitSeconds: 600, timeoutSeconds: 1800, required: true, undo: 'Partial' });
    expect(second).toMatchObject({ order: 2, waitSeconds: 60, timeoutSeconds: 600, required: false, undo: 'Irreversible' });
    expect(first?.description).toBe('Drain node w1 and reboot it (MemoryPressure)');
  });

  test.each([
    { automated: false, undo: 'Reversible', description: 'Let Argo CD sync shop for Deployment/shop/pay' },
    { automated: true, undo: 'Irreversible', description: 'Let Argo CD sync shop for Deployment/shop/pay, which it syncs by itself too' },
  ])('of Argo CD is $undo before anybody approves it where automated is $automated', ({ automated, undo, description }) => {
    const synced = aWorkload('Deployment', 'pay', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/pay' } });
    const selfSynced = new Set(automated ? [targetKey(target('Deployment/shop/pay'))] : []);
    const [step] = plan(world([seenWorkload(unavailable(synced))], { selfSynced })).steps;
    expect(step).toMatchObject({ undo, description, action: { operation: 'argocd_sync' } });
  });

  test('of a Helm release that may be rolled back says that it can be undone, before anybody approves it', () => {
    const rollable = new Set([targetKey(target('StatefulSet/shop/db'))]);
    const [step] = plan(world([seenWorkload(unavailable(db))], { rollable })).steps;
    expect(step).toMatchObject({ undo: 'Reversible', description: 'Roll Helm release shop/db back for StatefulSet/shop/db' });
  });

  test('of workloads is made for twenty at most, by namespace and name; the last one names the others', () => {
    const many = Array.from({ length: 23 }, (_, i) => aWorkload('Deployment', `app-${String(i).padStart(2, '0')}`));
    const residents = residentsOn('w1', ...many).map((one, i) => (i < 20 ? one : { ...one, workload: undefined }));
    const { steps } = plan(world([seenTarget(ill('MemoryPressure'))], { residents }));
    expect(steps).toHaveLength(21);
    expect(steps.at(-1)?.action.target.name).toBe('app-19');
    expect(steps.at(-1)?.description).toMatch(/Deployment\/shop\/app-20, Deployment\/shop\/app-21, Deployment\/shop\/app-22$/);
  });

  test('has a name of its own, even when objects of two namespaces or kinds share theirs', () => {
    const others = [pay, aWorkload('Deployment', 'pay', { namespace: 'other' }), aWorkload('StatefulSet', 'pay')];
    const { steps } = plan(world(others.map((one) => seenWorkload(unavailable(one)))));
    expect(new Set(steps.map(({ name }) => name)).size).toBe(3);
    expect(steps.map(({ action }) => targetString(action.target))).toEqual([
      'Deployment/other/pay',
      'Deployment/shop/pay',
      'StatefulSet/shop/pay',
    ]);
  });
});

describe('a check', () => {
  test("looks at the targets of its layer's steps unless something else is hit", () => {
    const spec = plan(world([seenTarget(ill('MemoryPressure'))], { residents: residentsOn('w1', pay) }));
    expect((spec.checkpoints ?? []).flatMap(({ checks }) => checks).every(({ targets }) => targets === undefined)).toBe(true);
  });

  test('on the network looks at the nodes that are hit as well', () => {
    const spec = plan(world([seenTarget(ill('MemoryPressure')), seenTarget(aClusterOperator('network', { Degraded: 'True' }))]));
    const network = (spec.checkpoints ?? []).flatMap(({ checks }) => checks).find(({ type }) => type === 'networking_functional');
    expect(network?.targets?.map(targetString)).toEqual(['ClusterOperator/network', 'Node/w1']);
  });

  test('has the timeout of its type', () => {
    const [gate] = plan(world([seenTarget(ill('MemoryPressure'))])).checkpoints ?? [];
    expect(gate?.checks.map(({ name, timeoutSeconds }) => [name, timeoutSeconds])).toEqual([
      ['node-ready', 300],
      ['no-node-pressure', 300],
      ['mco-stable', 600],
    ]);
  });
});

test.each([
  { severity: 'critical', source: 'manual', priority: 1 },
  { severity: 'high', source: 'deterministic', priority: 2 },
  { severity: 'medium', source: 'deterministic', priority: 3 },
  { severity: 'low', source: 'manual', priority: 4 },
  { severity: 'critical', source: 'ai_driven', priority: 2 },
  { severity: 'low', source: 'ai_driven', priority: 5 },
] as const)('$severity from $source has priority $priority', ({ severity, source, priority }) => {
  expect(plan(world([]), buildAnomaly({ severity, source, confidence: 0.9 })).priority).toBe(priority);
});

const onNode = world([seenTarget(ill('MemoryPressure'))]);
const onWorkload = world([seenWorkload(unavailable(pay))]);
const onPool = world([seenTarget(aPool('worker', { conditions: { Updating: 'True' } }))]);
test.each([
  { when: 'a rule reports a node', of: buildAnomaly(), seen: onNode, mode: 'Automatic' },
  { when: 'a model reports a node', of: buildAnomaly({ source: 'ai_driven', confidence: 0.9 }), seen: onNode, mode: 'Approval' },
  {
    when: 'a model may act by itself',
    of: buildAnomaly({ source: 'ai_driven', confidence: 0.9, mode: 'Automatic' }),
    seen: onNode,
    mode: 'Automatic',
  },
  { when: 'a model reports a workload', of: buildAnomaly({ source: 'ai_driven', confidence: 0.9 }), seen: onWorkload, mode: 'Automatic' },
  { when: 'nothing is written', of: buildAnomaly({ source: 'ai_driven', confidence: 0.9 }), seen: onPool, mode: 'Automatic' },
  { when: 'the reporter wants approval', of: buildAnomaly({ mode: 'Approval' }), seen: onWorkload, mode: 'Approval' },
  { when: 'the reporter wants a preview', of: buildAnomaly({ mode: 'DryRun' }), seen: onNode, mode: 'DryRun' },
] as const)('the mode is $mode when $when', ({ of, seen, mode }) => {
  expect(plan(seen, of)).toMatchObject({ mode, approvalRequired: mode === 'Approval' });
});

test('a workload of which nobody knows how it was deployed is never changed without a person', () => {
  const found = diagnose(onWorkload, anomaly.spec);
  const unknown = { ...found, deployments: found.deployments.map((one) => ({ ...one, method: 'Unknown' as const })) };
  expect(planFor(unknown, buildAnomaly({ mode: 'Automatic' }), builtInDefaults)).toMatchObject({
    mode: 'Approval',
    approvalRequired: true,
  });
});

test('nor is a workload of which it was not found out', () => {
  const found = diagnose(world([seenTarget(ill('MemoryPressure'))], { residents: residentsOn('w1', pay) }), anomaly.spec);
  const playbooks: readonly Playbook[] = [
    { name: 'p', when: { kinds: ['Node'] }, steps: [{ operation: 'restart_deployment', target: 'workload' }] },
  ];
  const { mode, steps } = planFor({ ...found, deployments: [] }, anomaly, builtInDefaults, playbooks);
  expect([mode, steps.map(({ action }) => targetString(action.target))]).toEqual(['Approval', ['Deployment/shop/pay']]);
});

test('what the reporter said of itself is copied', () => {
  const of = buildAnomaly({ source: 'ai_driven', confidence: 0.81, requestedBy: 'jo' });
  expect(plan(onWorkload, of)).toMatchObject({
    source: 'ai_driven',
    confidence: 0.81,
    requestedBy: 'jo',
    rollbackPolicy: 'OnFailure',
    anomalyRef: { namespace: 'self-healing-platform', name: 'anom-1', uid: 'uid-anom-1' },
  });
});
