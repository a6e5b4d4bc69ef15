import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpLimits } from './http-limits.ts';
import { HttpProblem } from './problem.ts';

const retryAfterSeconds = 2;

/**
 * From now on the bodies of requests that are not answered yet take so many bytes together, and of one caller, and no more: what comes on top
 * is told to come again before a byte of it is read. Alertmanager does, for no other status than 503.
 */
export function limitBodies(door: FastifyInstance, limits: Pick<HttpLimits, 'bodiesBytes' | 'callerBodiesBytes'>): void {
  const byCaller = new Map<string, number>();
  let all = 0;
  const take = (caller: string, bytes: number): void => {
    const own = (byCaller.get(caller) ?? 0) + bytes;
    all += bytes;
    if (own > 0) byCaller.set(caller, own);
    else byCaller.delete(caller);
  };
  door.addHook('preParsing', (request, reply, payload, done) => {
    const [caller, bytes] = [request.caller?.username ?? '', bytesOf(request)];
    const own = byCaller.get(caller) ?? 0;
    // Of whoever went away while it was asked who they are nothing is read, and no `close` will come any more.
    if (bytes === 0 || reply.raw.destroyed) return done(null, payload);
    if (all + bytes > limits.bodiesBytes || own + bytes > limits.callerBodiesBytes) return done(overloaded());
    take(caller, bytes);
    reply.raw.once('close', () => take(caller, -bytes));
    return done(null, payload);
  });
}

function overloaded(): HttpProblem {
  return new HttpProblem({ status: 503, message: 'too much is being read already; send it again', code: 'Overloaded', retryAfterSeconds });
}

/** How large the body is, or may become when the request does not say it. */
function bytesOf({ headers, routeOptions: { bodyLimit } }: FastifyRequest): number {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding === undefined ? Number(length ?? 0) : bodyLimit;
}
