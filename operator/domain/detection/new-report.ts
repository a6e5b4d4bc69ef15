import { canonicalJson, sha256 } from '../../api/digest.ts';
import type { Anomaly } from '../../api/generated/types.ts';
import { detectedAnomalyName } from '../../api/names.ts';
import { isClusterScoped, targetKey, targetString } from '../../api/target.ts';
import { matchesAny } from '../policy/approval-rules.ts';
import type { DetectorName, Illness, Sighting } from './illness.ts';

/** Reporter of what the detectors find. */
const detectorReporter = 'detector';

/** The reporter of one detector. */
export function reporterOf(detector: DetectorName): string {
  return `${detectorReporter}/${detector}`;
}

/** Whether that is the reporter of a detector. */
export function isOfDetector(reporter: string | undefined): boolean {
  return reporter?.startsWith(`${detectorReporter}/`) ?? false;
}

/** An anomaly to create. */
export type NewReport = Pick<Anomaly, 'apiVersion' | 'kind' | 'spec'> & {
  readonly metadata: { readonly name: string; readonly namespace: string };
};

/** What a report is made of. */
export interface ReportFacts {
  readonly illness: Illness;
  readonly illnesses: readonly Illness[];
  readonly after?: string;
}

/** Where and how it is reported. */
export interface ReportPlace {
  readonly systemNamespace: string;
  /** Namespaces that are protected, with `*` for any characters. */
  readonly protectedNamespaces: readonly string[];
}

const longestDescription = 1024;

/** Where reports about the target are made: in its own namespace, and in the system namespace about what has none. */
export function placeOfReport({ kind, namespace }: Sighting['target'], systemNamespace: string): string {
  return isClusterScoped(kind) ? systemNamespace : (namespace ?? systemNamespace);
}

/**
 * The anomaly that reports it. Its name follows from what is reported and since when, so that after a crash it is not reported twice. What lies
 * in a protected namespace is only observed: nobody asked for it to be remediated.
 */
export function newReport({ detector, target }: Sighting, facts: ReportFacts, place: ReportPlace, now: Date): NewReport {
  const { illness, illnesses, after } = facts;
  const identity = sha256(canonicalJson({ detector, target: targetKey(target), since: illness.since, after })).slice(0, 10);
  const told = illnesses.map(({ what }) => what).join('; ');
  return {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'Anomaly',
    metadata: { name: detectedAnomalyName(target, identity), namespace: placeOfReport(target, place.systemNamespace) },
    spec: {
      type: illness.type,
      severity: illness.severity,
      source: 'deterministic',
      reporter: reporterOf(detector),
      description: `${targetString(target)}: ${told}`.slice(0, longestDescription),
      targets: [target],
      details: { since: illness.since },
      detectedAt: now.toISOString(),
      reports: 1,
      ...(matchesAny(isClusterScoped(target.kind) ? undefined : target.namespace, place.protectedNamespaces) && { mode: 'Observe' }),
    },
  };
}
