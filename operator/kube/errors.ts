/** The `details` of a Status that the API server answers with. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** What every error of the runtime is made of. */
export interface KubeErrorFields {
  readonly message: string;
  readonly reason: string;
  readonly code?: number;
  readonly details?: StatusDetails;
  readonly verb?: string;
  readonly resource?: string;
  readonly cause?: unknown;
}

/** Whatever a call can fail with; `reason` is the server's own word, or ours (`KindNotInstalled`, `NotLeader`, `Timeout`). */
export class KubeError extends Error {
  readonly code: number | undefined;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  readonly verb: string | undefined;
  readonly resource: string | undefined;

  constructor(fields: KubeErrorFields) {
    super(fields.message, { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.reason = fields.reason;
    this.details = fields.details;
    this.verb = fields.verb;
    this.resource = fields.resource;
  }
}

/** The object moved under us (409): drop the pass and read again. */
export class Conflict extends KubeError {}

/** It may work later. `ambiguous` says that the write may have happened all the same: look before doing it again. */
export class Transient extends KubeError {
  readonly retryAfterSeconds: number | undefined;
  readonly ambiguous: boolean;

  constructor(fields: KubeErrorFields & { readonly retryAfterSeconds?: number; readonly ambiguous?: boolean }) {
    super(fields);
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.ambiguous = fields.ambiguous ?? false;
  }
}

/** Doing the same again gives the same answer. */
export class Terminal extends KubeError {}

/** The role lacks the verb, or admission forbade it. */
export function isForbidden(error: unknown): error is Terminal {
  return error instanceof Terminal && error.code === 403;
}

/** The role of the engine lacks the verb, which whoever asks can do nothing about; admission says other words. */
export function isUngranted(error: unknown): boolean {
  return isForbidden(error) && /\bcannot \w+ resource\b/.test(error.message);
}

/** The kill switch is on: its admission policy, whose message says so, refuses what is new. */
export function isSuspended(error: unknown): error is Terminal {
  return isForbidden(error) && /\bSuspended\b/.test(error.message);
}

/** A ResourceQuota of the namespace leaves no room for it. */
export function isQuotaExceeded(error: unknown): error is Terminal {
  return isForbidden(error) && /\bexceeded quota\b/.test(error.message);
}

/** The addressed object does not exist (its kind does). */
export function isNotFound(error: unknown): error is Terminal {
  return error instanceof Terminal && error.code === 404 && error.reason !== 'KindNotInstalled';
}

/** The API server does not serve this kind. */
export function isKindNotInstalled(error: unknown): error is Terminal {
  return error instanceof Terminal && error.reason === 'KindNotInstalled';
}

/** An object of that name was there before. */
export function isAlreadyExists(error: unknown): error is Terminal {
  return error instanceof Terminal && error.reason === 'AlreadyExists';
}

/** The object does not satisfy its schema or a rule. */
export function isInvalid(error: unknown): error is Terminal {
  return error instanceof Terminal && error.code === 422;
}

/** A resourceVersion is too old to continue from. */
export function isExpired(error: unknown): error is Terminal {
  return error instanceof Terminal && error.code === 410;
}

/** We are not, or not surely, the leader. */
export function isNotLeader(error: unknown): error is Terminal {
  return error instanceof Terminal && error.reason === 'NotLeader';
}

/** An eviction was refused by a PodDisruptionBudget, which is not throttling. */
export function isDisruptionBudget(error: unknown): error is Transient {
  return error instanceof Transient && error.code === 429 && hasCause(error, 'DisruptionBudget');
}

/** Nothing can be created because the namespace is going away. */
export function isNamespaceTerminating(error: unknown): error is Terminal {
  return isForbidden(error) && hasCause(error, 'NamespaceTerminating');
}

/** For `.catch`: an error that is expected is passed over, or gives `instead`; every other one is thrown on. */
export function unless(isExpected: (error: unknown) => boolean): (error: unknown) => undefined;
export function unless<const T>(isExpected: (error: unknown) => boolean, instead: T): (error: unknown) => T;
export function unless(isExpected: (error: unknown) => boolean, instead?: unknown): (error: unknown) => unknown {
  return (error) => {
    if (isExpected(error)) return instead;
    throw error;
  };
}

function hasCause(error: KubeError, reason: string): boolean {
  return error.details?.causes?.some((cause) => cause.reason === reason) ?? false;
}
