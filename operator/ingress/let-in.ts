import type { FastifyRequest } from 'fastify';
import type { Authenticate } from './auth/authenticate.ts';
import type { Authorize } from './auth/authorize.ts';
import type { Caller } from './auth/caller.ts';
import { HttpProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before the body is read. */
    caller?: Caller;
  }
}

/** What the door needs to know whom it lets in. */
export interface Keeper {
  readonly authenticate: Authenticate;
  readonly authorize: Authorize;
}

/** The addresses that everybody may ask. */
export const open = ['/health', '/healthz', '/readyz'] as const;

/** Whether the request is for an address that everybody may ask. */
export function isOpen({ routeOptions }: FastifyRequest): boolean {
  return open.some((path) => path === routeOptions.url);
}

/** Who sends a request, by its head. Throws the HttpProblem that they are told who are nobody. */
export type Identify = (request: FastifyRequest) => Promise<Caller>;

/** The request has its caller, and what is wrong can be seen in nothing but its body, which is not read yet. Throws the HttpProblem of what is. */
export async function letIn(request: FastifyRequest, identify: Identify): Promise<void> {
  if (isOpen(request)) return;
  request.caller = await identify(request);
  refuseBodyByItsHead(request);
}

/** By the bearer token. */
export function byToken(keeper: () => Keeper | undefined): Identify {
  return ({ headers: { authorization }, ip: from }) => callerBehind({ authorization, from }, keeper());
}

/** Everybody is the same user who may everything; only programs of this machine can ask. */
export const asLocalUser: Identify = ({ host, headers: { origin } }) => {
  // A page of the web that has its name point here, or a form in one, would ask in the name of whoever looks at it.
  if (!isLocal(host) || (origin !== undefined && !isLocal(origin.replace(/^https?:\/\//, ''))))
    return Promise.reject(new HttpProblem({ status: 421, message: 'with --auth=none only localhost and 127.0.0.1 are served' }));
  return Promise.resolve(localUser);
};

/** Whom everybody is with `--auth=none`; nobody of the cluster has that name. */
export const localUser: Caller = { username: 'local', groups: [] };

function isLocal(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);
}

/** What of a request tells who sends it. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** Address that it comes from. */
  readonly from: string;
}

/** Who has the token. Throws the HttpProblem of a request without a good one: 401, or 503 while nobody can be asked. */
export async function callerBehind({ authorization = '', from }: Credentials, keeper: Keeper | undefined): Promise<Caller> {
  const [, token] = /^Bearer +([\w~+/.-]+=*)$/i.exec(authorization) ?? [];
  if (token === undefined) throw unauthorized('send Authorization: Bearer with the token of a ServiceAccount or user');
  if (!keeper) throw new HttpProblem({ status: 503, message: 'the engine is starting; ask again in a moment', retryAfterSeconds: 2 });
  const caller = await keeper.authenticate(token, from);
  if (!caller) throw unauthorized('the token is not known, has expired, or is for somebody else');
  return caller;
}

function refuseBodyByItsHead({ headers, routeOptions: { bodyLimit } }: FastifyRequest): void {
  const { 'content-encoding': encoding = 'identity', 'transfer-encoding': transfer = 'chunked', 'content-length': length } = headers;
  if (encoding !== 'identity') throw new HttpProblem({ status: 415, message: `content-encoding ${encoding.slice(0, 40)} is not taken` });
  if (transfer.toLowerCase() !== 'chunked')
    throw new HttpProblem({ status: 415, message: `transfer-encoding ${transfer.slice(0, 40)} is not taken` });
  if (Number(length) > bodyLimit) throw new HttpProblem({ status: 413, message: `the body is larger than ${bodyLimit} bytes` });
}

function unauthorized(message: string): HttpProblem {
  return new HttpProblem({ status: 401, message });
}

/** Who asks; every route but the open ones has one. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw unauthorized('nobody asks');
  return caller;
}
