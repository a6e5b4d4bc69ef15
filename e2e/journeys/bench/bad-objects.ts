import type { ActionWish } from '../../../operator/testing/action-builder.ts';
import { buildCheckpoint, type PlanWish } from '../../../operator/testing/plan-builder.ts';
import { badInputs } from '../../api/bad-inputs.ts';
import type { Refusal } from '../../api/bad-shapes.ts';
import { goodSpecs, steps } from '../../api/good-objects.ts';
import { ruleRefusals } from '../../api/rule-refusals.ts';

/** The namespace of somebody who may target nothing but its own. */
export const tenant = 'bad-tenant';

/** Where workloads are that things are asked of. */
export const home = 'bad';

/** Rows that the API server answers, but for those about changes: 1 to 6, 12, 16, 18 to 24, 28. */
export const refused: readonly Refusal[] = [
  ...[...badInputs, ...ruleRefusals].filter(({ what, patch }) => /^\d/.test(what) && !patch),
  {
    what: '23 a step that depends on itself',
    kind: 'RemediationPlan',
    spec: { ...goodSpecs.RemediationPlan, steps: [{ ...steps[0], dependsOn: ['cordon'] }] },
    says: 'unknown field "spec.steps[0].dependsOn"',
  },
  {
    what: '24 a rollback of a step that does not exist',
    kind: 'RemediationPlan',
    spec: { ...goodSpecs.RemediationPlan, rollback: [{ step: 'nobody' }] },
    says: 'unknown field "spec.rollback"',
  },
  {
    what: '28 a description of 1 MiB',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, description: 'x'.repeat(1024 * 1024) },
    says: 'spec.description: Too long: may not be more than 2048 bytes',
  },
];

interface BadAction {
  readonly row: number;
  readonly name: string;
  readonly wish: ActionWish;
  /** Phase/reason. */
  readonly end: string;
  readonly says: RegExp;
}

const node = { target: 'Node/bad-w2' } as const;
const scale = { type: 'resource_scaling', operation: 'scale_workload', target: `Deployment/${tenant}/none` } as const;
const slow = `Deployment/${home}/slow`;
const auto = `Deployment/${home}/auto`;
const look = { operation: 'observe', namespace: tenant } as const;
const replicas = { end: 'Rejected/InvalidParameters', says: /spec\.parameters\.replicas/ };
const undoing = { compensates: { name: 'act-no-node', uid: 'made-up' }, source: 'manual', priority: 1 } as const;
const replaced = { apiVersion: 'v1', kind: 'Node', name: 'bad-w2', uid: 'of-another-life' };

/** Actions that the API server stores and the engine must refuse, each with its answer. */
export const badActions: readonly BadAction[] = [
  {
    row: 9,
    name: 'act-no-node',
    wish: { target: 'Node/bad-nobody' },
    end: 'Failed/TargetNotFound',
    says: /Node\/bad-nobody does not exist/,
  },
  {
    row: 9,
    name: 'act-no-workload',
    wish: { ...scale, parameters: { replicas: 2 } },
    end: 'Failed/TargetNotFound',
    says: /bad-tenant\/none does not/,
  },
  { row: 25, name: 'act-text', wish: { ...scale, parameters: { replicas: 'many' } }, ...replicas },
  { row: 25, name: 'act-negative', wish: { ...scale, parameters: { replicas: -1 } }, ...replicas },
  { row: 25, name: 'act-nothing-said', wish: scale, ...replicas },
  {
    row: 25,
    name: 'act-unknown-word',
    wish: { ...node, operation: 'drain_node', parameters: { gracePeriod: 1 } },
    end: 'Rejected/InvalidParameters',
    says: /spec\.parameters.*gracePeriod/,
  },
  {
    row: 25,
    name: 'act-wrong-kind',
    wish: { ...scale, ...node, parameters: { replicas: 1 } },
    end: 'Rejected/InvalidTarget',
    says: /cannot be done to a Node/,
  },
  { row: 7, name: 'act-of-others', wish: { ...look, target: 'Pod/shop/x' }, end: 'Rejected/CrossNamespaceTarget', says: /Pod\/shop\/x/ },
  { row: 8, name: 'act-of-all', wish: { ...look, ...node }, end: 'Rejected/ClusterScopedTarget', says: /Node\/bad-w2/ },
  { row: 24, name: 'act-undo-by-hand', wish: { ...node, ...undoing }, end: 'Rejected/InvalidCompensation', says: /act-no-node/ },
  { row: 10, name: 'act-replaced', wish: { target: replaced }, end: 'Rejected/TargetUidMismatch', says: /Node\/bad-w2 is another object/ },
  {
    row: 25,
    name: 'act-too-many',
    wish: { ...scale, target: slow, parameters: { replicas: 100_000 } },
    end: 'Failed/AboveMaxReplicas',
    says: /at most 100, not for 100000/,
  },
  {
    row: 25,
    name: 'act-autoscaled',
    wish: { ...scale, target: auto, parameters: { replicas: 3 } },
    end: 'Failed/ManagedByHPA',
    says: /HorizontalPodAutoscaler auto decides/,
  },
  {
    row: 26,
    name: 'act-drain',
    wish: { target: 'Node/bad-w6', operation: 'drain_node' },
    end: 'Failed/DrainBlocked',
    says: /bad\/bare has an emptyDir.*bad\/bare has no controller.*bad\/twice-\S+ is covered by more than one PodDisruptionBudget: twice-a, twice-b/,
  },
];

