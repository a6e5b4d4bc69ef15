import { redact } from '../api/redact.ts';

/** A request that is not served, as the caller is told (RFC 9457, with the members of the document beside its own). */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  /** Path of the member of the body, or name of the parameter, that is wrong. */
  readonly field: string | undefined;
  /** CamelCase word for programs; absent where the status says it all. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The methods that an address is for. */
  readonly allow: readonly string[] | undefined;

  constructor({ status, title, message, ...more }: ProblemFacts) {
    super(redact(message)); // what was sent may be in it, or what the API server says of it
    this.status = status;
    this.title = title ?? titles[status] ?? 'Error';
    this.field = more.field;
    this.code = more.code;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.allow = more.allow;
  }
}

/** What a problem says; the title follows from the status unless it is given. */
export interface ProblemFacts {
  readonly status: number;
  readonly title?: string;
  readonly message: string;
  readonly field?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
}

const titles: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  413: 'Request too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  431: 'Request headers too large',
  503: 'Service unavailable',
};

/** The media type of a problem. */
export const problemType = 'application/problem+json';

/** The body that tells the problem. */
export function problemBody({ status, title, message, field, code }: HttpProblem): object {
  return {
    type: 'about:blank',
    title,
    status,
    detail: message,
    error: title,
    message,
    ...(field === undefined ? {} : { field }),
    ...(code === undefined ? {} : { code }),
  };
}
