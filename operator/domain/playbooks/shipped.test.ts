import { describe, expect, test } from '@jest/globals';
import type { AnomalySpec, DeploymentInfo, HistoryRow, Layer } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { target } from '../../testing/targets.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { builtInDefaults } from '../planning/defaults.ts';
import { planFor } from '../planning/plan-for.ts';

interface Wish {
  /** What is hit, as `layer: object (words)`; the first is the cause. */
  readonly hit: readonly string[];
  /** How workloads were deployed. */
  readonly deployed?: Readonly<Record<string, Partial<DeploymentInfo>>>;
  /** Edges, as `from -> to by via`. */
  readonly on?: readonly string[];
  /** What was tried, as `operation object outcome`. */
  readonly tried?: readonly string[];
  readonly details?: AnomalySpec['details'];
}

function parse(text: string) {
  const [, layer = '', at = '', state = ''] = /^(\w+): (\S+)(?: \((.*)\))?$/.exec(text) ?? [];
  return { layer: layer as Layer, target: target(at), state };
}

function edgeOf(text: string) {
  const [, from = '', to = '', via = ''] = /^(\S+) -> (\S+) by (\S+)$/.exec(text) ?? [];
  return { from, to, via };
}

function rowOf(text: string): HistoryRow {
  const [operation, on = '', outcome = ''] = text.split(' ');
  return { plan: 'plan-0', operation, target: on, outcome, at: '2026-01-01T00:00:00Z' };
}

function plan({ hit, deployed = {}, on = [], tried = [], details = {} }: Wish) {
  const impactedResources = hit.map(parse);
  const [cause] = impactedResources;
  const deployments = Object.entries(deployed).map(([at, more]) => ({ target: target(at), method: 'Manual' as const, ...more }));
  const affectedLayers = [...new Set(impactedResources.map(({ layer }) => layer))];
  const rootCause = cause && { layer: cause.layer, target: cause.target, evidence: [] };
  const diagnosis: Diagnosis = { affectedLayers, impactedResources, rootCause, dependencies: on.map(edgeOf), deployments };
  const anomaly = { ...buildAnomaly({ details }), status: { history: tried.map(rowOf) } };
  return planFor(diagnosis, anomaly, builtInDefaults);
}

const stepsOf = ({ steps, mode }: ReturnType<typeof plan>) =>
  steps.map(({ action, playbook }) => {
    const asked = action.parameters ? ` ${JSON.stringify(action.parameters)}` : '';
    return `${action.operation} ${targetString(action.target)}${asked} by ${playbook}${mode === 'Approval' ? ', if approved' : ''}`;
  });

const pay = 'Deployment/shop/pay';
const ill = (words: string) => [`application: ${pay} (${words})`];
const manual = { [pay]: {} };
const restarted = `restart_deployment ${pay} Ineffective`;
const report = 'Anomaly/self-healing-platform/anom-1';

