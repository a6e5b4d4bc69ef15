import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { callerOf } from '../let-in.ts';
import { deskOf, firstAllowed, type Desk } from './desk.ts';
import { engineStatus } from './engine-status.ts';

const statusPath = '/api/v1/status';
const metricsPath = '/metrics';

/**
 * GET /api/v1/status, for who may list the actions of the whole cluster or of the system namespace, and GET /metrics, for who may `get` that
 * path, as the roles of scrapers say it. The path of the status is no right: Kubernetes gives `get /api/*` to everybody.
 */
export function statusRoutes(door: FastifyInstance, desk: () => Desk | undefined, registry: Registry): void {
  door.get(statusPath, async (request) => {
    const { caches, engine, systemNamespace: namespace, authorize } = deskOf(desk);
    const list = { verb: 'list', resource: 'remediationactions' };
    await firstAllowed({ authorize }, callerOf(request), [list, { ...list, namespace }]);
    return engineStatus(engine(), caches.actions.list());
  });
  door.get(metricsPath, async (request, reply) => {
    await firstAllowed(deskOf(desk), callerOf(request), [{ verb: 'get', resource: metricsPath }]);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
