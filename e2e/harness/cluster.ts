import { send } from './http-request.ts';
import type { Binaries } from './binaries.ts';

/** What is needed to use a running control plane; plain data, so that it can be handed from one process to another. */
export interface Cluster {
  /** The API server's address, https://127.0.0.1:port. */
  readonly server: string;
  /** PEM of what the API server's certificate is signed by. */
  readonly ca: string;
  readonly adminToken: string;
  /** Path of a kubeconfig of a system:masters user: for observers and test set-up, never for the operator. */
  readonly adminKubeconfig: string;
  /** etcd's address, http://127.0.0.1:port, without authentication. */
  readonly etcd: string;
  /** Path of the audit log, JSON lines. */
  readonly auditLog: string;
  /** The guarded folder; logs/ in it has one file per process. */
  readonly dir: string;
  readonly binaries: Binaries;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** For PATCH: merge unless told. */
  readonly patch?: 'merge' | 'strategic-merge' | 'json' | 'apply';
  /** Another user's token; the administrator's unless told. */
  readonly token?: string;
}

/** A Kubernetes object as tests look at it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
      readonly controller?: boolean;
    }[];
    readonly generation?: number;
  };
  readonly [field: string]: unknown;
}

/** The refusal of a request by the API server. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** The API server's answer to one request, parsed; throws ApiError with its message for 4xx and 5xx. */
export async function api<T = KubeObject>(
  cluster: Cluster,
  { method = 'GET', path, body, patch = 'merge', token }: ApiRequest,
): Promise<T> {
  const answer = await send({
    url: cluster.server + path,
    method,
    ca: cluster.ca,
    token: token ?? cluster.adminToken,
    contentType: method === 'PATCH' ? patchTypes[patch] : 'application/json',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status >= 400) throw new ApiError(answer.status, `${method} ${path}: ${answer.status} ${messageOf(answer.body)}`);
  return JSON.parse(answer.body) as T;
}

/** The object at a path, or undefined when it does not exist. */
export async function find<T = KubeObject>(cluster: Cluster, path: string): Promise<T | undefined> {
  try {
    return await api<T>(cluster, { path });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

const patchTypes = {
  merge: 'application/merge-patch+json',
  'strategic-merge': 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

function messageOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed && 'message' in parsed ? String(parsed.message) : body;
  } catch {
    return body;
  }
}
