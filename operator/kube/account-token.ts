import type { KubeClient, ObjectKey, StoredObject } from './client.ts';
import { kinds } from './kinds.ts';

interface TokenRequest extends StoredObject {
  readonly status?: { readonly token?: string };
}

/** The least that the API server gives; a token is for one write. */
const lifetimeSeconds = 600;

/** A token of another ServiceAccount, good for ten minutes, for the option `token` of a mutation. Throws Terminal, 403 or 404, when this process may not have one. */
export async function tokenOf(client: KubeClient, account: ObjectKey): Promise<string> {
  const { status } = await client.create<TokenRequest>(kinds.ServiceAccount, requestFor(account), { subresource: 'token', key: account });
  if (status?.token === undefined) throw new TypeError(`the answer to a request for a token of ${account.name} has none`);
  return status.token;
}

/** Returns when this process may have a token of that ServiceAccount, and throws as `tokenOf` does when it may not; nothing comes of asking. */
export async function tryTokenOf(client: KubeClient, account: ObjectKey): Promise<void> {
  // Whether the answer to a dry run has a token is up to the API server.
  await client.create<TokenRequest>(kinds.ServiceAccount, requestFor(account), { subresource: 'token', key: account, dryRun: true });
}

function requestFor(account: ObjectKey) {
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { ...account },
    spec: { expirationSeconds: lifetimeSeconds },
  };
}
