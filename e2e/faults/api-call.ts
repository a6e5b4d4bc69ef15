export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'other';

/** One request to the API server, as its path and body say. */
export interface ApiCall {
  readonly verb: Verb;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  /** Of a create the name in the body. */
  readonly name?: string;
  /** Path with query. */
  readonly url: string;
  /** Parsed; undefined when there is none. */
  readonly body?: unknown;
  /** The place of a mutating request among all of them, from 1. */
  readonly number?: number;
}

/** A request as it came in. */
export interface RawCall {
  readonly method?: string;
  readonly url?: string;
  readonly body: Buffer;
}

/** What the request asks of the API server. */
export function describeCall({ method = 'GET', url = '/', body }: RawCall): ApiCall {
  const { pathname, searchParams } = new URL(url, 'http://api');
  const place = placeOf(pathname.split('/').filter(Boolean).map(decodeURIComponent));
  const parsed = parse(body);
  const watching = ['1', 'true'].includes(searchParams.get('watch') ?? '');
  return { ...place, name: place.name ?? nameIn(parsed), verb: verbOf(method, watching, place.name !== undefined), url, body: parsed };
}

/** Whether the request changes something. */
export function isMutating({ verb }: Pick<ApiCall, 'verb'>): boolean {
  return ['create', 'update', 'patch', 'delete'].includes(verb);
}

type Place = Pick<ApiCall, 'group' | 'resource' | 'subresource' | 'namespace' | 'name'>;

/** /api/v1/... and /apis/<group>/<version>/..., with or without namespaces/<namespace>/ in between. */
function placeOf(parts: readonly string[]): Place {
  const named = parts[0] === 'apis';
  if (!named && parts[0] !== 'api') return { group: '', resource: '' };
  const group = named ? (parts[1] ?? '') : '';
  const rest = parts.slice(named ? 3 : 2);
  const inside = rest[0] === 'namespaces' && rest.length > 2;
  const [resource = '', name, subresource] = inside ? rest.slice(2) : rest;
  return { group, resource, name, subresource, ...(inside && { namespace: rest[1] }) };
}

function verbOf(method: string, watching: boolean, named: boolean): Verb {
  if (method === 'GET') return watching ? 'watch' : named ? 'get' : 'list';
  const verbs: Readonly<Record<string, Verb>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
  return verbs[method] ?? 'other';
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}

function nameIn(body: unknown): string | undefined {
  const metadata: unknown = typeof body === 'object' && body !== null && 'metadata' in body ? body.metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : undefined;
}