interface BadPlan {
  readonly row: number;
  readonly name: string;
  readonly wish: PlanWish;
  readonly reason: string;
  readonly says: RegExp;
}

const scaleStep = { layer: 'application', operation: 'scale_workload', target: `Deployment/${tenant}/none` } as const;

/** Plans that the API server stores and the engine must refuse, each with its answer. */
export const badPlans: readonly BadPlan[] = [
  {
    row: 22,
    name: 'plan-check-without-parameters',
    wish: { steps: [node], checkpoints: [buildCheckpoint('infrastructure', 1, ['prometheus_query'])] },
    reason: 'InvalidPlan',
    says: /the parameters of prometheus_query do not fit: parameters.query is required/,
  },
  {
    row: 25,
    name: 'plan-parameters',
    wish: { steps: [{ ...scaleStep, parameters: { replicas: 'x' } }] },
    reason: 'InvalidPlan',
    says: /step-1.*replicas/,
  },
  {
    row: 24,
    name: 'plan-promises-too-much',
    wish: { approvalRequired: true, steps: [{ ...scaleStep, operation: 'restart_deployment', undo: 'Reversible' }] },
    reason: 'InvalidPlan',
    says: /step-1: undo says Reversible, but restart_deployment is Irreversible/,
  },
  { row: 8, name: 'plan-of-all', wish: { namespace: tenant, steps: [node] }, reason: 'ClusterScopedTarget', says: /Node\/bad-w2/ },
  {
    row: 7,
    name: 'plan-of-others',
    wish: { namespace: tenant, steps: [{ layer: 'application', target: 'Deployment/shop/x' }] },
    reason: 'CrossNamespaceTarget',
    says: /shop\/x/,
  },
];

const long = (index: number): string => `n-${index}-`.padEnd(63, 'x');

/** The largest plan that the API server takes, none of whose steps can be carried out. */
export const longPlan: PlanWish & { readonly name: string } = {
  name: `plan-${'long-'.repeat(11)}x`.slice(0, 63),
  steps: Array.from({ length: 50 }, (_, index) => ({
    ...{ name: long(index), description: 'd'.repeat(1024), layer: 'application', operation: 'scale_workload' },
    ...{ target: `Deployment/${home}/${'w'.repeat(253)}`, parameters: { ['p'.repeat(60)]: 'x' } },
  })),
  checkpoints: Array.from({ length: 20 }, (_, index) => ({
    ...buildCheckpoint('application', 50, []),
    name: long(index),
    checks: Array.from({ length: 20 }, (_none, check) => ({ name: long(check), type: 'pods_running', timeoutSeconds: 60 })),
  })),
};
