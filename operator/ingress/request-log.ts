import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { correlated } from '../kube/correlation.ts';
import type { Log } from '../kube/log.ts';
import { isOpen } from './let-in.ts';

/** As much of an address as is logged. */
const longestPath = 512;

/** The path without its query, which may hold anything. */
export function pathOf({ url }: Pick<FastifyRequest, 'url'>): string {
  return url.split('?', 1)[0] ?? url;
}

/** Whatever is logged for the sake of a request carries its id, and so does its answer: by it a caller who was refused can be helped. */
function followRequest(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  correlated({ requestID: request.id }, done);
}

/**
 * One line for each request that is not about health: who asked for what and what they were told. Neither headers nor query nor body are in it,
 * and its id is the engine's own.
 */
export function logRequests(door: FastifyInstance, log: Log): void {
  door.addHook('preValidation', followRequest); // reading a body loses what the hook before it began
  door.addHook('onResponse', (request, reply, done) => {
    if (!isOpen(request)) logRequest(log, request, reply);
    done();
  });
}

/** The same from the first hook on, so it is to be the first. */
export function identifyRequests(door: FastifyInstance): void {
  door.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    followRequest(request, reply, done);
  });
}

/** The line of one request. */
export function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const { method, id: requestID, caller } = request;
  const path = pathOf(request).slice(0, longestPath);
  log.info('Request', { method, path, code: reply.statusCode, ms: Math.round(reply.elapsedTime), caller: caller?.username, requestID });
}
