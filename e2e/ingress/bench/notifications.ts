import { labelFingerprint } from '../../../operator/domain/alerts/label-fingerprint.ts';

/** An alert as Alertmanager sends it. */
export interface SentAlert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

const never = '0001-01-01T00:00:00Z';

/** An alert with these labels that fires since so many seconds, or did until now. */
export function alert(
  labels: Readonly<Record<string, string>>,
  { since = 60, resolved = false, annotations = {} }: { since?: number; resolved?: boolean; annotations?: Record<string, string> } = {},
): SentAlert {
  return {
    status: resolved ? 'resolved' : 'firing',
    labels,
    annotations,
    startsAt: secondsAgo(since),
    endsAt: resolved ? secondsAgo(0) : never,
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: labelFingerprint(labels),
  };
}

/** The same alert, after it ended. */
export function ended(firing: SentAlert): SentAlert {
  return { ...firing, status: 'resolved', endsAt: secondsAgo(0) };
}

/** A time as Alertmanager writes it. */
export function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

/** A notification (webhook, version 4) with these alerts. */
export function notification(alerts: readonly object[], more: object = {}): object {
  return {
    receiver: 'coordination-engine',
    status: 'firing',
    alerts,
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example',
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    ...more,
  };
}
