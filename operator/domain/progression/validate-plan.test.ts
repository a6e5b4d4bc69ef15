import { describe, expect, test } from '@jest/globals';
import { buildCheckpoint, buildPlan } from '../../testing/plan-builder.ts';
import { testRules } from '../../testing/simulate-plan.ts';
import { objectionToPlan } from './validate-plan.ts';

const picky = {
  ...testRules,
  operations: new Map([
    ...testRules.operations,
    ['scale_workload', { undo: 'Reversible', targetKinds: ['Deployment'], objectionTo: () => 'parameters must have replicas' }] as const,
  ]),
  checks: new Map([...testRules.checks, ['pods_running', { objectionTo: () => 'parameters must be empty' }] as const]),
};

describe('a plan', () => {
  test('that can be carried out meets no objection', () => {
    expect(objectionToPlan(buildPlan({ checkpoints: [buildCheckpoint('infrastructure', 1, ['node_ready'])] }), testRules)).toBeUndefined();
  });

  test.each([
    {
      when: 'an operation is not built',
      plan: buildPlan({ steps: [{ operation: 'rollback_machine_config', target: 'MachineConfigPool/worker' }] }),
      message: 'Step step-1: the operation rollback_machine_config is not built yet.',
    },
    {
      when: 'an operation cannot be done to such a target',
      plan: buildPlan({ steps: [{ operation: 'cordon_node', target: 'Deployment/shop/pay' }] }),
      message: 'Step step-1: cordon_node cannot be done to a Deployment.',
    },
    {
      when: 'parameters do not fit',
      plan: buildPlan({ steps: [{ layer: 'application', operation: 'scale_workload' }] }),
      message: 'Step step-1: the parameters of scale_workload do not fit: parameters must have replicas.',
    },
    {
      when: 'a check is not built',
      plan: buildPlan({ checkpoints: [buildCheckpoint('infrastructure', 1, ['external_condition'])] }),
      message: 'Check external_condition: external_condition is not built yet.',
    },
    {
      when: "a check's parameters do not fit",
      plan: buildPlan({ checkpoints: [buildCheckpoint('application', 1, ['pods_running'])] }),
      message: 'Check pods_running: the parameters of pods_running do not fit: parameters must be empty.',
    },
    {
      when: 'a step promises more than its operation can',
      plan: buildPlan({ steps: [{ operation: 'drain_and_reboot_node', undo: 'Reversible' }] }),
      message: 'Step step-1: undo says Reversible, but drain_and_reboot_node is Partial.',
    },
    {
      when: 'a step says that something irreversible can be undone in part',
      plan: buildPlan({ steps: [{}, { layer: 'application', undo: 'Partial' }] }),
      message: 'Step step-2: undo says Partial, but restart_deployment is Irreversible.',
    },
    {
      when: 'a step says that it changes nothing though it does',
      plan: buildPlan({ steps: [{ operation: 'cordon_node', undo: 'None' }] }),
      message: 'Step step-1: cordon_node changes something, so undo cannot be None.',
    },
  ])('is an InvalidPlan when $when', ({ plan, message }) => {
    expect(objectionToPlan(plan, picky)).toEqual({ reason: 'InvalidPlan', message });
  });

  test.each([
    { operation: 'cordon_node', undo: 'Irreversible' },
    { operation: 'cordon_node', undo: 'Partial' },
    { operation: 'observe', undo: 'Reversible' },
  ] as const)('may promise less: $operation as $undo', (step) => {
    expect(objectionToPlan(buildPlan({ steps: [step] }), testRules)).toBeUndefined();
  });

  test.each([
    { who: 'the system namespace', namespace: 'self-healing-platform', target: 'Node/w1', reason: undefined },
    { who: 'the system namespace', namespace: 'self-healing-platform', target: 'Deployment/shop/pay', reason: undefined },
    { who: 'a tenant', namespace: 'shop', target: 'Deployment/shop/pay', reason: undefined },
    { who: 'a tenant', namespace: 'shop', target: 'Deployment/bank/pay', reason: 'CrossNamespaceTarget' },
    { who: 'a tenant', namespace: 'shop', target: 'Node/w1', reason: 'ClusterScopedTarget' },
    { who: 'a tenant', namespace: 'shop', target: 'Namespace/shop', reason: undefined },
    { who: 'a tenant', namespace: 'shop', target: 'Namespace/bank', reason: 'ClusterScopedTarget' },
  ])('of $who that targets $target meets $reason', ({ namespace, target, reason }) => {
    expect(objectionToPlan(buildPlan({ namespace, steps: [{ operation: 'observe', target }] }), testRules)?.reason).toBe(reason);
  });

  test('of a tenant may not even look at another namespace', () => {
    const targets = [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'bank', name: 'pay' }];
    const plan = buildPlan({
      namespace: 'shop',
      steps: [{ operation: 'observe', target: 'Deployment/shop/pay' }],
      checkpoints: [buildCheckpoint('application', 1, ['pods_running'], { targets })],
    });
    expect(objectionToPlan(plan, testRules)?.reason).toBe('CrossNamespaceTarget');
  });
});
