import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Playbook } from '../api/generated/playbook.ts';
import type { Anomaly, RemediationAction, RemediationPlan } from '../api/generated/types.ts';
import { usualNamespace as systemNamespace } from '../api/usual-namespace.ts';
import { Tally } from '../controllers/counting/tally.ts';
import { isProtected } from '../domain/limits/protected-target.ts';
import { usuallyProtected } from '../domain/policy/resolve-policy.ts';
import type { Capacity } from '../domain/alerts/storm.ts';
import type { Access } from '../ingress/auth/authorize.ts';
import { makeIntake } from '../ingress/alertmanager/intake.ts';
import { countReports } from '../ingress/alertmanager/routes.ts';
import { makeTakeWebhook } from '../ingress/alertmanager/take-webhook.ts';
import { makeFrontDoor } from '../ingress/front-door.ts';
import { HttpProblem } from '../ingress/problem.ts';
import { indexNames, type Desk } from '../ingress/rest/desk.ts';
import { makeStormGuard } from '../ingress/storm/storm-guard.ts';
import { Cache } from '../kube/cache.ts';
import { silentLog } from '../kube/log.ts';
import { makeOperations } from '../operations/registry.ts';
import { makeIngestMetrics } from '../metrics/ingest-metrics.ts';
import { makeAnswerCheck, type AnswerCheck, type OpenApiDocument } from './answer-check.ts';
import { settableClock } from './clock.ts';
import { FakeCluster } from './fake-cluster.ts';

/** A front door whose desk works over a fake cluster; whoever has the token `alice` is alice. */
export interface OpenDesk {
  readonly door: FastifyInstance;
  readonly desk: Desk;
  readonly cluster: FakeCluster;
  /** Every right that was asked for, as `verb resource namespace/name`. */
  readonly asked: string[];
  /** What the doors count. */
  readonly registry: Registry;
}

/** Of nodes there is only `w1`. */
const namedNode = (name: string): string | undefined => (name === 'w1' ? name : undefined);

/** The routes are added by `routes`; `may` decides what alice may do, everything unless told. */
export function openDesk(
  routes: (door: FastifyInstance, desk: () => Desk) => void,
  {
    may = () => true,
    planWithinMs = 20,
    allow = ['get *', 'list *', 'create Anomaly', 'create RemediationAction', 'patch Anomaly'],
    playbooks = [],
    capacity = { most: 1000, keptSeconds: 300 },
  }: {
    may?: (access: Access) => boolean;
    planWithinMs?: number;
    allow?: readonly string[];
    playbooks?: readonly Pick<Playbook, 'when'>[];
    capacity?: Capacity;
  } = {},
): OpenDesk {
  const cluster = new FakeCluster({ allow });
  const asked: string[] = [];
  const registry = new Registry();
  const caches = {
    anomalies: new Cache<Anomaly>({ name: 'anomalies' }),
    plans: new Cache<RemediationPlan>({ name: 'plans' }),
    actions: new Cache<RemediationAction>({ name: 'actions' }),
  };
  indexNames(caches);
  const authorize: Desk['authorize'] = (_caller, access) => {
    asked.push(`${access.verb} ${access.resource} ${access.namespace ?? '*'}/${access.name ?? '*'}`);
    return Promise.resolve(may(access));
  };
  const means = { client: cluster, caches, authorize, clock: settableClock(), systemNamespace, nodes: () => namedNode };
  const metrics = makeIngestMetrics(registry);
  const tally = new Tally({ actions: caches.actions, ledgers: new Cache({ name: 'configmaps' }), clock: means.clock, log: silentLog });
  const guard = makeStormGuard({ ...means, log: silentLog, capacity });
  const intake = makeIntake({ ...means, guard, metrics, log: silentLog, playbooks: () => playbooks });
  const desk: Desk = {
    ...means,
    planWithinMs,
    alerts: { intake, takeWebhook: makeTakeWebhook({ intake, metrics, log: silentLog }) },
    operations: builtOperations(systemNamespace),
    isProtected: (target) => isProtected(target, { namespaces: usuallyProtected(systemNamespace), targets: protectedTargets }),
    placeOf: () => 1,
    engine: () => ({ ...calmEngine, counts: tally.counts() }),
  };
  const authenticate = (token: string) => Promise.resolve(token === 'alice' ? { username: 'alice', groups: [] } : undefined);
  const health = () => ({ version: '1', uptimeSeconds: () => 1, gates: [] });
  const door = makeFrontDoor({ health, keeper: () => ({ authenticate, authorize }), log: silentLog });
  countReports(door, metrics);
  holdToDocument(door);
  routes(door, () => desk);
  return { door, desk, cluster, asked, registry };
}

const calmEngine = { suspended: false, modelsHeld: false, leader: 'present', isCurrent: true } as const;

const protectedTargets = [{ kind: 'Node', name: 'precious' }];

/** All that are built, to be looked at only. */
function builtOperations(systemNamespace: string): Desk['operations'] {
  const notHere = (): Promise<never> => Promise.reject(new Error('nothing is done at the desk'));
  return makeOperations({ checks: [], runCheck: notHere }, { ask: notHere, modelUrl: '', modelHosts: [] }, systemNamespace);
}

/** An answer of which the document of the door tells otherwise is a 500 that says so. */
function holdToDocument(door: FastifyInstance): void {
  let check: AnswerCheck | undefined;
  door.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode === 500) return payload;
    const document: object = door.swagger();
    check ??= makeAnswerCheck(document as OpenApiDocument);
    const contentType = String(reply.getHeader('content-type') ?? '');
    const fault = check({ method: request.method, path: request.url, status: reply.statusCode, contentType, body: String(payload) });
    if (fault !== undefined) throw new HttpProblem({ status: 500, message: `the document says otherwise: ${fault}` });
    return Promise.resolve(payload);
  });
}

/** The headers of alice. */
export const asAlice = { authorization: 'Bearer alice' } as const;
