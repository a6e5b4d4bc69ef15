import type { Anomaly } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { judgeSighting } from '../../domain/detection/judge-sighting.ts';
import { newReport, placeOfReport } from '../../domain/detection/new-report.ts';
import type { Sighting } from '../../domain/detection/illness.ts';
import { unmanagedBy } from '../../domain/limits/unmanaged.ts';
import { isAlreadyExists, isForbidden, isNamespaceTerminating } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { changesPolicy } from '../limits/policy-in-force.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { patchReport } from '../runtime/patch-report.ts';
import type { WorkQueue } from '../runtime/queue.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { makeClusterOperatorDetector, makePoolDetector } from './condition-detector.ts';
import { makeCrashLoopDetector } from './crash-loop-detector.ts';
import type { Ask, Detector, Look } from './detector.ts';
import { makeNodeDetector } from './node-detector.ts';
import { indexReports, type Reports } from './reports.ts';
import { makeWorkloadDetector } from './workload-detector.ts';
import { makeWorkloadWatches } from './workload-watches.ts';

const workers = 2;
/** Asks whether the detector is to look; no object can have this name. */
const gate = '*';

/** What one pass works with. */
export interface DetectionPass {
  readonly deps: EngineDeps;
  readonly detectors: ReadonlyMap<string, Detector>;
  /** Names of the detectors that look. */
  readonly open: Set<string>;
  readonly reports: Reports;
}

/** What goes wrong and lasts is reported by the engine itself, as by any other reporter; what recovers is told so. */
export function makeDetectionController(deps: EngineDeps): Controller {
  const queue = makeQueue(deps, { name: 'detection' });
  const pass = makeDetectionPass(deps, queue);
  const askGates = (): void => [...pass.detectors.keys()].forEach((detector) => queue.add(`${detector}/${gate}`));
  deps.caches.policies.onChange((change) => {
    if (changesPolicy(change)) askGates();
  });
  return makeController(deps, {
    queue,
    workers,
    reconcile: (key) => reconcileSubject(pass, queue, key),
    onStart: askGates,
    async onStop() {
      await Promise.all([...pass.detectors.values()].map((detector) => detector.close()));
      pass.open.clear();
    },
  });
}

/** What passes over the objects of these dependencies work with; no detector looks yet. */
export function makeDetectionPass(deps: EngineDeps, queue: Pick<WorkQueue, 'add'>): DetectionPass {
  return { deps, detectors: makeDetectors(deps, queue), open: new Set(), reports: indexReports(deps.caches) };
}

function makeDetectors(deps: EngineDeps, queue: Pick<WorkQueue, 'add'>): Map<string, Detector> {
  const workloads = makeWorkloadWatches(deps);
  const ask =
    (detector: string): Ask =>
    (subject) =>
      queue.add(`${detector}/${subject}`);
  const all = [
    makeNodeDetector(deps, ask('nodes')),
    makeClusterOperatorDetector(deps, ask('clusterOperators')),
    makePoolDetector(deps, ask('machineConfigPools')),
    makeWorkloadDetector(deps, workloads, ask('workloads')),
    makeCrashLoopDetector(deps, workloads, ask('crashLoops')),
  ];
  return new Map(all.map((detector) => [detector.name, detector]));
}

/** One object is looked at, and what has to be reported or told of it is. */
export async function reconcileSubject(pass: DetectionPass, queue: Pick<WorkQueue, 'add'>, key: string): Promise<Requeue> {
  const slash = key.indexOf('/');
  const [called, subject] = [key.slice(0, slash), key.slice(slash + 1)];
  const detector = pass.detectors.get(called);
  if (!detector) return done;
  if (subject === gate) return passGate(pass, queue, detector);
  if (!pass.open.has(called)) return done;
  const look = await detector.look(subject, pass.deps.clock.now());
  const again = look.sighting ? await act(pass, look.sighting, look) : undefined;
  return soonest(again, look.againMs);
}

