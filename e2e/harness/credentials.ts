import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A user of the API server with a static token, for the control plane's own parts and the test's administrator. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly token: string;
}

export type Role = 'admin' | 'controllerManager' | 'scheduler' | 'kwok';

/** The control plane's users; only the administrator and kwok, which plays every kubelet, are above RBAC. */
export function newUsers(): Readonly<Record<Role, User>> {
  return {
    admin: { name: 'admin', groups: ['system:masters'], token: newToken() },
    controllerManager: { name: 'system:kube-controller-manager', groups: [], token: newToken() },
    scheduler: { name: 'system:kube-scheduler', groups: [], token: newToken() },
    kwok: { name: 'kwok', groups: ['system:masters'], token: newToken() },
  };
}

function newToken(): string {
  return randomBytes(24).toString('hex');
}

/** Writes the token file that the API server reads; its path. */
export function writeTokenFile(dir: string, users: Readonly<Record<Role, User>>): string {
  const path = join(dir, 'tokens.csv');
  const lines = Object.values(users).map(({ token, name, groups }) => `${token},${name},${name},"${groups.join(',')}"`);
  writeFileSync(path, lines.join('\n') + '\n', { mode: 0o600 });
  return path;
}

/** Writes the key with which ServiceAccount tokens are signed and checked; its path. */
export function writeServiceAccountKey(dir: string): string {
  const path = join(dir, 'service-account.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return path;
}

export interface Access {
  readonly server: string;
  /** The certificates that the server's own must be signed by, PEM. */
  readonly ca: string;
  readonly user: string;
  readonly token: string;
  readonly namespace?: string;
}

/** Writes a kubeconfig with one user, one cluster and one context; its path. JSON is YAML, so every client reads it. */
export function writeKubeconfig(path: string, { server, ca, user, token, namespace = 'default' }: Access): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user, namespace } }],
    'current-context': 'test',
  };
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
