import { open, stat } from 'node:fs/promises';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import type { Cluster } from './cluster.ts';

/** One answered request. Its line may appear a moment after the answer: a test waits for the entry that it expects. */
export interface AuditEntry {
  readonly id: string;
  /** Milliseconds since 1970 when the request came in. */
  readonly at: number;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user: string;
  readonly userAgent: string;
  readonly code: number;
  /** The whole path with its query. */
  readonly uri: string;
  /** Bodies: only of writes to what audit-policy.yaml names; a patch's body is the patch. */
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
}

/** The user whose requests the operator under test makes. */
export const engineUser = `system:serviceaccount:${usualNamespace}:coordination-engine-sa`;

/** The user that it is for rollout_undo. */
export const rolloutUndoUser = `system:serviceaccount:${usualNamespace}:rollout-undo`;

/** Whether the operator under test made it, as whomever. */
export function isByEngine({ user }: Pick<AuditEntry, 'user'>): boolean {
  return user === engineUser || user === rolloutUndoUser;
}

/** Where the audit log ends now: entries of later requests begin there. */
export async function auditPosition({ auditLog }: Cluster): Promise<number> {
  return (await stat(auditLog)).size;
}

/** The entries after a position, in the order in which the requests were answered; watches when they ended. */
export async function auditSince({ auditLog }: Pick<Cluster, 'auditLog'>, position: number): Promise<AuditEntry[]> {
  const file = await open(auditLog);
  try {
    const { size } = await file.stat();
    // A line may have been half there when the position was taken: it is of an earlier request.
    const from = Math.max(0, position - 1);
    const { buffer } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    const first = position === 0 ? 0 : buffer.indexOf('\n') + 1;
    return buffer
      .subarray(first, buffer.lastIndexOf('\n') + 1)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map(entryFrom)
      .filter((entry) => entry !== undefined);
  } finally {
    await file.close();
  }
}

/** The groups of reviews: what is created there is a question, and nothing of it is stored. */
const reviews = ['authorization.k8s.io', 'authentication.k8s.io'];

/** The entries that changed something: writes that were accepted, and were neither a dry run nor a question. */
export function committedWrites(entries: readonly AuditEntry[]): AuditEntry[] {
  const writes = ['create', 'update', 'patch', 'delete', 'deletecollection'];
  const changes = ({ verb, code, uri }: AuditEntry): boolean => writes.includes(verb) && code < 300 && !uri.includes('dryRun=All');
  return entries.filter((entry) => changes(entry) && !reviews.includes(entry.group ?? ''));
}

interface AuditEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly requestReceivedTimestamp: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly userAgent?: string;
  readonly objectRef?: { readonly [field in 'apiGroup' | 'resource' | 'subresource' | 'namespace' | 'name']?: string };
  readonly responseStatus?: { readonly code: number };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
}

/** The entry of one line of an audit log; undefined for a line that is no answer. */
export function entryFrom(line: string): AuditEntry | undefined {
  const event = JSON.parse(line) as AuditEvent;
  if (event.stage !== 'ResponseComplete' && event.stage !== 'Panic') return undefined;
  const { apiGroup = '', resource = '', subresource, namespace, name } = event.objectRef ?? {};
  return {
    id: event.auditID,
    at: Date.parse(event.requestReceivedTimestamp),
    verb: event.verb,
    group: apiGroup,
    resource,
    subresource,
    namespace,
    name: name ?? nameIn(event.responseObject),
    user: event.user.username,
    userAgent: event.userAgent ?? '',
    code: event.responseStatus?.code ?? 0,
    uri: event.requestURI,
    requestObject: event.requestObject,
    responseObject: event.responseObject,
  };
}

/** A create has no name in its path: it is in the answer. */
function nameIn(object: unknown): string | undefined {
  if (typeof object !== 'object' || !object || !('metadata' in object)) return undefined;
  const { metadata } = object;
  return typeof metadata === 'object' && metadata && 'name' in metadata ? String(metadata.name) : undefined;
}
