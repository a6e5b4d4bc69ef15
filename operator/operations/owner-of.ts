import { controllerOf, type Resource } from '../api/resource.ts';
import { targetString } from '../api/target.ts';
import { isBuiltIn } from '../domain/diagnosis/deployment-signs.ts';
import { keyFor, type KubeClient, type KubeObject } from '../kube/client.ts';
import { findKind, type Kind } from '../kube/kinds.ts';
import type { Inspection, OperationContext } from './operation.ts';

/** A custom resource as it was read, and how its kind is addressed. */
export interface Owner {
  readonly kind: Kind;
  readonly object: KubeObject;
}

type Refused = Extract<Inspection, { kind: 'refused' }>;
type Reference = Pick<Resource<unknown, unknown>, 'apiVersion' | 'kind'> & { readonly name: string; readonly uid?: string };

/** More controllers above each other than anybody has; a circle ends here too. */
const deepest = 8;

const refused = (reason: Refused['reason'], message: string): Refused => ({ kind: 'refused', reason, message });

/**
 * Live: the topmost custom resource that controls the target, or the target itself if it is one; each step up by the uid that the reference
 * gives. Refused when there is none, or when it belongs to the whole cluster and the action to a namespace.
 */
export async function ownerOf(context: OperationContext): Promise<Owner | Refused> {
  const { target, action, ownPod } = context;
  const named = await readNamed(context);
  if (isRefusal(named)) return named;
  const owner = await climb(context.client, named);
  if (isRefusal(owner)) return owner;
  if (!owner) return refused('InvalidTarget', `No custom resource controls ${targetString(target)}.`);
  const mayNameAll = action.metadata.namespace === ownPod?.namespace;
  if (owner.kind.namespaced || mayNameAll) return owner;
  return refused(
    'ClusterScopedTarget',
    `${nameOf(owner.object)} belongs to the whole cluster, so only actions in ${ownPod?.namespace} may touch it.`,
  );
}

async function readNamed({ client, target, action, object }: OperationContext): Promise<Step | Refused> {
  const { apiVersion, kind, namespace, name } = target;
  if (object) return { object, kind: findKind(apiVersion, kind) };
  return read(client, { apiVersion, kind, name, uid: action.spec.target.uid }, namespace);
}

/** kind/namespace/name of an object. */
export function nameOf({ kind, metadata: { namespace, name } }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return targetString({ kind, namespace, name });
}

/** Whether it is a reason not to go on. */
export function isRefusal(found: object | undefined): found is Refused {
  return found !== undefined && 'reason' in found;
}

type Step = Pick<Owner, 'object'> & Partial<Owner>;

async function climb(client: KubeClient, from: Step): Promise<Owner | Refused | undefined> {
  let [at, top] = [from, custom(from)];
  for (let depth = 0; depth < deepest; depth += 1) {
    const reference = controllerOf(at.object);
    if (!reference) return top;
    const found = await read(client, reference, at.object.metadata.namespace);
    if (isRefusal(found)) return found;
    [at, top] = [found, custom(found) ?? top];
  }
  return top;
}

function custom({ kind, object }: Step): Owner | undefined {
  return kind && !isBuiltIn(object) ? { kind, object } : undefined;
}

async function read(client: KubeClient, { apiVersion, kind, name, uid }: Reference, namespace?: string): Promise<Owner | Refused> {
  const served = await client.served(apiVersion, kind);
  const words = targetString({ kind, namespace, name });
  if (!served) return refused('ApiNotInstalled', `The API of ${kind} (${apiVersion}) is not installed.`);
  const object = await client.get(served, keyFor(served, { namespace, name }));
  if (!object) return refused('TargetNotFound', `${words} does not exist.`);
  if (uid === undefined || object.metadata.uid === uid) return { kind: served, object };
  return refused('TargetUidMismatch', `${words} was replaced by another object of the same name.`);
}
