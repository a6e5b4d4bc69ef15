import { usualApiVersion } from '../api/target.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { engineApiVersion } from '../kube/kinds.ts';
import type { ActionType, OperationName, RemediationAction, RemediationActionStatus, Target } from '../api/generated/types.ts';

/** What a test wants to say about an action; everything else has a usual value. */
export interface ActionWish extends Partial<Omit<RemediationAction['spec'], 'target'>> {
  name?: string;
  namespace?: string;
  uid?: string;
  /** Seconds after the start of 2026 at which it was created. */
  createdAt?: number;
  /** `Node/w1` or `Deployment/shop/pay`, or the target itself. */
  target?: string | Target;
  /** The plan that controls it. */
  plan?: { readonly name: string; readonly uid: string };
  status?: RemediationActionStatus;
}

/** The start of 2026 plus this many seconds, as the API server writes it. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}

const usualOperation: Readonly<Record<ActionType, OperationName>> = {
  node_remediation: 'cordon_node',
  resource_scaling: 'scale_workload',
  application_remediation: 'restart_deployment',
  platform_remediation: 'restart_operator',
  model_inference: 'predict',
  alert_correlation: 'correlate',
};

/** `Node/w1` or `Deployment/shop/pay` as a target. */
export function targetFrom(text: string): Target {
  const [kind = '', first = '', second] = text.split('/');
  const where = second === undefined ? { name: first } : { namespace: first, name: second };
  return { apiVersion: usualApiVersion(kind) ?? 'v1', kind, ...where };
}

let made = 0;

const usualSpec = {
  source: 'deterministic',
  priority: 3,
  retries: { attempts: 3, backoffSeconds: 5 },
  dryRun: false,
  approvalRequired: false,
  cancel: false,
} as const;

/** An action as the API server stores it, with its defaults filled in. */
export function buildAction(wish: ActionWish = {}): RemediationAction {
  const { target, status, ...spec } = specFrom(wish);
  const type = spec.type ?? 'node_remediation';
  return {
    apiVersion: engineApiVersion,
    kind: 'RemediationAction',
    metadata: metadataFrom(wish),
    spec: {
      type,
      operation: usualOperation[type],
      ...usualSpec,
      ...spec,
      target: typeof target === 'object' ? target : targetFrom(target ?? 'Node/w1'),
    },
    ...(status && { status }),
  };
}

/** The wish without what belongs to the metadata. */
function specFrom(wish: ActionWish): Omit<ActionWish, 'name' | 'namespace' | 'uid' | 'createdAt' | 'plan'> {
  const spec = { ...wish };
  for (const key of ['name', 'namespace', 'uid', 'createdAt', 'plan'] as const) delete spec[key];
  return spec;
}

function metadataFrom({ name = `act-${made + 1}`, namespace, uid, createdAt = 0, plan }: ActionWish): RemediationAction['metadata'] {
  made += 1;
  const owner = plan && { apiVersion: engineApiVersion, kind: 'RemediationPlan', ...plan, controller: true, blockOwnerDeletion: true };
  return {
    name,
    namespace: namespace ?? usualNamespace,
    uid: uid ?? `uid-${name}`,
    resourceVersion: String(made),
    generation: 1,
    creationTimestamp: at(createdAt),
    ...(owner && { ownerReferences: [owner], labels: { 'coordination.selfheal.dev/plan-uid': owner.uid } }),
  };
}
