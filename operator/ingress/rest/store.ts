import { randomBytes } from 'node:crypto';
import type { Cache } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isAlreadyExists } from '../../kube/errors.ts';
import type { Kind } from '../../kube/kinds.ts';
import type { Desk } from './desk.ts';

/** An object of ours that has no name yet. */
export interface Draft<T extends StoredObject & { readonly spec: unknown }> {
  readonly kind: Kind;
  readonly namespace: string;
  readonly spec: T['spec'];
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/** So many names are tried for one object. */
export const mostNames = 3;
/** So many letters each has besides its day. */
export const lettersPerName = 10;

/** Names for one object, made of letters that nobody else has; more than one, since even so one may be taken. */
export function freshNames(nameFor: (letters: string) => string): string[] {
  return Array.from({ length: mostNames }, () => nameFor(randomBytes(lettersPerName / 2).toString('hex')));
}

/** The object is in etcd and in the cache, under the first of the names that is free. Throws AlreadyExists when none is. */
export async function store<T extends StoredObject & { readonly spec: unknown }>(
  { client }: Pick<Desk, 'client'>,
  cache: Cache<T>,
  draft: Draft<T>,
  [name = '', ...others]: readonly string[],
): Promise<T> {
  const { kind, namespace, spec, labels, annotations } = draft;
  const isMarked = annotations !== undefined && Object.keys(annotations).length > 0;
  const metadata = { namespace, name, ...(labels && { labels }), ...(isMarked && { annotations }) };
  try {
    const created = await client.create<T>(kind, { apiVersion: kind.apiVersion, kind: kind.kind, metadata, spec });
    cache.upsert(created);
    return created;
  } catch (error) {
    if (!isAlreadyExists(error) || others.length === 0) throw error;
    return store({ client }, cache, draft, others);
  }
}
