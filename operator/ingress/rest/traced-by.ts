import type { FastifyRequest } from 'fastify';
import { keys } from '../../api/resource.ts';
import { placeFrom } from '../../domain/tracing/trace-ids.ts';

/** The annotation by which what is done for a request continues the caller's trace; none when the request names no trace that is recorded. */
export function tracedBy({ headers }: Pick<FastifyRequest, 'headers'>): Record<string, string> {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && placeFrom(traceparent) ? { [keys.traceparent]: traceparent } : {};
}
