import { problemType } from '../problem.ts';
import { count, members, shared, text, type Schema } from './schema.ts';

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly error: string;
  readonly message: string;
  readonly field: string;
  readonly code: string;
}

/** A request that is not served (RFC 9457), with the members of the document beside its own. */
export const problemSchema: Schema = members<Problem>(
  {
    type: text('Always about:blank: the status says what kind of problem it is.'),
    title: text('The status in words.'),
    status: count('The status.', 400),
    detail: text('What is wrong, as one sentence.'),
    error: text('The same as title.'),
    message: text('The same as detail.'),
    field: text('Path of the member of the body, or name of the parameter, that is wrong.'),
    code: text('CamelCase word for programs, where the status does not say it all.'),
  },
  ['field', 'code'],
);

const sentences = {
  400: 'The request is not valid; `field` names what is wrong.',
  401: 'There is no token, or one that is not known here.',
  403: 'The caller may not do that; the message names verb and resource.',
  404: 'There is none of that name that the caller may see.',
  408: 'The request did not arrive in time.',
  409: 'The Idempotency-Key was used with another body.',
  413: 'The body is too large.',
  415: 'The body is not JSON, or is compressed.',
  421: 'With --auth=none: the host is not this machine.',
  431: 'Request line and headers are too large.',
  500: 'The engine could not serve it; its log says why.',
  503: 'The engine, or the API server, cannot serve it now.',
} as const;

type Status = keyof typeof sentences;

const example = {
  type: 'about:blank',
  title: 'Invalid request',
  status: 400,
  detail: 'confidence_score must be between 0.0 and 1.0',
  error: 'Invalid request',
  message: 'confidence_score must be between 0.0 and 1.0',
  field: 'confidence_score',
};

const headers: Readonly<Partial<Record<Status, Schema>>> = {
  401: { 'WWW-Authenticate': { type: 'string', enum: ['Bearer'] } },
  503: { 'Retry-After': { type: 'string', pattern: '^[0-9]+$', description: 'Seconds until it is worth asking again.' } },
};

/** What every route that asks for a token may answer. */
const always: readonly Status[] = [400, 401, 408, 413, 415, 421, 431, 500, 503];

/** The problems of a route that asks for a token; `more` are those of it alone. */
export function problems(...more: readonly (403 | 404 | 409)[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries([...always, ...more].toSorted((a, b) => a - b).map((status) => [String(status), answerOf(status)]));
}

function answerOf(status: Status): Schema {
  const shown = status === 400 ? { examples: { wrong: { value: example } } } : {};
  return {
    description: sentences[status],
    ...(headers[status] && { headers: headers[status] }),
    content: { [problemType]: { schema: shared('Problem'), ...shown } },
  };
}
