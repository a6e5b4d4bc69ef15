import type { Anomaly, RemediationPlan } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { targetKey } from '../../api/target.ts';
import { decideAnomaly } from '../../domain/planning/decide-anomaly.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { asItStands } from '../../domain/alerts/as-it-stands.ts';
import { primaryOf } from '../../domain/planning/duplicates.ts';
import { companionsOf } from '../../domain/planning/join-group.ts';
import { priorityBySeverity } from '../../domain/planning/priority.ts';
import { reportedBy } from '../../domain/planning/related-incident.ts';
import type { Analysis, PlanRefused, SeenAnomaly } from '../../domain/planning/seen-anomaly.ts';
import { groundOf } from '../../domain/planning/stands-on.ts';
import { voteName } from '../../domain/planning/vote.ts';
import type { Change } from '../../kube/cache.ts';
import { formatKey, keyOf, namespaceOfKey, parseKey } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { idsOfAnomaly, namingIn } from '../runtime/ids-of.ts';
import { Mutex } from '../runtime/mutex.ts';
import { statusRecorder } from '../runtime/record.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { observe, type Observation } from './observe.ts';
import { countJudged } from './count-judged.ts';
import { indexCorrelations, referenceTo, type Correlations } from './correlations.ts';
import { indexPeers, type Peers } from './peers.ts';
import { perform, type Performed } from './perform.ts';

const workers = 4;
const againMs = 50;

/** In steps of the queue's ageing: one that has waited a minute goes before what is one step more severe and comes now. */
function urgencyOf({ spec }: Anomaly): number {
  return 30 * (priorityBySeverity.low - priorityBySeverity[spec.severity]);
}

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
  const { caches } = deps;
  const queue = makeQueue(deps, { name: 'planning', ownerOf: namespaceOfKey });
  const pass = {
    deps,
    peers: indexPeers(caches.anomalies),
    correlations: indexCorrelations(caches, deps.settings.systemNamespace),
    decisions: new Mutex(),
    refusals: new Map<string, PlanRefused>(),
  };
  const enqueue = (anomaly: Anomaly | undefined) =>
    anomaly && !isAnomalyOver(anomaly) && queue.add(formatKey(keyOf(anomaly)), { priority: urgencyOf(anomaly) });
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
  return makeController(deps, {
    queue,
    workers,
    reconcile: namingIn(caches.anomalies, idsOfAnomaly, (key) => reconcileAnomaly(pass, key)),
    onStart: () => caches.anomalies.list().forEach(enqueue),
  });
}

/** Whether somebody else changed the anomaly; what planning itself writes to the status asks for nothing. */
function isAsked({ kind, object, previous }: Change<Anomaly>): boolean {
  const cleared = ({ metadata }: Anomaly) => metadata.annotations?.[keys.clearBlock];
  if (kind !== 'updated' || !previous) return true;
  return object.metadata.generation !== previous.metadata.generation || cleared(object) !== cleared(previous);
}

function anomalyOf({ caches }: EngineDeps, { metadata, spec }: RemediationPlan): Anomaly | undefined {
  const owner = metadata.ownerReferences?.find(({ kind, controller }) => kind === 'Anomaly' && controller === true);
  const uid = owner?.uid ?? spec.anomalyRef?.uid;
  return uid === undefined ? undefined : caches.anomalies.getByUid(uid);
}

/** Takes one anomaly one step further; everything it needs to continue is in the anomaly's status. */
export async function reconcileAnomaly(pass: PlanningPass, key: string): Promise<Requeue> {
  const { deps, peers, correlations, decisions } = pass;
  const seen = (): Anomaly | undefined => anomalyAt(pass, key);
  const anomaly = seen();
  if (!anomaly || isAnomalyOver(anomaly) || anomaly.metadata.deletionTimestamp !== undefined) return done;
  if (anomaly.status?.planRef) return decideOn(pass, anomaly, { analysis: { kind: 'unread' } });
  const repeats = (fingerprint: string) => primaryOf(anomaly, peers.siblings(anomaly.metadata.namespace, fingerprint)) !== undefined;
  const observation = await observe(deps, anomaly, repeats, companionsOf(anomaly, correlations.groupOf(anomaly)));
  return decisions.run(() => decideOn(pass, seen() ?? anomaly, observation));
}

function anomalyAt({ deps, peers }: PlanningPass, key: string): Anomaly | undefined {
  const anomaly = deps.caches.anomalies.get(parseKey(key));
  return anomaly && asItStands(anomaly, peers.duplicatesOf(anomaly));
}

async function decideOn(pass: PlanningPass, anomaly: Anomaly, observation: Observation): Promise<Requeue> {
  const { deps, refusals } = pass;
  const key = formatKey(keyOf(anomaly));
  const refused = refusals.get(key);
  refusals.delete(key);
  const { status, effects, requeueAfter } = decideAnomaly({ ...(await gather(pass, anomaly, observation)), refused }, deps.clock.now());
  const recorded = status ? await statusRecorder(deps).anomaly(anomaly, status) : anomaly;
  countJudged(deps.metrics, anomaly, recorded);
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

async function gather(pass: PlanningPass, anomaly: Anomaly, { fingerprint, analysis }: Observation): Promise<SeenAnomaly> {
  const { deps, peers, correlations } = pass;
  const { systemNamespace, defaults } = deps.settings;
  return {
    anomaly,
    systemNamespace,
    defaults,
    playbooks: deps.playbooks.inOrder(),
    fingerprint,
    analysis,
    siblings: peers.siblings(anomaly.metadata.namespace, fingerprint),
    ...peers.of(anomaly, causesOf(analysis), systemNamespace),
    ...surroundings(pass, anomaly, analysis),
    earlier: peers.earlier(anomaly.metadata.namespace, fingerprint ?? anomaly.status?.fingerprint),
    terms: deps.policy().incidents,
    ...votingModel(deps, anomaly),
    group: correlations.groupOf(anomaly),
    correlating: correlations.awaited(anomaly),
    plan: await readPlan(deps, anomaly),
  };
}

/** Models are asked about anomalies of the system namespace only, whose objects may name every other. */
function votingModel({ caches, policy, settings }: EngineDeps, anomaly: Anomaly): Pick<SeenAnomaly, 'model'> {
  const { model } = policy().diagnosis;
  const { namespace } = anomaly.metadata;
  if (model.name === undefined || namespace !== settings.systemNamespace || anomaly.spec.mode === 'DryRun') return {};
  const { apiVersion, kind } = kinds.InferenceService;
  const target = { apiVersion, kind, namespace: model.namespace, name: model.name };
  return { model: { target, action: caches.actions.get({ namespace, name: voteName(anomaly) }) } };
}

/** Whoever has to do with what is hit or with what it stands on. */
function surroundings({ deps, peers }: PlanningPass, anomaly: Anomaly, analysis: Analysis): Pick<SeenAnomaly, 'incidents' | 'unheard'> {
  if (analysis.kind !== 'read') return { incidents: [], unheard: [] };
  const { about, beneath } = groundOf(analysis.diagnosis, reportedBy(anomaly));
  const founders = peers.foundersAbout([...about, ...beneath]);
  const plansOf = ({ status }: Anomaly) =>
    status?.planRef?.uid === undefined ? undefined : deps.caches.plans.getByUid(status.planRef.uid);
  return {
    incidents: founders.map((founder) => ({ anomaly: founder, plan: plansOf(founder) })),
    unheard: peers.unheardAbout([...beneath]),
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
