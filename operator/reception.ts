import { indexForForetelling } from './controllers/arbitration/foretell.ts';
import { placeInQueue } from './controllers/arbitration/queue-place.ts';
import { indexNodes } from './controllers/planning/node-index.ts';
import type { Controller, EngineDeps } from './controllers/runtime/deps.ts';
import { isProtected } from './domain/limits/protected-target.ts';
import { usuallyProtected } from './domain/policy/resolve-policy.ts';
import { makeIntake, type Intake } from './ingress/alertmanager/intake.ts';
import { makeAlertLister } from './ingress/alertmanager/listing.ts';
import { makeAlertPoller } from './ingress/alertmanager/poller.ts';
import { makeTakeWebhook } from './ingress/alertmanager/take-webhook.ts';
import type { Keeper } from './ingress/let-in.ts';
import type { EngineFacts } from './ingress/rest/engine-status.ts';
import { indexNames, type Desk } from './ingress/rest/desk.ts';
import { makeStormGuard } from './ingress/storm/storm-guard.ts';
import { backgroundClient } from './kube/background-client.ts';
import { systemClock } from './kube/clock.ts';
import type { Transport } from './kube/transport.ts';
import type { IngestMetrics } from './metrics/ingest-metrics.ts';
import { makeHttpGet } from './outbound/http-get.ts';

/** As long as somebody who reports is willing to wait for an answer. */
const planWithinMs = 2_000;

/** Who is let in, and what is worked with for them. */
export interface Reception {
  readonly keeper: Keeper;
  readonly desk: Desk;
  /** What fetches reports by itself while this process leads. */
  readonly pollers: readonly Controller[];
}

/** What only the process knows. */
export interface ReceptionParts {
  readonly keeper: Keeper;
  readonly metrics: IngestMetrics;
  /** Whether somebody leads, and whether the caches are as they should be. */
  /** Fulfilled when the watch of anomalies has come to this version. */
  readonly passed: (resourceVersion: string) => Promise<void>;
  readonly standing: () => Pick<EngineFacts, 'leader' | 'isCurrent'>;
}

/**
 * Made once the caches are filled; whether this process leads does not matter to it, so it writes by the transport itself, and takes of what
 * the controllers use only what reads.
 */
export function makeReception(client: Transport, deps: EngineDeps, { keeper, metrics, standing, passed }: ReceptionParts): Reception {
  const { settings, operations, policy, log } = deps;
  const { authorize } = keeper;
  const { anomalies, plans, actions } = deps.caches;
  const caches = { anomalies, plans, actions };
  indexNames(caches);
  indexForForetelling(deps);
  const { systemNamespace } = settings;
  const protectedInAnyCase = usuallyProtected(systemNamespace);
  const reporting = { client: backgroundClient(client), caches, log, clock: systemClock };
  const guard = makeStormGuard({ ...reporting, capacity: settings.alertCapacity, passed });
  const nodes = () => indexNodes(deps.caches.nodes).named;
  const intake = makeIntake({
    ...{ ...reporting, authorize, guard, metrics, systemNamespace, nodes },
    playbooks: () => deps.playbooks.inOrder(),
  });
  const desk: Desk = {
    ...{ client, caches, authorize, clock: systemClock, systemNamespace, nodes, planWithinMs, operations },
    isProtected(target) {
      const { namespaces, targets } = policy().protected;
      return isProtected(target, { namespaces: [...protectedInAnyCase, ...namespaces], targets });
    },
    alerts: { intake, takeWebhook: makeTakeWebhook({ intake, metrics, log }) },
    engine: () => ({
      ...standing(),
      counts: deps.tally.counts(),
      suspended: policy().suspended,
      modelsHeld: deps.limits.modelsHeldUntil() !== undefined,
    }),
    placeOf: (action) => placeInQueue(deps, action),
  };
  return { keeper, desk, pollers: makePollers(deps, intake, metrics) };
}

/** MiB of the longest list of alerts: some ten thousand. */
const longestListMiB = 32;

/** None where no Alertmanager is named. */
function makePollers(deps: EngineDeps, intake: Intake, metrics: IngestMetrics): Controller[] {
  const { alertmanager: settings } = deps.settings;
  if (settings.url === '') return [];
  const lister = makeAlertLister(makeHttpGet({ ...settings, longestMiB: longestListMiB }), settings.receiver);
  return [makeAlertPoller({ deps, lister, intake, metrics, settings })];
}
