import type { Registry } from 'prom-client';
import { doorTable } from './door-table.ts';
import { registerCounter } from './register.ts';

/** What became of one alert. */
export type Fate = 'created' | 'repeated' | 'resolved' | 'aggregated' | 'ignored' | 'dropped' | 'rejected';

/** What the front doors tell of what is reported to them. */
export interface IngestMetrics {
  /** A request to an endpoint that takes reports was answered, whoever sent it. */
  request(endpoint: string, code: number): void;
  /** One alert met its fate. */
  signal(result: Fate): void;
  /** Alertmanager left so many alerts out of a notification. */
  truncated(alerts: number): void;
  /** Alertmanager was asked for its alerts, and what it gave could be taken or not. */
  polled(result: 'success' | 'failure'): void;
}

/** The metrics of the front doors in `registry`. */
export function makeIngestMetrics(registry: Registry): IngestMetrics {
  const requests = registerCounter(registry, doorTable.requests);
  const signals = registerCounter(registry, doorTable.signals);
  const truncated = registerCounter(registry, doorTable.truncated);
  const polls = registerCounter(registry, doorTable.polls);
  return {
    request: (endpoint, code) => requests.inc({ endpoint, code }),
    signal: (result) => signals.inc({ result }),
    truncated: (alerts) => truncated.inc(alerts),
    polled: (result) => polls.inc({ result }),
  };
}
