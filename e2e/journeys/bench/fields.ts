import { expect } from '@jest/globals';
import type { KubeObject } from '../../harness/cluster.ts';
import { untilHolds } from '../../harness/eventually.ts';

/** Every field of an object by its path, lists keyed by type or name where their items have one. */
export function fieldsOf(object: KubeObject): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  walk(object, '', fields);
  return fields;
}

function walk(value: unknown, path: string, fields: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return void fields.set(path, JSON.stringify(value));
  for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${Array.isArray(value) ? keyOf(inner, key) : key}`, fields);
}

function keyOf(item: unknown, index: string): string {
  if (typeof item !== 'object' || item === null) return index;
  const named = 'type' in item ? item.type : 'name' in item ? item.name : 'key' in item ? item.key : index;
  return `[${String(named)}]`;
}

/** Fields that differ between the two, as `path: before -> after`, but for those whose path one of the patterns names. */
export function differences(before: KubeObject, after: KubeObject, allowed: readonly RegExp[]): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path) && !allowed.some((pattern) => pattern.test(path)))
    .map((path) => `${path}: ${was.get(path)} -> ${is.get(path)}`);
}

/** True afterwards: the object does not differ from before any more, but for that; controllers follow what was taken back by a moment. */
export async function untilAsBefore(before: KubeObject, read: () => Promise<KubeObject>, allowed: readonly RegExp[]): Promise<void> {
  await untilHolds(async () => expect(differences(before, await read(), allowed)).toEqual([]));
}

/** What every write moves, and what kubelets and controllers move by themselves. */
export const bookkeeping: readonly RegExp[] = [
  /^\.metadata\.(resourceVersion|generation|managedFields)/,
  /\.(lastHeartbeatTime|lastTransitionTime|lastUpdateTime|observedGeneration)$/,
];
