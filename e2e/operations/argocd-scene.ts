import { createApplication, isCompared, syncByHand, untilApplication, type NewApplication } from '../harness/argocd-application.ts';
import { auditSince, committedWrites, engineUser, type AuditEntry } from '../harness/audit.ts';
import type { Cluster } from '../harness/cluster.ts';
import { createRepository, type GitRepository } from '../harness/git-repository.ts';
import { deployment, untilRolledOut } from '../harness/workloads.ts';

/** Where the Applications of these tests put their workloads. */
export const shop = 'ops-argocd';

/** An Application of one Deployment, both of that name. */
export interface Scene {
  readonly name: string;
  readonly repository: GitRepository;
  /** The commit that it is synced to. */
  readonly revision: string;
  /** Git wants so many replicas afterwards; the commit's id. */
  readonly want: (replicas: number) => Promise<string>;
}

type Wish = Partial<Pick<NewApplication, 'home' | 'project' | 'syncPolicy'>>;

/** An Application that is synced, its two replicas ready on the node. */
export async function syncedScene(cluster: Cluster, name: string, node: string, wish: Wish = {}): Promise<Scene> {
  const repository = await createRepository(cluster);
  const want = (replicas: number): Promise<string> =>
    repository.commit({ 'deployment.json': deployment({ namespace: shop, name, replicas, node }) });
  const revision = await want(2);
  await createApplication(cluster, { name, repository, namespace: shop, ...wish });
  await untilApplication(cluster, name, ({ status }) => (status?.resources ?? []).length > 0, wish.home);
  if (!wish.syncPolicy) await syncByHand(cluster, name);
  await untilApplication(cluster, name, isCompared('Synced'), wish.home);
  await untilRolledOut(cluster, shop, name);
  return { name, repository, revision, want };
}

/** What the engine wrote on objects of that name since then, as verb, resource and subresource. */
export async function engineWrites(cluster: Cluster, position: number, name: string): Promise<readonly AuditEntry[]> {
  return committedWrites(await auditSince(cluster, position)).filter((entry) => entry.user === engineUser && entry.name === name);
}
