import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { alertmanagerRoutes } from './alertmanager/routes.ts';
import { anomalyRoutes } from './rest/anomalies.ts';
import type { Desk } from './rest/desk.ts';
import { explainRoutes } from './rest/explain.ts';
import { readingRoutes } from './rest/reading.ts';
import { remediateRoutes } from './rest/remediate.ts';
import { statusRoutes } from './rest/status.ts';

/** Everything that the front door serves for whoever has a token; `registry` has the metrics of this process. */
export function addRoutes(door: FastifyInstance, desk: () => Desk | undefined, registry: Registry): void {
  alertmanagerRoutes(door, desk);
  anomalyRoutes(door, desk);
  readingRoutes(door, desk);
  explainRoutes(door, desk);
  remediateRoutes(door, desk);
  statusRoutes(door, desk, registry);
}
