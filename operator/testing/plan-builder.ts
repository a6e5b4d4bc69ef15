import { apiVersion, finalizers } from '../api/resource.ts';
import type {
  Check,
  Checkpoint,
  CheckType,
  Layer,
  OperationName,
  PlanStep,
  RemediationPlan,
  RemediationPlanSpec,
  RemediationPlanStatus,
  Undo,
} from '../api/generated/types.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { at, targetFrom } from './action-builder.ts';

/** What a test wants to say about a step; everything else has a usual value. */
export interface StepWish extends Partial<Omit<PlanStep, 'action'>> {
  operation?: PlanStep['action']['operation'];
  /** `Node/w1` or `Deployment/shop/pay`. */
  target?: string;
  parameters?: PlanStep['action']['parameters'];
}

/** What a test wants to say about a plan; steps get their order and name by their place. */
export interface PlanWish extends Partial<Omit<RemediationPlanSpec, 'steps'>> {
  name?: string;
  namespace?: string;
  uid?: string;
  /** Seconds after the start of 2026 at which it was created. */
  createdAt?: number;
  steps?: readonly StepWish[];
  status?: RemediationPlanStatus;
  deleted?: boolean;
}

const usual: Readonly<Record<Layer, Pick<PlanStep['action'], 'type' | 'operation' | 'target'>>> = {
  infrastructure: { type: 'node_remediation', operation: 'cordon_node', target: targetFrom('Node/w1') },
  platform: { type: 'platform_remediation', operation: 'restart_operator', target: targetFrom('Deployment/dns/dns') },
  application: { type: 'application_remediation', operation: 'restart_deployment', target: targetFrom('Deployment/shop/pay') },
};

const usualUndo: Readonly<Partial<Record<OperationName, Undo>>> = {
  ...{ monitor_mco: 'None', monitor_cluster_operator: 'None', observe: 'None', predict: 'None', correlate: 'None' },
  ...{ drain_node: 'Partial', drain_and_reboot_node: 'Partial' },
  ...{ restart_kubelet: 'Irreversible', restart_deployment: 'Irreversible', restart_operator: 'Irreversible' },
  ...{ delete_pod: 'Irreversible', reconcile_owner: 'Irreversible' },
};

/** A step of the layer, without a wait unless one is asked for. */
export function buildStep(wish: StepWish = {}, order = 1): PlanStep {
  const { operation, target, parameters, layer = 'infrastructure', ...rest } = wish;
  const action = usual[layer];
  return {
    name: `step-${order}`,
    layer,
    order,
    description: `Step ${order}`,
    waitSeconds: 0,
    required: true,
    undo: usualUndo[operation ?? action.operation] ?? 'Reversible',
    ...rest,
    action: {
      type: operation === 'scale_workload' ? 'resource_scaling' : action.type,
      operation: operation ?? action.operation,
      target: target === undefined ? action.target : targetFrom(target),
      ...(parameters && { parameters }),
    },
  };
}

/** A checkpoint of the layer with one check of each type, named after it. */
export function buildCheckpoint(layer: Layer, afterStep: number, types: readonly CheckType[], check: Partial<Check> = {}): Checkpoint {
  return { name: `${layer}-healthy`, layer, afterStep, checks: types.map((type) => ({ name: type, type, timeoutSeconds: 60, ...check })) };
}

let made = 0;

/** A plan as the API server stores it, with its defaults filled in. */
export function buildPlan(wish: PlanWish = {}): RemediationPlan {
  const {
    name = 'plan-test',
    namespace = usualNamespace,
    uid = `uid-${name}`,
    createdAt = 0,
    steps = [{}],
    status,
    deleted,
    ...spec
  } = wish;
  made += 1;
  return {
    apiVersion,
    kind: 'RemediationPlan',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion: String(made),
      generation: 1,
      creationTimestamp: at(createdAt),
      ...(deleted && { deletionTimestamp: at(createdAt), finalizers: [finalizers.cancel] }),
    },
    spec: {
      source: 'deterministic',
      priority: 3,
      rollbackPolicy: 'OnFailure',
      approvalRequired: false,
      suspend: false,
      ...spec,
      steps: steps.map((step, index) => buildStep(step, index + 1)),
    },
    ...(status && { status }),
  };
}
