import { exactWordsOf, type Right } from '../api/right.ts';
import type { KubeClient, StoredObject, WriteOptions } from './client.ts';
import { inBatches } from './in-batches.ts';
import { groupOf, kinds, type Kind } from './kinds.ts';

/** The rights to do this to the kind there. */
export function rightsOn(
  kind: Kind,
  verbs: readonly Right['verb'][],
  { namespace, name, subresource }: { readonly namespace?: string; readonly name?: string; readonly subresource?: string } = {},
): Right[] {
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  const where = kind.namespaced && namespace !== undefined ? { namespace } : {};
  const which = name === undefined ? {} : { name };
  return verbs.map((verb) => ({ verb, group: groupOf(kind.apiVersion), resource, ...where, ...which }));
}

interface AccessReview extends StoredObject {
  readonly status?: { readonly allowed?: boolean };
}

/** Who is asked about, as the API server names them. */
export interface Subject {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What is asked of somebody else; verbs and resources may be the engine's own words. */
export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** An address that is no resource. */
export interface PathAttributes {
  readonly verb: string;
  readonly path: string;
}

/** Whether somebody else may do that, as the API server says. */
export async function mayDo(
  client: Pick<KubeClient, 'create'>,
  subject: Subject,
  attributes: Attributes | PathAttributes,
  options?: WriteOptions,
): Promise<boolean> {
  const spec = { ...subject, ...('path' in attributes ? { nonResourceAttributes: attributes } : { resourceAttributes: attributes }) };
  const review = await client.create<AccessReview>(kinds.SubjectAccessReview, { metadata: {}, spec }, options);
  return review.status?.allowed === true;
}

/** The namespace of the ServiceAccount that has this user name; undefined for anybody else. */
export function namespaceOfAccount(user: string): string | undefined {
  return /^system:serviceaccount:([^:]+):[^:]+$/.exec(user)?.[1];
}

const atOnce = 8;

/** Those of the rights that the process does not have, as the API server says; asking changes nothing, and everybody may ask. */
export async function missingRights<R extends Right>(client: Pick<KubeClient, 'create'>, rights: readonly R[]): Promise<R[]> {
  const distinct = [...new Map(rights.map((right) => [exactWordsOf(right), right])).values()];
  const judged = await inBatches(distinct, atOnce, async (right) => ((await isAllowed(client, right)) ? [] : [right]));
  return judged.flat();
}

async function isAllowed(client: Pick<KubeClient, 'create'>, { verb, group, resource: path, namespace, name }: Right): Promise<boolean> {
  const [resource, subresource] = path.split('/');
  const spec = { resourceAttributes: { verb, group, resource, subresource, namespace, name } };
  const review = await client.create<AccessReview>(kinds.SelfSubjectAccessReview, { metadata: {}, spec });
  return review.status?.allowed === true;
}