describe('what the shipped playbooks do', () => {
  test.each<Wish & { when: string; steps: string[] }>([
    { when: 'a node is not Ready', hit: ['infrastructure: Node/w1 (NotReady)'], steps: ['drain_and_reboot_node Node/w1 by node-ill'] },
    {
      when: 'node-problem-detector tells of the kernel',
      hit: ['infrastructure: Node/w1 (KernelDeadlock)'],
      steps: ['drain_and_reboot_node Node/w1 by node-problem'],
    },
    {
      when: 'the hardware of a node is broken',
      hit: ['infrastructure: Node/w1 (DiskBadBlock, ReadonlyFilesystem)'],
      steps: ['drain_node Node/w1 by node-hardware'],
    },
    {
      when: 'a node reports what nobody knows',
      hit: ['infrastructure: Node/w1 (HouseOnFire)'],
      steps: ['observe Node/w1 by node-problem-unknown'],
    },
    {
      when: 'a reboot did not help',
      hit: ['infrastructure: Node/w1 (MemoryPressure)'],
      tried: ['drain_and_reboot_node Node/w1 Ineffective'],
      steps: ['observe Node/w1 by node-stays-ill'],
    },
    {
      when: 'a reboot did help once',
      hit: ['infrastructure: Node/w1 (MemoryPressure)'],
      tried: ['drain_and_reboot_node Node/w1 Succeeded', 'drain_and_reboot_node Node/w2 Ineffective'],
      steps: ['drain_and_reboot_node Node/w1 by node-ill'],
    },
    {
      when: 'a rollout is stuck',
      hit: ['infrastructure: MachineConfigPool/worker (Updating)'],
      steps: ['monitor_mco MachineConfigPool/worker by pool-rollout'],
    },
    {
      when: 'a pool stays degraded and nobody saw it well',
      hit: ['infrastructure: MachineConfigPool/worker (Degraded)'],
      tried: ['monitor_mco MachineConfigPool/worker Failed'],
      steps: ['observe MachineConfigPool/worker by pool-stays-degraded'],
    },
    {
      when: 'answers take long since an update that left the pool degraded',
      hit: ['infrastructure: MachineConfigPool/worker (Degraded, Updating, KnownGood)', ...ill('Latency')],
      deployed: manual,
      steps: [
        'rollback_machine_config MachineConfigPool/worker by pool-rolled-back',
        `observe ${pay} {"seconds":60,"until":{"type":"workload_available"}} by latency`,
      ],
    },
    {
      when: 'a cluster operator did not recover',
      hit: ['platform: ClusterOperator/dns (Degraded)'],
      tried: ['monitor_cluster_operator ClusterOperator/dns Failed'],
      steps: ['observe ClusterOperator/dns by cluster-operator-stays-ill'],
    },
    {
      when: 'the network of a node is not set up',
      hit: ['platform: Node/w1 (NetworkUnavailable)'],
      steps: ['observe Node/w1 {"seconds":120,"until":{"type":"networking_functional"}} by node-network'],
    },
    {
      when: 'name resolution fails',
      hit: ['application: Deployment/kube-system/coredns (Unavailable)'],
      deployed: { 'Deployment/kube-system/coredns': {} },
      steps: ['restart_deployment Deployment/kube-system/coredns by network-restarted'],
    },
    { when: 'replicas are missing', hit: ill('Unavailable'), deployed: manual, steps: [`restart_deployment ${pay} by restart`] },
    {
      when: 'it crashes for the first time',
      hit: ill('CrashLoopBackOff, CrashExit'),
      deployed: manual,
      steps: [`restart_deployment ${pay} by restart`],
    },
    {
      when: 'its pods fit nowhere',
      hit: ill('Unavailable, Unschedulable'),
      deployed: manual,
      steps: [`observe ${pay} {"seconds":120,"until":{"type":"workload_available"}} by unschedulable`],
    },
    { when: 'its image cannot be had', hit: ill('ErrImagePull'), deployed: manual, steps: [`observe ${pay} by image-or-config-missing`] },
    {
      when: 'its new image cannot be had',
      hit: ill('NotProgressing, ErrImagePull'),
      deployed: { [pay]: { revision: 2 } },
      steps: [`rollout_undo ${pay} by image-undone-if-approved, if approved`],
    },
    {
      when: 'a Service has nobody behind it',
      hit: ['application: Service/shop/pay (NoReadyEndpoints)'],
      steps: [`observe ${report} by service-without-pods`],
    },
    {
      when: 'the workload behind a Service is ill',
      hit: [...ill('Unavailable'), 'application: Service/shop/pay (NoReadyEndpoints)'],
      deployed: manual,
      on: [`Service/shop/pay -> ${pay} by endpoints`],
      steps: [`restart_deployment ${pay} by restart`],
    },
    {
      when: 'two claims are full',
      hit: ['a', 'b'].map((name) => `application: PersistentVolumeClaim/shop/${name} (StorageFull)`),
      steps: ['a', 'b'].map((name) => `observe PersistentVolumeClaim/shop/${name} by storage-full`),
    },
    {
      when: 'two Services have nobody behind them',
      hit: ['a', 'b'].map((name) => `application: Service/shop/${name} (NoReadyEndpoints)`),
      steps: [`observe ${report} by service-without-pods`, `observe ${report} by service-without-pods`],
    },
    {
      when: 'an Application differs from Git',
      hit: ['application: Application/argocd/shop (OutOfSync)'],
      steps: ['argocd_sync Application/argocd/shop by application'],
    },
    {
      when: 'what an Application keeps is ill too',
      hit: [...ill('Unavailable'), 'application: Application/argocd/shop (DegradedApp)'],
      deployed: { [pay]: { method: 'ArgoCD', managedBy: 'shop' } },
      on: [`${pay} -> Application/argocd/shop by tracking-id`],
      steps: [`argocd_sync ${pay} by argocd`],
    },
    { when: 'nothing is known', hit: [], steps: [`observe ${report} by look-on`] },
  ])('$when', ({ steps, ...wish }) => expect(stepsOf(plan(wish))).toEqual(steps));
});

