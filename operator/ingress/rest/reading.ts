import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StoredObject } from '../../kube/client.ts';
import { inBatches } from '../../kube/in-batches.ts';
import type { Caller } from '../auth/caller.ts';
import { callerOf } from '../let-in.ts';
import { anomalyView } from './anomaly-answer.ts';
import { deskOf, type Desk } from './desk.ts';
import { found, shelves, type Shelf } from './shelf.ts';
import { pageOf, pageQuerySchema, type PageRequest } from './page.ts';
import { actionDetails, planDetails } from './views.ts';

/** What is told of one kind. */
interface Told<T extends StoredObject> extends Shelf<T> {
  readonly view: (desk: Desk, object: T) => object;
}

/** So many namespaces the API server is asked about at once. */
const askedAtOnce = 16;

/** GET of one and of all anomalies, actions and plans; of each the caller sees what they may `get` or `list` with kubectl. */
export function readingRoutes(door: FastifyInstance, desk: () => Desk | undefined): void {
  const shelve = <T extends StoredObject>(told: Told<T>): void => {
    door.get(`/api/v1/${told.path}/:id`, (request) => one(deskOf(desk), request, told));
    door.get(`/api/v1/${told.path}`, { schema: { querystring: pageQuerySchema } }, (request) => page(deskOf(desk), request, told));
  };
  shelve({ ...shelves.anomalies, view: viewOfAnomaly });
  shelve({ ...shelves.actions, view: (_, action) => actionDetails(action) });
  shelve({ ...shelves.plans, view: (_, plan) => planDetails(plan) });
}

/** Of a plan in another namespace, which it may have become part of, whoever may see the anomaly need not see anything. */
function viewOfAnomaly({ caches }: Desk, anomaly: Parameters<typeof anomalyView>[0]): object {
  const { planRef } = anomaly.status ?? {};
  const isOwn = planRef !== undefined && planRef.namespace === anomaly.metadata.namespace;
  const plan = isOwn ? caches.plans.get({ namespace: planRef.namespace, name: planRef.name }) : undefined;
  const actions = (plan?.status?.steps ?? []).flatMap(({ actionRef }) => (actionRef ? (caches.actions.get(actionRef) ?? []) : []));
  return anomalyView(anomaly, plan, actions);
}

async function one<T extends StoredObject>(desk: Desk, request: FastifyRequest, told: Told<T>): Promise<object> {
  const { id } = request.params as { id: string };
  return told.view(desk, await found(desk, callerOf(request), told, id));
}

/** A page of those in the namespaces in which the caller may list them. */
async function page<T extends StoredObject>(desk: Desk, request: FastifyRequest, told: Told<T>): Promise<object> {
  const caller = callerOf(request);
  const seen = await visible(desk, caller, told);
  const { items, ...more } = pageOf(seen, ({ metadata }) => `${metadata.namespace}/${metadata.name}`, request.query as PageRequest);
  return { items: items.map((object) => told.view(desk, object)), ...more };
}

async function visible<T extends StoredObject>(desk: Desk, caller: Caller, shelf: Shelf<T>): Promise<T[]> {
  const all = shelf.cache(desk).list();
  const access = { verb: 'list', resource: shelf.kind.plural };
  if (await desk.authorize(caller, access)) return all;
  const namespaces = [...new Set(all.map(({ metadata }) => metadata.namespace ?? ''))];
  const answers = await inBatches(namespaces, askedAtOnce, (namespace) => desk.authorize(caller, { ...access, namespace }));
  const allowed = new Set(namespaces.filter((_namespace, index) => answers[index]));
  return all.filter(({ metadata }) => allowed.has(metadata.namespace ?? ''));
}
