import type { Target } from '../api/generated/types.ts';
import type { OwnerReference } from '../api/resource.ts';
import { isClusterScoped, targetKey } from '../api/target.ts';
import { keyFor, type KubeClient, type KubeObject } from './client.ts';
import { findKind, groupOf } from './kinds.ts';

/** Keys of everything that owns some objects, and those owners that could be read. */
export interface Owners {
  readonly keys: readonly string[];
  readonly objects: readonly KubeObject[];
}

/** Controllers of other groups own by name only: the engine has no right to read them. */
const readGroup = 'apps';

/** Live: what owns the objects, and what owns that, all the way up. Throws what the reads throw. */
export async function readOwners(client: KubeClient, objects: readonly KubeObject[]): Promise<Owners> {
  const owners = new Map<string, KubeObject | undefined>();
  const open = [...objects];
  for (let object = open.pop(); object; object = open.pop()) {
    for (const reference of object.metadata.ownerReferences ?? []) {
      const target = targetOf(reference, object.metadata.namespace);
      const key = targetKey(target);
      if (owners.has(key)) continue;
      const owner = await read(client, target);
      owners.set(key, owner);
      if (owner) open.push(owner);
    }
  }
  return { keys: [...owners.keys()], objects: [...owners.values()].filter((owner) => owner !== undefined) };
}

async function read(client: KubeClient, target: Target): Promise<KubeObject | undefined> {
  const kind = groupOf(target.apiVersion) === readGroup ? findKind(target.apiVersion, target.kind) : undefined;
  return kind && client.get(kind, keyFor(kind, target));
}

function targetOf({ apiVersion, kind, name }: OwnerReference, namespace: string | undefined): Target {
  return { apiVersion, kind, name, ...(!isClusterScoped(kind) && { namespace }) };
}
