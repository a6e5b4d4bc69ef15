import type { Cause, Named } from '../domain/audit/cause.ts';
import type { FieldChange } from '../domain/audit/field-changes.ts';

/** What an effect is made to. */
export interface AuditTarget extends Partial<Named> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly subresource?: string;
}

/** What every line of the audit log has; docs/audit.md explains each field. */
interface AuditLine {
  readonly kind: 'EffectAudit';
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Of the request to the API server, which has the same auditID in its own audit log. */
  readonly auditID: string;
  /** Of the process that writes, and the epoch in which it leads. */
  readonly replica: string;
  readonly epoch: number;
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  readonly target: AuditTarget;
}

/** Written before the request is sent. */
export interface AuditIntent extends AuditLine, Cause {
  readonly stage: 'intent';
  /** From what to what, of an update and a patch. */
  readonly changes?: readonly FieldChange[];
}

/** Written once the answer is there. */
export interface AuditOutcome extends AuditLine, Pick<Cause, 'direction' | 'anomaly' | 'plan' | 'action' | 'operation' | 'step' | 'token'> {
  readonly stage: 'outcome';
  /** `unknown`: the answer was lost, so it may have been made all the same. */
  readonly outcome: 'committed' | 'refused' | 'unknown';
  /** HTTP status and reason of a refusal. */
  readonly code?: number;
  readonly reason?: string;
  /** The version of the object that the write made. */
  readonly resourceVersion?: string;
}

/** One line. */
export type AuditRecord = AuditIntent | AuditOutcome;
