import { api, type Cluster } from '../harness/cluster.ts';
import type { Use } from './rules.ts';

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
