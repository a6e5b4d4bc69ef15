import type { Playbook } from '../../api/generated/playbook.ts';
import type { AnomalySpec, Severity, Target } from '../../api/generated/types.ts';
import { redact } from '../../api/redact.ts';
import { nameOf, type Alert } from './alert.ts';
import { detailsOf } from './alert-details.ts';
import { typeOf } from './alert-words.ts';
import { alertReporter } from './as-it-stands.ts';
import { isNamed } from './reported-hits.ts';
import { longestRead, shownText } from './shown-text.ts';
import { targetsFromDetails, type NodeIndex } from './targets-from-details.ts';

/** What an alert reports, and the objects that its labels name, in the namespace that they name. */
export interface AlertReport {
  readonly spec: AnomalySpec;
  readonly targets: readonly Target[];
}

/** What is known besides the alert. */
export interface AlertContext {
  readonly severity: Severity;
  /** Who brought it; absent when the engine fetched it itself. */
  readonly requestedBy?: string;
  readonly playbooks: readonly Pick<Playbook, 'when'>[];
  readonly nodes: NodeIndex;
  readonly now: Date;
}

const longestDescription = 2048;

/**
 * The anomaly that an alert reports. It is only observed unless a playbook names the alert and its labels name an object: nobody thought of
 * what to do about others. The label `remediation: "off"` of a rule has the same effect.
 */
export function anomalyFromAlert(alert: Alert, { severity, requestedBy, playbooks, nodes, now }: AlertContext): AlertReport {
  const [type, details] = [typeOf(nameOf(alert)), detailsOf(alert)];
  const targets = targetsFromDetails(details, undefined, nodes);
  const isFor = targets.length > 0 && isNamed({ type, details }, playbooks) && alert.labels['remediation']?.toLowerCase() !== 'off';
  const description = descriptionOf(alert.annotations);
  const spec: AnomalySpec = {
    type,
    severity,
    source: 'deterministic',
    reporter: alertReporter,
    ...(requestedBy === undefined ? {} : { requestedBy }),
    ...(description === '' ? {} : { description }),
    details,
    detectedAt: alert.startsAt.toISOString(),
    reports: 1,
    lastReportedAt: now.toISOString(),
    // Of what names no object only the labels tell whether it is the same again; of all else the object does.
    ...(targets.length === 0 && { fingerprint: alert.fingerprint }),
    ...(!isFor && { mode: 'Observe' as const }),
  };
  return { spec, targets };
}

function descriptionOf({ summary, description, message }: Alert['annotations']): string {
  const texts = [summary, description ?? message].filter((text) => text !== undefined && text !== '');
  return shownText(redact(texts.join(' - ').slice(0, longestRead)), longestDescription).text;
}
