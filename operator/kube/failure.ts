import { Conflict, KubeError, Terminal, Transient, type StatusDetails } from './errors.ts';

/** The call that failed, as errors name it. */
export interface FailedCall {
  readonly verb: string;
  readonly resource: string;
  readonly mutation: boolean;
}

/** What the API server says in the body of an error. */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
}

const passing = new Set([401, 408, 425, 429, 500, 502, 503, 504]);
/** Refused before anything was done; the other passing answers may come from something in between, after the write. */
const refusedUnseen = new Set([401, 425, 429]);
/** The connection was never made, so nothing was sent. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const tlsFailure = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** The error that an answer other than 2xx means. */
export function failureOf(call: FailedCall, code: number, body: string, retryAfter?: string): KubeError {
  const { message = `the server answered ${code}`, reason = wordFor(code), details } = parseStatus(body);
  const { verb, resource } = call;
  const fields = { message: `${verb} ${resource}: ${message}`, reason, code, details, verb, resource };
  if (isDenial(code, message)) return new Terminal({ ...fields, reason: 'Forbidden', code: 403 });
  if (passing.has(code)) {
    const retryAfterSeconds = secondsOf(retryAfter) ?? details?.retryAfterSeconds;
    return new Transient({ ...fields, retryAfterSeconds, ambiguous: call.mutation && !refusedUnseen.has(code) });
  }
  if (isConflict(code, reason, details)) return new Conflict(fields);
  return isUnknownPath(code, details) ? new Terminal({ ...fields, ...notInstalled(call) }) : new Terminal(fields);
}

/** Of an admission webhook that says no the server passes on whatever code it gave, and 400 where it gave none; 422 and 429 mean what they say. */
function isDenial(code: number, message: string): boolean {
  return code < 500 && code !== 422 && code !== 429 && /^admission webhook ".*" denied the request/.test(message);
}

/** A patch for another uid is refused as the change of an immutable field: there, too, the object moved under us. */
function isConflict(code: number, reason: string, details: StatusDetails | undefined): boolean {
  if (code === 409) return reason !== 'AlreadyExists';
  return code === 422 && (details?.causes?.some(({ field }) => field === 'metadata.uid') ?? false);
}

/** The server names the object that it misses; when it names none, it does not know the path. */
function isUnknownPath(code: number, details: StatusDetails | undefined): boolean {
  return code === 404 && !details?.name;
}

function notInstalled({ verb, resource }: FailedCall) {
  return { reason: 'KindNotInstalled', message: `${verb} ${resource}: its API is not installed` };
}

/** The error that the absence of an answer means; errors of the runtime pass unchanged. `sent`: the request may have left. */
export function failureWithoutAnswer({ verb, resource, mutation }: FailedCall, cause: unknown, sent: boolean): KubeError {
  if (cause instanceof KubeError) return cause;
  const code = textAt(cause, 'code');
  const left = sent && !unsent.has(code) && !tlsFailure.test(code);
  const timedOut = code.includes('TIMEOUT') || textAt(cause, 'name') === 'TimeoutError';
  const text = timedOut ? 'no answer in time' : textAt(cause, 'message');
  const reason = timedOut ? 'Timeout' : left ? 'ConnectionLost' : 'Unreachable';
  return new Transient({ message: `${verb} ${resource}: ${text}`, reason, verb, resource, cause, ambiguous: mutation && left });
}

/** What is thrown by the platform need not be an Error of this realm. */
function textAt(cause: unknown, field: 'code' | 'name' | 'message'): string {
  const value: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, field) : undefined;
  return typeof value === 'string' ? value : '';
}

function wordFor(code: number): string {
  const words: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 409: 'Conflict', 429: 'TooManyRequests' };
  return words[code] ?? `Http${code}`;
}

/** Whether a request that changes nothing may simply be sent again on another socket: a pooled one had been closed meanwhile. */
export function isLostConnection(error: KubeError): boolean {
  return error.reason === 'ConnectionLost';
}

function parseStatus(body: string): Status {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'kind' in parsed && parsed.kind === 'Status' ? (parsed as Status) : {};
  } catch {
    return body.length > 0 && body.length < 200 ? { message: body.trim() } : {};
  }
}

function secondsOf(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) ? undefined : seconds;
}
