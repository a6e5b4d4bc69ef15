import type { Alert } from '../../domain/alerts/alert.ts';
import { labelFingerprint } from '../../domain/alerts/label-fingerprint.ts';
import { shownText } from '../../domain/alerts/shown-text.ts';
import { HttpProblem } from '../problem.ts';
import { makeAjv, problemFrom } from '../validation.ts';

/** A notification of Alertmanager (webhook, version 4) whose alerts were not looked at yet. */
export interface Webhook {
  readonly version: '4';
  readonly status: Alert['status'];
  readonly alerts: readonly unknown[];
  readonly truncatedAlerts?: number;
}

/** JSON schema of the body; what later versions of Alertmanager add is taken for nothing. */
export const webhookSchema = {
  type: 'object',
  required: ['version', 'status', 'alerts'],
  properties: {
    version: { type: 'string', enum: ['4'], description: 'Version of the format.' },
    status: { type: 'string', enum: ['firing', 'resolved'], description: 'firing while any of the alerts is.' },
    alerts: {
      type: 'array',
      minItems: 1,
      description: 'The alerts; one that is not as it should be is refused by itself.',
    },
    truncatedAlerts: { type: 'integer', minimum: 0, description: 'So many more there were.' },
  },
} as const;

/** Bytes of a name that is told to whoever sent it. */
export const longestName = 253;

/** Whether a body that was found valid is a notification of Alertmanager. */
export function isWebhook(body: unknown): body is Webhook {
  return typeof body === 'object' && body !== null && 'version' in body && 'alerts' in body;
}

/** An alert of a notification, or what is wrong with it. */
export type ReadAlert =
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'malformed'; readonly fingerprint: string; readonly alertname: string; readonly problem: HttpProblem };

interface RawAlert {
  readonly status: Alert['status'];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly generatorURL?: string;
  readonly fingerprint?: string;
}

const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;
const time = { type: 'string', format: 'date-time', maxLength: 40 } as const;

/** JSON schema of one alert of it. */
export const rawAlertSchema = {
  type: 'object',
  required: ['status', 'labels', 'startsAt'],
  properties: {
    status: { type: 'string', enum: ['firing', 'resolved'] },
    labels: { ...texts, required: ['alertname'], properties: { alertname: { type: 'string', minLength: 1 } } },
    annotations: texts,
    startsAt: time,
    endsAt: time,
    generatorURL: { type: 'string' },
    fingerprint: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,64}$' },
  },
} as const;

/** Reads the alerts of a notification one by one. */
export function makeAlertReader(): (raw: unknown, index: number) => ReadAlert {
  const validate = makeAjv().compile<RawAlert>(rawAlertSchema);
  return (raw, index) => {
    if (validate(raw)) return { kind: 'alert', alert: alertFrom(raw) };
    const { message, field } = problemFrom(validate.errors ?? []);
    const path = shownText(['alerts', index, ...(field === undefined ? [] : [field])].join('.'), longestName).text;
    const sentence = `${path} ${message.slice(field === undefined ? 'the body '.length : field.length + 1)}`;
    return { kind: 'malformed', ...identityOf(raw), problem: new HttpProblem({ status: 400, message: sentence, field: path }) };
  };
}

function alertFrom({ status, labels, annotations = {}, startsAt, endsAt, generatorURL, fingerprint }: RawAlert): Alert {
  return {
    fingerprint: fingerprint ?? labelFingerprint(labels),
    status,
    labels,
    annotations,
    startsAt: new Date(startsAt),
    ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
    ...(generatorURL !== undefined && { generatorURL }),
  };
}

/** As far as it tells who it is. */
function identityOf(raw: unknown): { readonly fingerprint: string; readonly alertname: string } {
  const { fingerprint, labels } = (typeof raw === 'object' && raw !== null ? raw : {}) as { fingerprint?: unknown; labels?: unknown };
  const { alertname } = (typeof labels === 'object' && labels !== null ? labels : {}) as { alertname?: unknown };
  const text = (value: unknown): string => (typeof value === 'string' ? shownText(value, longestName).text : '');
  return { fingerprint: text(fingerprint), alertname: text(alertname) };
}
