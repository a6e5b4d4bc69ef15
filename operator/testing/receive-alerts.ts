import type { Anomaly } from '../api/generated/types.ts';
import { labelFingerprint } from '../domain/alerts/label-fingerprint.ts';
import type { Capacity } from '../domain/alerts/storm.ts';
import { builtInPlaybooks } from '../domain/playbooks/shipped.ts';
import { alertmanagerRoutes } from '../ingress/alertmanager/routes.ts';
import type { WebhookAnswer } from '../ingress/alertmanager/take-webhook.ts';
import type { Access } from '../ingress/auth/authorize.ts';
import { anomalyRoutes } from '../ingress/rest/anomalies.ts';
import { kinds } from '../kube/kinds.ts';
import { asAlice, openDesk } from './open-desk.ts';

/** What an alert of a test says of itself. */
export interface AlertWish {
  readonly status?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** An alert as Alertmanager sends it; by the clock of the desk it began an hour ago. */
export function alert({ status = 'firing', labels, startsAt = '2025-12-31T23:00:00Z', endsAt = '0001-01-01T00:00:00Z' }: AlertWish) {
  return { status, labels, annotations: { summary: 's' }, startsAt, endsAt, fingerprint: labelFingerprint(labels) };
}

/** A notification (webhook, version 4) with these alerts. */
export function webhook(alerts: readonly unknown[], more: object = {}): object {
  return { version: '4', status: 'firing', alerts, ...more };
}

/** A door at which alice sends notifications; `may` decides what she may do, everything unless told, and `capacity` how many are stored. */
export function receiving(may?: (access: Access) => boolean, capacity?: Capacity) {
  const open = openDesk(
    (door, desk) => {
      alertmanagerRoutes(door, desk);
      anomalyRoutes(door, desk);
    },
    { playbooks: builtInPlaybooks, ...(may && { may }), ...(capacity && { capacity }) },
  );
  const post = async (payload: object, url = '/api/v1/alertmanager') => {
    const answer = await open.door.inject({ method: 'POST', url, headers: asAlice, payload });
    const body = answer.json<WebhookAnswer & { field?: string; message?: string }>();
    return { code: answer.statusCode, retryAfter: answer.headers['retry-after'], body };
  };
  const stored = async (): Promise<Anomaly[]> => (await open.cluster.list<Anomaly>(kinds.Anomaly)).items;
  const count = async (line: string): Promise<number> => {
    const found = (await open.registry.metrics()).split('\n').find((one) => one.startsWith(`${line} `));
    return Number(found?.slice(line.length) ?? 0);
  };
  const writes = (): string[] =>
    open.cluster.calls.filter(({ verb }) => verb !== 'list').map(({ verb, key }) => `${verb} ${key?.split('/')[0]}`);
  return { ...open, post, stored, count, writes };
}
