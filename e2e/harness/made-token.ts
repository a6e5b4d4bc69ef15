import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { api, type Cluster } from './cluster.ts';
import { pathsIn } from './components.ts';
import type { ServiceAccountAccess } from './service-account.ts';

/** A token of that ServiceAccount that is good for these audiences alone. */
export async function tokenFor(cluster: Cluster, { namespace, name }: ServiceAccountAccess, audiences: readonly string[]): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600, audiences } };
  const { status } = await api<{ readonly status: { readonly token: string } }>(cluster, { method: 'POST', path, body });
  return status.token;
}

/** The same token, signed by the same key, as it is after it has expired: the API server makes none that is good for less than ten minutes. */
export function expired(cluster: Cluster, token: string): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const now = Math.floor(Date.now() / 1000);
  const before = { ...claims, iat: now - 7200, nbf: now - 7200, exp: now - 3600 };
  const signed = `${header}.${Buffer.from(JSON.stringify(before)).toString('base64url')}`;
  const key = readFileSync(pathsIn(cluster.dir).serviceAccountKey);
  return `${signed}.${createSign('sha256').update(signed).sign(key, 'base64url')}`;
}
