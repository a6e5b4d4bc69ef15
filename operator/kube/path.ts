import type { ObjectKey } from './client.ts';
import { groupOf, type Kind } from './kinds.ts';

export interface Place {
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** The path of a collection, an object or its subresource, below the server's address. */
export function pathOf(kind: Kind, { namespace, name, subresource }: Place): string {
  const root = groupOf(kind.apiVersion) === '' ? `/api/${kind.apiVersion}` : `/apis/${kind.apiVersion}`;
  const scope = kind.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${kind.plural}${object}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** The path of one object; a namespaced one needs its namespace, or the request would address something else. */
export function objectPath(kind: Kind, key: ObjectKey, subresource?: string): string {
  if (kind.namespaced && !key.namespace) throw new TypeError(`a ${kind.kind} is addressed by namespace and name`);
  if (!key.name) throw new TypeError(`a ${kind.kind} is addressed by its name`);
  return pathOf(kind, { ...key, subresource });
}
