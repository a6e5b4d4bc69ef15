import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import type { StoredObject } from '../../kube/client.ts';
import type { Caller } from '../auth/caller.ts';
import { callerOf } from '../let-in.ts';
import { deskOf, type Desk } from './desk.ts';
import { explainAction, explainAnomaly, explainPlan, type AnomalyExplanation, type PlanExplanation } from './explain-views.ts';
import { found, maySee, shelves, type Shelf } from './shelf.ts';

type Explain<T> = (desk: Desk, caller: Caller, object: T) => object | Promise<object>;

/** GET /api/v1/{anomalies|plans|actions}/{id}/explain; what belongs to it is told to whoever may get that too. */
export function explainRoutes(door: FastifyInstance, desk: () => Desk | undefined): void {
  const route = <T extends StoredObject>(shelf: Shelf<T>, explain: Explain<T>): void => {
    door.get(`/api/v1/${shelf.path}/:id/explain`, (request) => answer(deskOf(desk), request, shelf, explain));
  };
  route(shelves.actions, (_desk, _caller, action) => explainAction(action));
  route(shelves.plans, planWithActions);
  route(shelves.anomalies, anomalyWithPlan);
}

async function answer<T extends StoredObject>(desk: Desk, request: FastifyRequest, shelf: Shelf<T>, explain: Explain<T>): Promise<object> {
  const { id } = request.params as { id: string };
  const caller = callerOf(request);
  return explain(desk, caller, await found(desk, caller, shelf, id));
}

async function anomalyWithPlan(desk: Desk, caller: Caller, anomaly: Anomaly): Promise<AnomalyExplanation> {
  const { planRef } = anomaly.status ?? {};
  const plan = planRef && desk.caches.plans.get({ namespace: planRef.namespace, name: planRef.name });
  const shown = plan && (await maySee(desk, caller, shelves.plans, plan.metadata));
  return explainAnomaly(anomaly, shown ? await planWithActions(desk, caller, plan) : undefined);
}

async function planWithActions(desk: Desk, caller: Caller, plan: RemediationPlan): Promise<PlanExplanation> {
  const { namespace } = plan.metadata;
  const all = { verb: 'get', resource: shelves.actions.kind.plural, ...(namespace !== undefined && { namespace }) };
  return explainPlan(plan, (await desk.authorize(caller, all)) ? actionsOf(desk, plan) : []);
}

/** Those of its steps and of its rollback, as far as they are there. */
function actionsOf({ caches }: Desk, { metadata: { namespace }, status }: RemediationPlan): RemediationAction[] {
  const { steps = [], rollback = [] } = status ?? {};
  const names = new Set([...steps, ...rollback].flatMap(({ actionRef }) => actionRef?.name ?? []));
  return [...names].flatMap((name) => caches.actions.get({ namespace, name }) ?? []);
}
