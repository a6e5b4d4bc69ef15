import type { Anomaly } from '../../api/generated/types.ts';
import { resolveNamespace, targetKey } from '../../api/target.ts';
import { isAnomalyOver } from '../../api/terminal-phases.ts';
import { recordedDiagnosis } from '../../domain/planning/anomaly-plan.ts';
import type { SeenAnomaly } from '../../domain/planning/seen-anomaly.ts';
import type { Cache } from '../../kube/cache.ts';

/** What other anomalies have to do with one. */
export interface Peers {
  /** Unfinished anomalies of the namespace with that fingerprint. */
  siblings(namespace: string | undefined, fingerprint: string | undefined): Anomaly[];
  /** The other fields of SeenAnomaly that come from other anomalies. */
  of(anomaly: Anomaly, causes: readonly string[], systemNamespace: string): Pick<SeenAnomaly, 'duplicates' | 'sameCause' | 'takenNames'>;
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
  anomalies.addIndex('duplicateOf', ({ status }) => (status?.duplicateOf?.uid === undefined ? [] : [status.duplicateOf.uid]));
  anomalies.addIndex('cause', (anomaly) => (isAnomalyOver(anomaly) && !isRefused(anomaly) ? [] : causesOf(anomaly)));
  anomalies.addIndex('waitsFor', ({ status }) => (status?.blocked?.by === undefined ? [] : [status.blocked.by]));
  return {
    siblings: (namespace, fingerprint) =>
      fingerprint === undefined ? [] : anomalies.byIndex('fingerprint', `${namespace}/${fingerprint}`),
    of: ({ metadata }, causes, systemNamespace) => ({
      duplicates: anomalies.byIndex('duplicateOf', metadata.uid),
      sameCause: causes.flatMap((cause) => anomalies.byIndex('cause', cause)),
      takenNames: { has: (name) => anomalies.get({ namespace: systemNamespace, name }) !== undefined },
    }),
    waitingFor: ({ metadata }) => anomalies.byIndex('waitsFor', `Anomaly/${metadata.namespace}/${metadata.name}`),
    waitingOn: (reference) => anomalies.byIndex('waitsFor', reference),
  };
}

/** An incident that ended without a plan tells whoever it was raised for that there will be none. */
function isRefused({ spec, status }: Anomaly): boolean {
  return spec.reporter === 'planning' && status?.phase === 'Failed' && status.planRef === undefined;
}

/** Before an anomaly is analyzed its cause is taken to be what it reports. */
function causesOf(anomaly: Anomaly): string[] {
  const { rootCause } = recordedDiagnosis(anomaly);
  if (rootCause?.target) return [targetKey(rootCause.target)];
  return [...new Set((anomaly.spec.targets ?? []).map((target) => targetKey(resolveNamespace(target, anomaly.metadata.namespace))))];
}
