import type { FastifyInstance } from 'fastify';
import type { IngestMetrics } from '../../metrics/ingest-metrics.ts';
import { httpLimits } from '../http-limits.ts';
import { callerOf } from '../let-in.ts';
import { deskOf, type Desk } from '../rest/desk.ts';
import { webhookSchema, type Webhook } from './webhook.ts';

/** POST /api/v1/alertmanager. When the door has closed, what was counted is written. */
export function alertmanagerRoutes(door: FastifyInstance, desk: () => Desk | undefined): void {
  door.post('/api/v1/alertmanager', { schema: { body: webhookSchema }, bodyLimit: httpLimits.webhookBytes }, (request) =>
    deskOf(desk).alerts.takeWebhook(request.body as Webhook, callerOf(request)),
  );
  door.addHook('onClose', async () => desk()?.alerts.intake.flush());
}

const endpoints: ReadonlyMap<string | undefined, string> = new Map([
  ['/api/v1/alertmanager', 'alertmanager'],
  ['/api/v1/anomalies', 'anomalies'],
]);

/** From now on every POST of a report is counted, whatever came of it; to be called before the routes are added. */
export function countReports(door: FastifyInstance, metrics: Pick<IngestMetrics, 'request'>): void {
  door.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
    const endpoint = endpoints.get(routeOptions.url);
    if (method === 'POST' && endpoint !== undefined) metrics.request(endpoint, statusCode);
    await Promise.resolve();
  });
}
