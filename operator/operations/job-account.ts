import { keys } from '../api/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import type { JobPodSpec } from './job-template.ts';

/** Who asks for what ServiceAccount. */
export interface AccountQuestion {
  readonly client: KubeClient;
  readonly namespace: string;
  /** The engine's own one, as `namespace/name`. */
  readonly own: string;
}

/**
 * Why a Job may not have this ServiceAccount; undefined when it may. Whoever may write a ConfigMap would otherwise get the rights of every
 * account of the namespace, so an account is lent only by who may label it; the engine's own never is.
 */
export async function accountObjection(name: string, { client, namespace, own }: AccountQuestion): Promise<string | undefined> {
  const where = `ServiceAccount ${namespace}/${name}`;
  if (`${namespace}/${name}` === own) return `${where} is the engine's own`;
  const account = await client.get(kinds.ServiceAccount, { namespace, name });
  if (!account) return `${where} does not exist`;
  return account.metadata.labels?.[keys.runJobs] === 'true' ? undefined : `${where} is not labelled ${keys.runJobs}=true`;
}

/** The account whose token the pod would get; undefined when it gets none. */
export function accountOf({ serviceAccountName, automountServiceAccountToken, volumes = [] }: JobPodSpec): string | undefined {
  const projected = volumes.some(({ projected: volume }) => volume?.sources?.some((source) => 'serviceAccountToken' in source));
  return serviceAccountName ?? (automountServiceAccountToken === true || projected ? 'default' : undefined);
}
