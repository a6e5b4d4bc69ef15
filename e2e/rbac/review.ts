import { api, type Cluster } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { wordsOf, type Grant, type Use } from './rules.ts';

/** Whether the API server would let the account do that, as it says itself (SubjectAccessReview). */
export async function isAllowed(cluster: Cluster, { account: user, resource: path, ...asked }: Use): Promise<boolean> {
  const [resource, subresource] = path.split('/');
  const body = { spec: { user, resourceAttributes: { ...asked, resource, subresource } } };
  const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const review = await api<{ readonly status: { readonly allowed: boolean } }>(cluster, { method: 'POST', path: reviews, body });
  return review.status.allowed;
}

/** Those that it lets pass. */
export async function allowedOf<T extends Use>(cluster: Cluster, asked: readonly T[]): Promise<T[]> {
  const answers = await Promise.all(asked.map((one) => isAllowed(cluster, one)));
  return asked.filter((_one, index) => answers[index]);
}

/** Each with whose right it is, for a person. */
export function wordsFor(uses: readonly (Use | Grant)[]): string[] {
  return uses.map((use) => `${use.account}: ${wordsOf(use)}`);
}

/** True afterwards: the API server has taken back all of that; fails with what it still lets pass. */
export async function untilNoneAllowed(cluster: Cluster, uses: readonly Use[]): Promise<void> {
  const none = async (): Promise<boolean> => {
    const left = wordsFor(await allowedOf(cluster, uses));
    if (left.length > 0) throw new Error(`still allowed: ${left.join(', ')}`);
    return true;
  };
  await eventually(none, { within: 30_000, describe: 'nothing of it is allowed' });
}

/** True afterwards: the API server lets all of that pass; fails with what it does not. */
export async function untilAllAllowed(cluster: Cluster, uses: readonly Use[]): Promise<void> {
  const all = async (): Promise<boolean> => {
    const allowed = await allowedOf(cluster, uses);
    const left = wordsFor(uses.filter((use) => !allowed.includes(use)));
    if (left.length > 0) throw new Error(`not allowed yet: ${left.join(', ')}`);
    return true;
  };
  await eventually(all, { within: 30_000, describe: 'all of it is allowed' });
}
