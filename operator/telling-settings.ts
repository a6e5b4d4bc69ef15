import { auditPlace, collectorUrl, oneOf, type SettingRow } from './setting-ranges.ts';

/** What the process tells of itself, and where to. */
export const tellingSettings = {
  logLevel: {
    variable: 'LOG_LEVEL',
    default: 'INFO',
    ...oneOf('DEBUG', 'INFO', 'WARNING', 'ERROR'),
    meaning: 'Least level that is logged.',
  },
  logFormat: { variable: 'LOG_FORMAT', default: 'text', ...oneOf('text', 'json'), meaning: 'Form of a log line.' },
  auditLog: {
    variable: 'AUDIT_LOG',
    default: 'off',
    ...auditPlace,
    meaning: "Where each write on an object that is not the engine's own is recorded, before and after, as a line of JSON.",
  },
  tracesEndpoint: {
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    ...collectorUrl,
    meaning: 'Base URL of the OpenTelemetry collector that traces are sent to, as JSON over HTTP; no traces when empty.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
