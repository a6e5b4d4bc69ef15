import { buildAction, type ActionWish } from '../../../operator/testing/action-builder.ts';
import { buildCheckpoint, buildPlan, type PlanWish } from '../../../operator/testing/plan-builder.ts';
import type { KubeObject } from '../../harness/cluster.ts';

/** The namespace of somebody who may target nothing but its own. */
export const tenant = 'bad-tenant';

type Metadata = Partial<Omit<KubeObject['metadata'], 'ownerReferences'>> & { readonly ownerReferences?: readonly object[] };

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: object;
}

/** An action as a person writes it, with whatever they put into its metadata. */
export function writtenAction(wish: ActionWish, more?: Metadata): Written {
  return written(buildAction(wish), more);
}

/** A plan as a person writes it, with whatever they put into its metadata. */
export function writtenPlan(wish: PlanWish, more?: Metadata): Written {
  return written(buildPlan(wish), more);
}

function written(
  { apiVersion, kind, metadata: { name, namespace }, spec }: ReturnType<typeof buildAction | typeof buildPlan>,
  more?: Metadata,
): Written {
  return { apiVersion, kind, metadata: { name, namespace, ...more }, spec };
}

interface BadAction {
  readonly name: string;
  readonly wish: ActionWish;
  /** Phase/reason. */
  readonly end: string;
  readonly says: RegExp;
}

const node = { target: 'Node/bad-w2' } as const;
const scale = { type: 'resource_scaling', operation: 'scale_workload', target: `Deployment/${tenant}/none` } as const;
const look = { operation: 'observe', namespace: tenant } as const;
const replicas = { end: 'Rejected/InvalidParameters', says: /spec\.parameters\.replicas/ };
const undoing = { compensates: { name: 'act-no-node', uid: 'made-up' }, source: 'manual', priority: 1 } as const;
const replaced = { apiVersion: 'v1', kind: 'Node', name: 'bad-w2', uid: 'of-another-life' };

/** Actions that the API server stores and the engine must refuse, each with its answer. */
export const badActions: readonly BadAction[] = [
  { name: 'act-no-node', wish: { target: 'Node/bad-nobody' }, end: 'Failed/TargetNotFound', says: /Node\/bad-nobody does not exist/ },
  {
    name: 'act-no-workload',
    wish: { ...scale, parameters: { replicas: 2 } },
    end: 'Failed/TargetNotFound',
    says: /bad-tenant\/none does not/,
  },
  { name: 'act-text', wish: { ...scale, parameters: { replicas: 'many' } }, ...replicas },
  { name: 'act-negative', wish: { ...scale, parameters: { replicas: -1 } }, ...replicas },
  { name: 'act-nothing-said', wish: scale, ...replicas },
  {
    name: 'act-unknown-word',
    wish: { ...node, operation: 'drain_node', parameters: { gracePeriod: 1 } },
    end: 'Rejected/InvalidParameters',
    says: /spec\.parameters.*gracePeriod/,
  },
  {
    name: 'act-wrong-kind',
    wish: { ...scale, ...node, parameters: { replicas: 1 } },
    end: 'Rejected/InvalidTarget',
    says: /cannot be done to a Node/,
  },
  { name: 'act-of-others', wish: { ...look, target: 'Pod/shop/x' }, end: 'Rejected/CrossNamespaceTarget', says: /Pod\/shop\/x/ },
  { name: 'act-of-all', wish: { ...look, ...node }, end: 'Rejected/ClusterScopedTarget', says: /Node\/bad-w2/ },
  { name: 'act-undo-by-hand', wish: { ...node, ...undoing }, end: 'Rejected/InvalidCompensation', says: /act-no-node/ },
  { name: 'act-replaced', wish: { target: replaced }, end: 'Rejected/TargetUidMismatch', says: /Node\/bad-w2 is another object/ },
];

interface BadPlan {
  readonly name: string;
  readonly wish: PlanWish;
  readonly reason: string;
  readonly says: RegExp;
}

const scaleStep = { layer: 'application', operation: 'scale_workload', target: `Deployment/${tenant}/none` } as const;

/** Plans that the API server stores and the engine must refuse, each with its answer. */
export const badPlans: readonly BadPlan[] = [
  {
    name: 'plan-check-without-parameters',
    wish: { steps: [node], checkpoints: [buildCheckpoint('infrastructure', 1, ['prometheus_query'])] },
    reason: 'InvalidPlan',
    says: /the parameters of prometheus_query do not fit: parameters.query is required/,
  },
  {
    name: 'plan-parameters',
    wish: { steps: [{ ...scaleStep, parameters: { replicas: 'x' } }] },
    reason: 'InvalidPlan',
    says: /step-1.*replicas/,
  },
  {
    name: 'plan-promises-too-much',
    wish: { approvalRequired: true, steps: [{ ...scaleStep, operation: 'restart_deployment', undo: 'Reversible' }] },
    reason: 'InvalidPlan',
    says: /step-1: undo says Reversible, but restart_deployment is Irreversible/,
  },
  { name: 'plan-of-all', wish: { namespace: tenant, steps: [node] }, reason: 'ClusterScopedTarget', says: /Node\/bad-w2/ },
  {
    name: 'plan-of-others',
    wish: { namespace: tenant, steps: [{ layer: 'application', target: 'Deployment/shop/x' }] },
    reason: 'CrossNamespaceTarget',
    says: /shop\/x/,
  },
];
