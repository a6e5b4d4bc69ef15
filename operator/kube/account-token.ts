import type { KubeClient, ObjectKey, StoredObject } from './client.ts';
import { kinds } from './kinds.ts';

interface TokenRequest extends StoredObject {
  readonly status?: { readonly token?: string };
}

/** The least that the API server gives; a token is for one write. */
const lifetimeSeconds = 600;

/**
 * A token of another ServiceAccount, good for ten minutes, for the option `token` of a mutation. Throws Terminal, 403 or 404, when this
 * process may not have one. With `dryRun` the API server only says whether it may.
 */
export async function tokenOf(client: KubeClient, account: ObjectKey, { dryRun = false } = {}): Promise<string> {
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { ...account },
    spec: { expirationSeconds: lifetimeSeconds },
  };
  const options = { subresource: 'token', key: account, ...(dryRun && { dryRun }) };
  const { status } = await client.create<TokenRequest>(kinds.ServiceAccount, request, options);
  if (status?.token === undefined) throw new TypeError(`the answer to a request for a token of ${account.name} has none`);
  return status.token;
}