describe('a restart heals neither what runs out of memory nor what exits with an error', () => {
  const oom = ill('CrashLoopBackOff, OOMKilled');
  const crash = ill('CrashLoopBackOff, CrashExit');
  const small = { [pay]: { outOfMemory: [{ container: 'app', limit: '64Mi' }] } };
  const more = (memory: string) =>
    `update_resources ${pay} {"containers":[{"name":"app","limits":{"memory":"${memory}"}}]} by oom-more-memory`;

  test.each<Wish & { when: string; steps: string[] }>([
    { when: 'it is restarted once', hit: oom, deployed: small, steps: [`restart_deployment ${pay} by restart`] },
    { when: 'then it gets more memory', hit: oom, deployed: small, tried: [restarted], steps: [more('96Mi')] },
    {
      when: 'up to 8Gi',
      hit: oom,
      deployed: { [pay]: { outOfMemory: [{ container: 'app', limit: '6Gi' }] } },
      tried: [restarted],
      steps: [more('8192Mi')],
    },
    {
      when: 'with as much as that a person is asked',
      hit: oom,
      deployed: { [pay]: { outOfMemory: [{ container: 'app', limit: '8Gi' }] } },
      tried: [restarted],
      steps: [`observe ${pay} by oom-person`],
    },
    { when: 'without a limit a person is asked', hit: oom, deployed: manual, tried: [restarted], steps: [`observe ${pay} by oom-person`] },
    {
      when: 'of a workload that nobody knows who deployed a person has to approve it',
      hit: oom,
      deployed: { [pay]: { ...small[pay], method: 'Unknown' } },
      tried: [restarted],
      steps: [`${more('96Mi')}, if approved`],
    },
    {
      when: 'what is in Git is synced, never edited',
      hit: oom,
      deployed: { [pay]: { ...small[pay], method: 'ArgoCD' } },
      tried: [restarted],
      steps: [`argocd_sync ${pay} by argocd`],
    },
    {
      when: 'after a sync in vain a person has to change what is in Git',
      hit: oom,
      deployed: { [pay]: { ...small[pay], method: 'ArgoCD' } },
      tried: [`argocd_sync ${pay} Ineffective`],
      steps: [`observe ${pay} by argocd-in-vain`],
    },
    {
      when: 'a new template that never came up is taken back',
      hit: ill('NotProgressing, CrashLoopBackOff, CrashExit'),
      deployed: { [pay]: { revision: 3 } },
      tried: [restarted],
      steps: [`rollout_undo ${pay} by crash-undone`],
    },
    {
      when: 'one that ran before only if a person approves',
      hit: crash,
      deployed: { [pay]: { revision: 3 } },
      tried: [restarted],
      steps: [`rollout_undo ${pay} by crash-undone-if-approved, if approved`],
    },
    {
      when: 'after that a person is asked',
      hit: crash,
      deployed: { [pay]: { revision: 4 } },
      tried: [restarted, `rollout_undo ${pay} Failed`],
      steps: [`observe ${pay} by crash-undone-in-vain`],
    },
    {
      when: 'without an earlier template a person is asked',
      hit: crash,
      deployed: { [pay]: { revision: 1 } },
      tried: [restarted],
      steps: [`observe ${pay} by restarted-in-vain`],
    },
    {
      when: 'a restart that helped may be tried again',
      hit: crash,
      deployed: manual,
      tried: [`restart_deployment ${pay} Succeeded`],
      steps: [`restart_deployment ${pay} by restart`],
    },
  ])('$when', ({ steps, ...wish }) => expect(stepsOf(plan(wish))).toEqual(steps));
});

describe('a step that only looks on names what a person should read', () => {
  const described = (details: AnomalySpec['details'], hit: readonly string[] = []) =>
    plan({ hit, details }).steps.map(({ description }) => description);

  test.each<{ when: string; details: AnomalySpec['details']; hit: string[]; said: RegExp }>([
    {
      when: "the alert's runbook",
      details: { runbook_url: 'https://runbooks/x' },
      hit: [],
      said: /a person should look at it too; runbook: https:\/\/runbooks\/x$/,
    },
    {
      when: "the alert's before the playbook's",
      details: { runbook_url: 'https://runbooks/x' },
      hit: ['application: Service/shop/pay (NoReadyEndpoints)'],
      said: /; runbook: https:\/\/runbooks\/x$/,
    },
    {
      when: "the playbook's otherwise",
      details: { runbook_url: 'ask Jo' },
      hit: ['application: Service/shop/pay (NoReadyEndpoints)'],
      said: /; runbook: https:\/\/kubernetes\.io\/docs\/.*debug-service\/$/,
    },
    { when: 'none where there is none', details: {}, hit: [], said: /a person should look at it too$/ },
  ])('$when', ({ details, hit, said }) => expect(described(details, hit)).toEqual([expect.stringMatching(said)]));
});

test('a check that a playbook asks for is made at the checkpoint of its layer, once, with a name of its own', () => {
  const dns = 'Deployment/kube-system/coredns';
  const [checkpoint] = plan({ hit: [`application: ${dns} (Unavailable)`], deployed: { [dns]: {} } }).checkpoints ?? [];
  expect(checkpoint?.checks.map(({ name }) => name)).toEqual(['pods-running', 'endpoints-healthy', 'networking-functional']);
});
