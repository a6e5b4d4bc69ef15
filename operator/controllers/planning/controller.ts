import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { decideAnomaly } from '../../domain/planning/decide-anomaly.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { primaryOf } from '../../domain/planning/duplicates.ts';
import { companionsOf } from '../../domain/planning/join-group.ts';
import type { Analysis, PlanRefused, SeenAnomaly } from '../../domain/planning/seen-anomaly.ts';
import type { Change } from '../../kube/cache.ts';
import { formatKey, keyOf, parseKey } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { Mutex } from '../runtime/mutex.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { statusRecorder } from '../runtime/record.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { observe, type Observation } from './observe.ts';
import { indexCorrelations, referenceTo, type Correlations } from './correlations.ts';
import { indexPeers, type Peers } from './peers.ts';
import { perform, type Performed } from './perform.ts';

const name = 'planning';
const workers = 4;
const againMs = 50;

/** What one pass works with. */
export interface PlanningPass {
  readonly deps: EngineDeps;
  readonly peers: Peers;
  readonly correlations: Correlations;
  /** Decisions about anomalies without a plan are made one at a time: two that repeat each other must not both get one. */
  readonly decisions: Mutex;
  /** What the API server said to the last attempt to create an anomaly's plan, by the anomaly's key; heard once. */
  readonly refusals: Map<string, PlanRefused>;
}

/** Every anomaly is analyzed, planned for, and followed until its plan ends. */
export function makePlanningController(deps: EngineDeps): Controller {
  const { caches, clock, log, loopMetrics: metrics } = deps;
  const queue = new WorkQueue({ name, clock, metrics, closed: true });
  const pass = {
    deps,
    peers: indexPeers(caches.anomalies),
    correlations: indexCorrelations(caches, deps.settings.systemNamespace),
    decisions: new Mutex(),
    refusals: new Map<string, PlanRefused>(),
  };
  const enqueue = (anomaly: Anomaly | undefined) => anomaly && !isAnomalyOver(anomaly) && queue.add(formatKey(keyOf(anomaly)));
  caches.anomalies.onChange((change) => {
    if (isAsked(change)) enqueue(change.object);
    const { duplicateOf } = change.object.status ?? {};
    if (duplicateOf?.uid !== undefined) enqueue(caches.anomalies.getByUid(duplicateOf.uid));
    for (const waiting of pass.peers.waitingFor(change.object)) enqueue(waiting);
  });
  caches.plans.onChange(({ object }) => enqueue(anomalyOf(deps, object)));
  caches.actions.onChange(({ object }) => {
    for (const waiting of pass.peers.waitingOn(referenceTo(object))) enqueue(waiting);
  });
  let running: RunningController | undefined;
  return {
    name,
    start() {
      running = runController({ name, queue, workers, reconcile: (key) => reconcileAnomaly(pass, key), log, metrics, clock });
      for (const anomaly of caches.anomalies.list()) enqueue(anomaly);
    },
    async stop() {
      await running?.stop();
    },
  };
}

/** Whether somebody else changed the anomaly; what planning itself writes to the status asks for nothing. */
function isAsked({ kind, object, previous }: Change<Anomaly>): boolean {
  return kind !== 'updated' || object.metadata.generation !== previous?.metadata.generation;
}

function anomalyOf({ caches }: EngineDeps, { metadata, spec }: RemediationPlan): Anomaly | undefined {
  const owner = metadata.ownerReferences?.find(({ kind, controller }) => kind === 'Anomaly' && controller === true);
  const uid = owner?.uid ?? spec.anomalyRef?.uid;
  return uid === undefined ? undefined : caches.anomalies.getByUid(uid);
}

/** Takes one anomaly one step further; everything it needs to continue is in the anomaly's status. */
export async function reconcileAnomaly(pass: PlanningPass, key: string): Promise<Requeue> {
  const { deps, peers, correlations, decisions } = pass;
  const anomaly = deps.caches.anomalies.get(parseKey(key));
  if (!anomaly || isAnomalyOver(anomaly) || anomaly.metadata.deletionTimestamp !== undefined) return done;
  if (anomaly.status?.planRef) return decideOn(pass, anomaly, { analysis: { kind: 'unread' } });
  const repeats = (fingerprint: string) => primaryOf(anomaly, peers.siblings(anomaly.metadata.namespace, fingerprint)) !== undefined;
  const seen = await observe(deps, anomaly, repeats, companionsOf(anomaly, correlations.groupOf(anomaly)));
  return decisions.run(() => decideOn(pass, deps.caches.anomalies.get(parseKey(key)) ?? anomaly, seen));
}

async function decideOn(pass: PlanningPass, anomaly: Anomaly, observation: Observation): Promise<Requeue> {
  const { deps, refusals } = pass;
  const key = formatKey(keyOf(anomaly));
  const refused = refusals.get(key);
  refusals.delete(key);
  const { status, effects, requeueAfter } = decideAnomaly({ ...(await gather(pass, anomaly, observation)), refused }, deps.clock.now());
  const recorded = status ? await statusRecorder(deps).anomaly(anomaly, status) : anomaly;
  const performed: Performed[] = [];
  for (const effect of effects) performed.push(await perform(deps, recorded, effect));
  const refusal = performed.find((one) => typeof one === 'object');
  if (refusal) {
    refusals.set(key, refusal);
    return { after: 0 };
  }
  if (performed.includes('again')) return { after: againMs };
  return requeueAfter === undefined ? done : { after: requeueAfter * 1000 };
}

async function gather(
  { deps, peers, correlations }: PlanningPass,
  anomaly: Anomaly,
  { fingerprint, analysis }: Observation,
): Promise<SeenAnomaly> {
  const { systemNamespace, defaults } = deps.settings;
  return {
    anomaly,
    systemNamespace,
    defaults,
    fingerprint,
    analysis,
    siblings: peers.siblings(anomaly.metadata.namespace, fingerprint),
    ...peers.of(anomaly, causesOf(analysis), systemNamespace),
    group: correlations.groupOf(anomaly),
    correlating: correlations.awaited(anomaly),
    plan: await readPlan(deps, anomaly),
  };
}

function causesOf(analysis: Analysis): string[] {
  if (analysis.kind !== 'read') return [];
  const { rootCause, impactedResources } = analysis.diagnosis;
  const objects = [rootCause?.target, ...impactedResources.map(({ target }) => target)].filter((target) => target !== undefined);
  return [...new Set(objects.map(targetKey))];
}

/** The plan of the recorded name; what the cache does not have may only be late, so the API server is asked. */
async function readPlan({ caches, client }: EngineDeps, { status }: Anomaly): Promise<RemediationPlan | undefined> {
  if (!status?.planRef) return undefined;
  const { namespace, name: planName } = status.planRef;
  const cached = caches.plans.get({ namespace, name: planName });
  if (cached && (status.planRef.uid === undefined || cached.metadata.uid === status.planRef.uid)) return cached;
  return client.get<RemediationPlan>(kinds.RemediationPlan, { namespace, name: planName });
}
