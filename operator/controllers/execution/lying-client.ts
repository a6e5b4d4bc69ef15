import { isFields } from '../../api/fields.ts';
import { keys } from '../../api/resource.ts';
import { boundClient } from '../../kube/bound-client.ts';
import { formatKey, type KubeClient, type KubeObject } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import { mutant } from './mutants.ts';

/** The client that effects use: the real one, unless a test build has a defect that lies in how the world is read or written. */
export function clientFor(client: KubeClient, actionUid: string): KubeClient {
  if (mutant('no-precondition')) return withoutPreconditions(client);
  if (mutant('uncordon-always')) return withoutForeignCordons(client);
  return mutant('cached-read') ? remembering(client, actionUid) : client;
}

function without(body: object, path: readonly string[]): object {
  const [head = '', ...rest] = path;
  const inner = Reflect.get(body, head) as unknown;
  if (rest.length > 0) return isFields(inner) ? { ...body, [head]: without(inner, rest) } : body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== head));
}

function withoutPreconditions(client: KubeClient): KubeClient {
  const bare = (body: object): object =>
    without(without(without(body, ['metadata', 'uid']), ['metadata', 'resourceVersion']), ['deleteOptions', 'preconditions']);
  return {
    ...boundClient(client),
    patch: (kind, key, body, options) => client.patch(kind, key, bare(body), options),
    create: (kind, object, options) => client.create(kind, bare(object) as typeof object, options),
    update: (kind, object, options) => client.update(kind, bare(object) as typeof object, options),
  };
}

/** Every cordon looks as if we had made it on a schedulable node. */
function withoutForeignCordons(client: KubeClient): KubeClient {
  return {
    ...boundClient(client),
    get: async (kind, key, options) => {
      const object = await client.get(kind, key, options);
      const annotations = object?.metadata.annotations;
      if (kind !== kinds.Node || !object || annotations?.[keys.wasUnschedulable] === undefined) return object as never;
      return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [keys.wasUnschedulable]: 'false' } } } as never;
    },
  };
}

const memory = new Map<string, unknown>();

/** Each list is read once per action and then believed for ever. */
function remembering(client: KubeClient, actionUid: string): KubeClient {
  return {
    ...boundClient(client),
    list: async (kind, options) => {
      const key = `${actionUid} ${kind.kind} ${formatKey({ name: JSON.stringify(options ?? {}) })}`;
      if (!memory.has(key)) memory.set(key, await client.list<KubeObject>(kind, options));
      return memory.get(key) as never;
    },
  };
}