/** The detector looks, and at everything there is, or it does not, as the policy says. What is not installed yet is asked for from time to time. */
async function passGate({ deps, open }: DetectionPass, queue: Pick<WorkQueue, 'add'>, detector: Detector): Promise<Requeue> {
  if (!detector.isOn(deps.policy().detectors)) {
    if (open.delete(detector.name)) await detector.close();
    return done;
  }
  open.add(detector.name);
  if (!(await detector.open())) return { after: deps.settings.resyncSeconds * 1000 };
  for (const subject of detector.subjects()) queue.add(`${detector.name}/${subject}`);
  return done;
}

/** What the sighting calls for is done; returns in how many milliseconds it is judged again. */
async function act({ deps, reports }: DetectionPass, sighting: Sighting, { labels }: Look): Promise<number | undefined> {
  const { clock, settings } = deps;
  const earlier = reports.of(sighting, placeOfReport(sighting.target, settings.systemNamespace));
  const verdict = judgeSighting(sighting, earlier, clock.now());
  switch (verdict.kind) {
    case 'nothing':
      // What it became part of may end without any change of the object.
      return sighting.illnesses.length > 0 ? lookAgainMs : undefined;
    case 'wait':
      return verdict.until.getTime() - clock.now().getTime();
    case 'report':
      return report(deps, sighting, verdict, labels);
    case 'resolve':
      for (const anomaly of verdict.anomalies) await tellRecovery(deps, anomaly);
      return undefined;
    default:
      return verdict satisfies never;
  }
}

/** What was reported and lasts is judged again so soon; no call is made for that. */
const lookAgainMs = 60_000;
/** What nobody wants reported, or what may not be, is tried again so late, since that takes a call for each object. */
const notReportedMs = 600_000;

type Reported = Parameters<typeof newReport>[1];

/** It is reported, unless that is not wanted or not allowed; returns in how many milliseconds it is judged again. */
async function report(deps: EngineDeps, sighting: Sighting, facts: Reported, labels: Look['labels']): Promise<number> {
  const { caches, client, clock, log, policy, settings } = deps;
  if (await isUnmanaged(deps, sighting, labels)) return notReportedMs;
  const place = { systemNamespace: settings.systemNamespace, protectedNamespaces: policy().protected.namespaces };
  const anomaly = newReport(sighting, facts, place, clock.now());
  try {
    caches.anomalies.upsert(await client.create<Anomaly>(kinds.Anomaly, { ...anomaly }));
    log.info('Trouble was detected', {
      detector: sighting.detector,
      object: targetString(sighting.target),
      anomaly: anomaly.metadata.name,
    });
    return lookAgainMs;
  } catch (error) {
    // It was reported before a crash, or its namespace goes away.
    if (isAlreadyExists(error) || isNamespaceTerminating(error)) return lookAgainMs;
    if (!isForbidden(error)) throw error;
    log.warn('Trouble was detected that may not be reported', { object: targetString(sighting.target), cause: error.message });
    return notReportedMs;
  }
}

async function isUnmanaged({ client, policy }: EngineDeps, { target }: Sighting, labels: Look['labels'] = {}): Promise<boolean> {
  const { namespace: name } = target;
  const around = name === undefined ? undefined : await client.get(kinds.Namespace, { name });
  const namespace = name === undefined ? undefined : { name, labels: around?.metadata.labels ?? {} };
  return unmanagedBy(target, { objects: [{ target, labels }], ...(namespace && { namespace }) }, policy().scope) !== undefined;
}

function tellRecovery(deps: EngineDeps, anomaly: Anomaly): Promise<void> {
  return patchReport(deps, anomaly, ({ spec }) =>
    spec.resolvedAt === undefined ? { resolvedAt: deps.clock.now().toISOString() } : undefined,
  );
}

function soonest(...times: readonly (number | undefined)[]): Requeue {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? done : { after: Math.max(0, Math.min(...known)) };
}
