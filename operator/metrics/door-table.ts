import type { LabelSet, MetricRow } from './metric-row.ts';

const endpoint: LabelSet = { values: ['alertmanager', 'anomalies'] };
const code: LabelSet = {
  values: ['200', '201', '400', '401', '403', '408', '409', '413', '415', '421', '500', '503'],
  more: 'other status codes of HTTP',
};

/** What the front doors tell of themselves and of what is reported to them. */
export const doorTable = {
  requests: {
    type: 'counter',
    name: 'coordination_ingest_requests_total',
    help: 'Requests to the endpoints that take reports, refused ones too',
    labels: { endpoint, code },
  },
  signals: {
    type: 'counter',
    name: 'coordination_signals_total',
    help: 'Alerts by what became of them',
    labels: { result: { values: ['created', 'repeated', 'resolved', 'aggregated', 'ignored', 'dropped', 'rejected'] } },
  },
  truncated: {
    type: 'counter',
    name: 'coordination_truncated_alerts_total',
    help: 'Alerts that Alertmanager left out of its notifications',
    labels: {},
  },
  polls: {
    type: 'counter',
    name: 'coordination_alertmanager_polls_total',
    help: 'Times that Alertmanager was asked for its alerts, by whether they could be read and taken',
    labels: { result: { values: ['success', 'failure'] } },
  },
  refused: {
    type: 'counter',
    name: 'coordination_http_refused_total',
    help: 'Connections and bytes that never became a request, by why: connections, timeout, headers, malformed',
    labels: { reason: { values: ['connections', 'timeout', 'headers', 'malformed'] } },
  },
  reloads: {
    type: 'counter',
    name: 'coordination_tls_reloads_total',
    help: 'Certificates found in TLS_CERT_DIR, by what became of them: taken, refused',
    labels: { result: { values: ['taken', 'refused'] } },
  },
  notAfter: {
    type: 'gauge',
    name: 'coordination_tls_not_after_seconds',
    help: 'When the certificate of the front door ends, in seconds since 1970; 0 without one',
    labels: {},
    unit: 'seconds since 1970',
  },
} as const satisfies Record<string, MetricRow>;
