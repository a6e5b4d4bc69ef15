import { controllerOf } from '../../api/resource.ts';
import { canonicalJson } from '../../api/digest.ts';
import type { ActionType, OperationName, RemediationAction } from '../../api/generated/types.ts';
import type { Reason } from '../../api/reasons.ts';
import { isClusterScoped, targetString } from '../../api/target.ts';

/** What the catalogue says of an operation that is built. */
export interface KnownOperation {
  readonly name: OperationName;
  readonly types: readonly ActionType[];
  readonly targetKinds: readonly string[] | 'any';
}

/** All that decides whether an action may compete at all. */
export interface IntakeSeen {
  readonly action: RemediationAction;
  readonly systemNamespace: string;
  /** Of the action's spec as it is. */
  readonly specHash: string;
  /** Absent when the operation is not built. */
  readonly operation?: KnownOperation;
  /** What is wrong with the parameters, naming the field. */
  readonly parameterFault?: string;
  /** Uid of the plan that really owns it. */
  readonly planUid?: string;
  /** The action that it compensates, with the uid it names, if there is one. */
  readonly undone?: RemediationAction;
  /** Of the object that the target names, when it is known. */
  readonly liveUid?: string;
}

/** An action that never competes, and why. */
export interface Refusal {
  readonly kind: 'refused';
  readonly phase: 'Rejected' | 'Cancelled';
  readonly reason: Reason;
  readonly message: string;
}

type Rule = (seen: IntakeSeen) => Refusal | undefined;

/** The first objection to the action; undefined when it may compete. */
export function objectionTo(seen: IntakeSeen): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(seen);
    if (refusal) return refusal;
  }
  return undefined;
}

const rules: readonly Rule[] = [
  beingDeleted,
  cancelRequested,
  crossesNamespaces,
  leavesItsNamespace,
  unsupported,
  wrongTargetKind,
  wrongParameters,
  foreignCompensation,
  uidMismatch,
  denied,
  staleApproval,
];

/** Whether the action won but has not begun, and is asked to stop. */
export function stopsBeforeItBegan({ spec, status }: RemediationAction): boolean {
  return spec.cancel && status?.phase === 'Admitted' && (status.intents ?? []).length === 0;
}

function beingDeleted({ action }: IntakeSeen): Refusal | undefined {
  if (action.metadata.deletionTimestamp === undefined) return undefined;
  return { kind: 'refused', phase: 'Cancelled', reason: 'Deleted', message: 'It was deleted before it began.' };
}

function cancelRequested({ action }: IntakeSeen): Refusal | undefined {
  return action.spec.cancel ? cancelledBeforeItBegan : undefined;
}

/** The end of one that is cancelled in time. */
export const cancelledBeforeItBegan: Refusal = {
  kind: 'refused',
  phase: 'Cancelled',
  reason: 'CancelRequested',
  message: 'It was cancelled before it began; nothing was done.',
};

function crossesNamespaces({ action, systemNamespace }: IntakeSeen): Refusal | undefined {
  const { metadata, spec } = action;
  const { namespace } = spec.target;
  if (metadata.namespace === systemNamespace || namespace === undefined || namespace === metadata.namespace) return undefined;
  return rejected(
    'CrossNamespaceTarget',
    `${named(action)} is outside the namespace ${metadata.namespace ?? ''}; only ${systemNamespace} may name it.`,
  );
}

/** A namespace may be named from inside it. */
function leavesItsNamespace({ action, systemNamespace }: IntakeSeen): Refusal | undefined {
  const { metadata, spec } = action;
  if (metadata.namespace === systemNamespace || !isClusterScoped(spec.target.kind)) return undefined;
  if (spec.target.kind === 'Namespace' && spec.target.name === metadata.namespace) return undefined;
  return rejected('ClusterScopedTarget', `${named(action)} belongs to the whole cluster; only actions in ${systemNamespace} may name it.`);
}

function unsupported({ action, operation }: IntakeSeen): Refusal | undefined {
  const { type, operation: name } = action.spec;
  if (operation?.types.includes(type)) return undefined;
  return rejected('Unsupported', operation ? `${name} is not an operation of type ${type}.` : `The operation ${name} is not built yet.`);
}

function wrongTargetKind({ action, operation }: IntakeSeen): Refusal | undefined {
  const { kind } = action.spec.target;
  if (!operation || operation.targetKinds === 'any' || operation.targetKinds.includes(kind)) return undefined;
  return rejected('InvalidTarget', `${operation.name} cannot be done to a ${kind}, only to ${operation.targetKinds.join(', ')}.`);
}

function wrongParameters({ parameterFault }: IntakeSeen): Refusal | undefined {
  return parameterFault === undefined ? undefined : rejected('InvalidParameters', `${parameterFault}.`);
}

/** Only a plan may undo, only what it did itself, and exactly that. */
function foreignCompensation({ action, planUid, undone }: IntakeSeen): Refusal | undefined {
  const { compensates } = action.spec;
  if (!compensates) return undefined;
  const ownsBoth = planUid !== undefined && undone?.metadata.uid === compensates.uid && controllerOf(undone)?.uid === planUid;
  if (ownsBoth && workOf(undone) === workOf(action)) return undefined;
  return rejected('InvalidCompensation', `It may undo ${compensates.name} only as the same work, in a plan that owns both.`);
}

function uidMismatch({ action, liveUid }: IntakeSeen): Refusal | undefined {
  const { uid } = action.spec.target;
  if (uid === undefined || liveUid === undefined || uid === liveUid) return undefined;
  return rejected('TargetUidMismatch', `${named(action)} is another object than the one that was meant.`);
}

function denied({ action }: IntakeSeen): Refusal | undefined {
  const { approval } = action.spec;
  return approval?.decision === 'Denied' ? rejected('ApprovalDenied', `${approval.by} denied it.`) : undefined;
}

function staleApproval({ action, specHash }: IntakeSeen): Refusal | undefined {
  const { approval } = action.spec;
  if (approval?.specHash === undefined || approval.specHash === specHash) return undefined;
  return rejected('ApprovalStale', `${approval.by} approved another content of the spec.`);
}

function workOf({ spec }: RemediationAction): string {
  const { type, operation, target, parameters = {} } = spec;
  return canonicalJson({ type, operation, target, parameters });
}

function rejected(reason: Reason, message: string): Refusal {
  return { kind: 'refused', phase: 'Rejected', reason, message };
}

const named = ({ spec }: RemediationAction): string => targetString(spec.target);
