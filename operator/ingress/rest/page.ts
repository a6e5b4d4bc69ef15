import { HttpProblem } from '../problem.ts';

/** What a list is asked for. */
export interface PageRequest {
  readonly limit?: string;
  readonly continue?: string;
}

/** JSON schema of the query of a list. */
export const pageQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'string', maxLength: 16, description: 'At most so many; 100 unless told, never more than 500.' },
    continue: { type: 'string', maxLength: 1024, description: 'What the page before gave as its `continue`.' },
  },
} as const;

/** One page of a list; `continue` is null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly continue: string | null;
  /** Present when less is given than was asked for. */
  readonly note?: string;
}

const usual = 100;
const most = 500;

/** The page of these that is asked for, in the order of their keys; what comes and goes meanwhile moves no other item to another page. */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, query: PageRequest): Page<T> {
  const limit = limitOf(query.limit);
  const after = query.continue === undefined ? '' : decode(query.continue);
  const keyed = all.map((item) => ({ key: keyOf(item), item })).filter(({ key }) => key > after);
  const rest = keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const shown = rest.slice(0, Math.min(limit, most));
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    continue: last !== undefined && rest.length > shown.length ? Buffer.from(last.key).toString('base64url') : null,
    ...(limit > most && { note: `limit is ${most} at most` }),
  };
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return usual;
  const limit = /^[0-9]+$/.test(text) || /^[0-9]+e[0-9]{1,2}$/.test(text) ? Number(text) : 0;
  if (limit >= 1) return limit;
  throw new HttpProblem({ status: 400, message: 'limit must be a whole number, at least 1', field: 'limit' });
}

function decode(text: string): string {
  const key = Buffer.from(text, 'base64url').toString('utf8');
  if (/^[a-z0-9./-]+$/.test(key) && Buffer.from(key).toString('base64url') === text) return key;
  throw new HttpProblem({ status: 400, message: 'continue must be what the page before gave', field: 'continue' });
}
