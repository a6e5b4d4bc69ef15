import type { Cluster } from '../harness/cluster.ts';
import { send } from '../harness/http-request.ts';

/** What the API server says about one write. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly object: Record<string, unknown> }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string; readonly causes: readonly Cause[] };

/** One of the things that are wrong with an object. */
export interface Cause {
  readonly field?: string;
  readonly message?: string;
}

export interface Write {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  /** Of a PATCH: a list is a JSON patch, an object a merge patch. */
  readonly body: unknown;
  /** Nothing is stored. */
  readonly dryRun?: boolean;
}

interface StatusBody {
  readonly message: string;
  readonly details?: { readonly causes?: readonly Cause[] };
}

/** The API server's verdict on a write with fieldValidation=Strict. */
export async function judge(cluster: Cluster, { method, path, body, dryRun = false }: Write): Promise<Verdict> {
  const query = `fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  const answer = await send({
    url: `${cluster.server}${path}?${query}`,
    method,
    ca: cluster.ca,
    token: cluster.adminToken,
    contentType: contentTypeOf(method, body),
    body: JSON.stringify(body),
  });
  const parsed: unknown = JSON.parse(answer.body);
  if (answer.status < 400) return { kind: 'accepted', object: parsed as Record<string, unknown> };
  const { message, details } = parsed as StatusBody;
  return { kind: 'refused', status: answer.status, message, causes: details?.causes ?? [] };
}

function contentTypeOf(method: Write['method'], body: unknown): string {
  if (method === 'POST') return 'application/json';
  return Array.isArray(body) ? 'application/json-patch+json' : 'application/merge-patch+json';
}

/** The message of a refusal; 'accepted' when there is none, so that an expectation on it fails readably. */
export function refusalOf(verdict: Verdict): string {
  return verdict.kind === 'accepted' ? 'accepted' : `${verdict.status} ${verdict.message}`;
}
