/** One alert as Alertmanager tells it, checked; the same from its webhook (v4) and from its /api/v2/alerts. */
export interface Alert {
  /** Identity of the label set: 16 hex digits from Alertmanager, other letters and digits from who plays it. */
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  /** With `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: Date;
  /** When it ended; means nothing while it is firing. */
  readonly endsAt?: Date;
  readonly generatorURL?: string;
}

/** The alert's name. */
export function nameOf({ labels }: Pick<Alert, 'labels'>): string {
  return labels['alertname'] ?? '';
}
