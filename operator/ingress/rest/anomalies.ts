import type { FastifyInstance } from 'fastify';
import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { reportedAnomalyName } from '../../api/names.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { keyOf } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Caller } from '../auth/caller.ts';
import { isWebhook, webhookSchema } from '../alertmanager/webhook.ts';
import { httpLimits } from '../http-limits.ts';
import { callerOf } from '../let-in.ts';
import { acceptedAnswer, type Accepted } from './anomaly-answer.ts';
import { anomalyRequestSchema, anomalySpecFrom, type AnomalyRequest } from './anomaly-request.ts';
import { awaitChange } from './await-change.ts';
import { deskOf, firstAllowed, type Desk } from './desk.ts';
import { repeatableOf, storeOnce, type Repeatable } from './idempotency.ts';
import { placesOf } from './place.ts';
import { tracedBy } from './traced-by.ts';

/** What Alertmanager sends is told by these two, whatever else there is. */
const reportSchema = {
  type: 'object',
  if: { type: 'object', required: ['version', 'alerts'], properties: { version: {}, alerts: {} } },
  then: webhookSchema,
  else: anomalyRequestSchema,
} as const;

/** POST /api/v1/anomalies: a report, or a notification of Alertmanager, as the document configures it. */
export function anomalyRoutes(door: FastifyInstance, desk: () => Desk | undefined): void {
  door.post('/api/v1/anomalies', { schema: { body: reportSchema }, bodyLimit: httpLimits.webhookBytes }, async (request, reply) => {
    const repeatable = repeatableOf(request); // a key that is none is refused, whatever comes with it
    if (isWebhook(request.body)) return deskOf(desk).alerts.takeWebhook(request.body, callerOf(request));
    const asked = { body: request.body as AnomalyRequest, repeatable, annotations: tracedBy(request) };
    const answer = await report(deskOf(desk), callerOf(request), asked);
    return reply.code(201).send(answer);
  });
}

interface Report {
  readonly body: AnomalyRequest;
  readonly repeatable: Repeatable | undefined;
  readonly annotations: Record<string, string>;
}

async function report(desk: Desk, caller: Caller, { body, repeatable, annotations }: Report): Promise<Accepted> {
  const spec = anomalySpecFrom(body, caller.username);
  const namespaces = placesOf(spec.details, caller, desk);
  const wanted = namespaces.map((namespace) => ({ verb: 'create', resource: 'anomalies', namespace }));
  const { namespace = desk.systemNamespace } = await firstAllowed(desk, caller, wanted);
  // A word that is no source makes a report that is only observed; nobody needs a right for that.
  const free = spec.source === 'manual' || spec.mode === 'Observe';
  if (!free) await firstAllowed(desk, caller, [{ verb: 'use', resource: 'sources', name: spec.source, namespace }]);
  const draft = { kind: kinds.Anomaly, namespace, spec, annotations };
  const shop = { desk, cache: desk.caches.anomalies, draft, nameOn: reportedAnomalyName };
  const stored = await storeOnce<Anomaly>(shop, repeatable);
  const seen = await awaitChange(desk.caches.anomalies, keyOf(stored), isAnswerable, desk.planWithinMs);
  return acceptedAnswer(seen ?? stored, seen && planOf(desk, seen));
}

function isAnswerable(anomaly: Anomaly): boolean {
  return anomaly.status?.planRef !== undefined || isAnomalyOver(anomaly);
}

function planOf({ caches }: Pick<Desk, 'caches'>, { status }: Anomaly): RemediationPlan | undefined {
  return status?.planRef && caches.plans.get({ namespace: status.planRef.namespace, name: status.planRef.name });
}
