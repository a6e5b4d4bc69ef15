import { describe, expect, test } from '@jest/globals';
import type { Playbook } from '../../api/generated/playbook.ts';
import { shippedPlaybooks } from '../../api/generated/shipped-playbooks.ts';
import type { PlanStep } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { validatePlan } from '../../api/validate.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aPool, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { seenTarget, seenWorkload, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { SeenWorld } from '../diagnosis/seen.ts';
import { inOrder } from '../playbooks/order.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';

function planOf(seen: SeenWorld, wish: Parameters<typeof buildAnomaly>[0] = {}, playbooks?: readonly Playbook[]) {
  const anomaly = buildAnomaly({ type: 'case', ...wish });
  return planFor(diagnose(seen, anomaly.spec), anomaly, builtInDefaults, playbooks);
}

const shown = ({ layer, action, required }: PlanStep) => `${layer} ${action.operation} ${targetString(action.target)} ${required}`;

describe('what related engines plan for one object', () => {
  test('plan-step-node: a node of which nothing is being updated is drained and rebooted', () => {
    const { resource } = givenBy('plan-step-node', { resource: { name: 'worker-1' } });
    const { steps } = planOf(world([seenTarget(aNode(resource.name, { conditions: { Ready: 'False' } }))]));
    expect(steps.map(shown)).toEqual([`infrastructure drain_and_reboot_node Node/${resource.name} true`]);
  });

  test('plan-step-machineconfig: a MachineConfig is waited for on its pool', () => {
    const { resource } = givenBy('plan-step-machineconfig', { resource: { name: '99-worker' } });
    const pool = seenTarget(aPool('worker', { conditions: { Updating: 'True' } }));
    const { steps } = planOf(world([{ ...pool, asked: target(`MachineConfig/${resource.name}`) }]));
    expect(steps.map(shown)).toEqual(['infrastructure monitor_mco MachineConfigPool/worker true']);
  });

  test('plan-step-networkoperator: a kind that the engine does not know belongs to the platform, and is looked at', () => {
    const { resource } = givenBy('plan-step-networkoperator', {
      resource: { kind: 'NetworkOperator', name: 'net', namespace: 'openshift-x' },
    });
    const it = { ...target('Pod/x/y'), apiVersion: 'x.example/v1', ...resource };
    const plan = planOf(world([{ kind: 'other', asked: it, target: it }]));
    expect(plan).toMatchObject({
      layers: ['platform'],
      steps: [{ layer: 'platform', undo: 'None' }],
      checkpoints: [{ layer: 'platform' }],
    });
  });
});

const slowness = { query: { compute: 'text', text: 'slowness{namespace="${namespace}",app="${name}"}' }, comparator: '<', threshold: 0.5 };
/** How a shop measures how long its answers take. */
const measured: Playbook = {
  name: 'latency',
  when: { kinds: ['Deployment'], words: { any: ['Latency'] } },
  steps: [{ operation: 'observe', parameters: { seconds: 600, until: { type: 'prometheus_query', parameters: slowness } } }],
  checks: [{ type: 'prometheus_query', name: 'latency-normal', parameters: slowness }],
};

test('plan-scenario-2: after an update that left its pool degraded MachineConfigs go back first, then the application is looked at and judged', () => {
  const { issue } = givenBy('plan-scenario-2', { issue: 'Increased application latency after OS update' });
  const waiting = aNode('w1', { labels: { 'node-role.kubernetes.io/worker': '' }, annotations: configured('a', 'b') });
  const healthy = aPod('pay-1', { spec: { nodeName: 'w1' } });
  const seen = world([seenWorkload(aWorkload('Deployment', 'pay'), [healthy])], {
    nodes: [waiting],
    pools: [aPool('worker', { conditions: { Degraded: 'True', Updating: 'True' } })],
    relief: { knownGood: new Set(['worker']), growable: [] },
  });
  const plan = planOf(seen, { description: issue }, inOrder(shippedPlaybooks, [measured]));
  expect(plan.steps.map(shown)).toEqual([
    'infrastructure rollback_machine_config MachineConfigPool/worker true',
    'application observe Deployment/shop/pay true',
  ]);
  expect(plan.steps[0]?.waitSeconds).toBe(600);
  expect(plan.steps[1]?.action.parameters).toMatchObject({
    until: { type: 'prometheus_query', parameters: { query: 'slowness{namespace="shop",app="pay"}' } },
  });
  expect(plan.checkpoints?.map(({ afterStep, checks }) => `${afterStep}: ${checks.map(({ type }) => type).join(' ')}`)).toEqual([
    '1: node_ready no_node_pressure mco_stable',
    '2: pods_running endpoints_healthy prometheus_query',
  ]);
});

describe('plan-validate: a plan that cannot be meant so is refused', () => {
  const { apiVersion, kind, metadata, spec } = buildPlan();
  const judged = (change: object): unknown => JSON.parse(JSON.stringify({ apiVersion, kind, metadata, spec: { ...spec, ...change } }));

  test('those of its steps are its layers where it names none', () => expect(validatePlan(judged({ layers: [] })).ok).toBe(true));
  test.each<{ when: string; change: object }>([
    { when: 'its layer is none', change: { layers: ['bogus'] } },
    { when: 'it has no step', change: { steps: [] } },
  ])('when $when', ({ change }) => expect(validatePlan(judged(change)).ok).toBe(false));
});

test('none of their cases about plans is left out', () => {
  const here = ['step-node', 'step-machineconfig', 'step-networkoperator', 'scenario-2', 'validate'];
  const inEngineCases = [
    ...['seed-node-mco', 'seed-node-direct', 'seed-app-argocd', 'seed-app-manual'],
    ...['step-deployment', 'step-clusteroperator', 'three-layers-full', 'layer-sort'],
  ];
  // Runs in e2e/journeys/j1-layers-in-order.test.ts, and the order of steps is the API server's matter (e2e/api).
  const known = new Set([...here, ...inEngineCases, 'adr003-execute'].map((id) => `plan-${id}`));
  expect(caseIds('plan-').filter((id) => !known.has(id))).toEqual([]);
});
