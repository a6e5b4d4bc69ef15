import type { Anomaly } from '../../api/generated/types.ts';
import { targetKey, targetString } from '../../api/target.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { recordedDiagnosis } from '../../domain/planning/anomaly-plan.ts';
import { incidentReporter } from '../../domain/planning/incident.ts';
import { reportedBy } from '../../domain/planning/related-incident.ts';
import { asksPerson } from '../../domain/planning/memory.ts';
import type { Earlier, SeenAnomaly } from '../../domain/planning/seen-anomaly.ts';
import type { Cache } from '../../kube/cache.ts';
import { duplicatesOf, indexDuplicates } from '../runtime/duplicates.ts';

/** What other anomalies have to do with one. */
export interface Peers {
  /** Unfinished anomalies of the namespace with that fingerprint. */
  siblings(namespace: string | undefined, fingerprint: string | undefined): Anomaly[];
  /** Those that repeat it. */
  duplicatesOf(anomaly: Anomaly): Anomaly[];
  /** The other fields of SeenAnomaly that come from other anomalies. */
  of(anomaly: Anomaly, causes: readonly string[], systemNamespace: string): Pick<SeenAnomaly, 'duplicates' | 'sameCause' | 'takenNames'>;
  /** Founders of plans that one of these objects, named as kind/namespace/name, is the cause of or was hit in. */
  foundersAbout(objects: readonly string[]): Anomaly[];
  /** Anomalies that nobody has judged yet and that report one of these objects. */
  unheardAbout(objects: readonly string[]): Anomaly[];
  /** Finished anomalies of the namespace with that fingerprint that a plan was for. */
  earlier(namespace: string | undefined, fingerprint: string | undefined): Earlier[];
  /** Anomalies that wait for this one to have a plan. */
  waitingFor(anomaly: Anomaly): Anomaly[];
  /** Anomalies whose status says that they wait for this object, named as kind/namespace/name. */
  waitingOn(reference: string): Anomaly[];
}

/** Anomalies are found by fingerprint, by what they repeat, by cause and by what they wait for; of those that have ended only what counts still. */
export function indexPeers(anomalies: Cache<Anomaly>): Peers {
  anomalies.addIndex('fingerprint', ({ metadata, spec, status }) => {
    const fingerprint = status?.fingerprint ?? spec.fingerprint;
    return fingerprint === undefined || isAnomalyOver({ status }) ? [] : [`${metadata.namespace}/${fingerprint}`];
  });
  indexDuplicates(anomalies);
  anomalies.addIndex('cause', (anomaly) => (isAnomalyOver(anomaly) && !isRefused(anomaly) ? [] : causesOf(anomaly)));
  anomalies.addIndex('founder', (anomaly) => (foundedPlan(anomaly) ? aboutOf(anomaly) : []));
  anomalies.addIndex('foundedPlan', ({ status }) => (foundedPlan({ status }) ? [status?.planRef?.uid ?? []].flat() : []));
  anomalies.addIndex('unheard', (anomaly) => (anomaly.status?.phase === undefined ? reportedBy(anomaly).map(targetString) : []));
  anomalies.addIndex('earlier', ({ metadata, status }) =>
    isAnomalyOver({ status }) && (status?.planRef?.uid !== undefined || asksPerson(status))
      ? [`${metadata.namespace}/${status.fingerprint}`]
      : [],
  );
  anomalies.addIndex('waitsFor', ({ status }) => (status?.blocked?.by === undefined ? [] : [status.blocked.by]));
  return {
    siblings: (namespace, fingerprint) =>
      fingerprint === undefined ? [] : anomalies.byIndex('fingerprint', `${namespace}/${fingerprint}`),
    duplicatesOf: (anomaly) => duplicatesOf(anomalies, anomaly),
    of: (anomaly, causes, systemNamespace) => ({
      duplicates: duplicatesOf(anomalies, anomaly),
      sameCause: causes.flatMap((cause) => anomalies.byIndex('cause', cause)),
      takenNames: { has: (name) => anomalies.get({ namespace: systemNamespace, name }) !== undefined },
    }),
    foundersAbout: (objects) => distinct(objects.flatMap((object) => anomalies.byIndex('founder', object))),
    unheardAbout: (objects) => distinct(objects.flatMap((object) => anomalies.byIndex('unheard', object))),
    earlier: (namespace, fingerprint) =>
      fingerprint === undefined
        ? []
        : anomalies.byIndex('earlier', `${namespace}/${fingerprint}`).map((report) => ({ report, ...founderOf(anomalies, report) })),
    waitingFor: ({ metadata }) => anomalies.byIndex('waitsFor', `Anomaly/${metadata.namespace}/${metadata.name}`),
    waitingOn: (reference) => anomalies.byIndex('waitsFor', reference),
  };
}

function distinct(found: readonly Anomaly[]): Anomaly[] {
  return [...new Set(found)];
}

/** The anomaly of the same namespace whose plan it was; one that only became part of an incident founded none. */
function founderOf(anomalies: Cache<Anomaly>, report: Anomaly): Pick<Earlier, 'incident'> {
  const [incident] = anomalies.byIndex('foundedPlan', report.status?.planRef?.uid ?? '');
  return incident?.metadata.namespace === report.metadata.namespace ? { incident } : {};
}

function foundedPlan({ status }: Pick<Anomaly, 'status'>): boolean {
  return status?.planRef !== undefined && status.phase !== 'Suppressed';
}

function aboutOf({ status = {} }: Anomaly): string[] {
  const { rootCause, impactedResources = [] } = status;
  const objects = [...(rootCause?.target ? [rootCause.target] : []), ...impactedResources.map(({ target }) => target)];
  return [...new Set(objects.map(targetString))];
}

/** An incident that ended without a plan tells whoever it was raised for that there will be none. */
function isRefused({ spec, status }: Anomaly): boolean {
  return spec.reporter === incidentReporter && status?.phase === 'Failed' && status.planRef === undefined;
}

/** Before an anomaly is analyzed its cause is taken to be what it reports. */
function causesOf(anomaly: Anomaly): string[] {
  const { rootCause } = recordedDiagnosis(anomaly);
  if (rootCause?.target) return [targetKey(rootCause.target)];
  return [...new Set(reportedBy(anomaly).map(targetKey))];
}
