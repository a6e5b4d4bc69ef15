/** Points from a child to its parent; the garbage collector deletes the child with the parent of exactly this uid. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** The object that controls this one, and would make it anew or change it back; undefined when none does. */
export function controllerOf({
  metadata,
}: {
  readonly metadata: { readonly ownerReferences?: readonly OwnerReference[] };
}): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Uid of the plan that the object says controls it; a reference to anything else, whatever uid it names, is none. */
export function controllingPlanOf(object: {
  readonly metadata: { readonly ownerReferences?: readonly OwnerReference[] };
}): string | undefined {
  const owner = controllerOf(object);
  return owner?.kind === 'RemediationPlan' && owner.apiVersion.startsWith(`${group}/`) ? owner.uid : undefined;
}

/** The metadata every stored object carries; managedFields are dropped when an object enters the process. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
}

/** A custom resource with the given spec and status. */
export interface Resource<Spec, Status> {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec: Spec;
  status?: Status;
}

/** The engine's API group. */
export const group = 'coordination.selfheal.dev';

/** The one version of the group's kinds. */
export const version = 'v1alpha1';

/** Group and version as objects carry them. */
export const apiVersion = `${group}/${version}` as const;

/** Keys of labels and annotations. Labels carry uids; a claim on a node carries the uid of the plan, or of the action without a plan. */
export const keys = {
  planUid: `${group}/plan-uid`,
  actionUid: `${group}/action-uid`,
  claim: `${group}/claim`,
  wasUnschedulable: `${group}/was-unschedulable`,
  token: `${group}/token`,
  operation: `${group}/operation`,
  runJobs: `${group}/run-jobs`,
  schemaHash: `${group}/schema-hash`,
  kept: `${group}/kept`,
  managed: `${group}/managed`,
  clearBlock: `${group}/clear-block`,
  clearBlockBy: `${group}/clear-block-by`,
  traceparent: `${group}/traceparent`,
} as const;

/** Finalizers: `cancel` holds a plan until what it began is ended, `undo` holds an action until its plan is terminal. */
export const finalizers = { cancel: `${group}/cancel`, undo: `${group}/undo` } as const;
