import { setImmediate } from 'node:timers/promises';
import { parsedJson } from '../../api/parsed-json.ts';
import type { Alert } from '../../domain/alerts/alert.ts';
import { alertAnomalyName } from '../../domain/alerts/alert-name.ts';
import type { HttpGet, Reply } from '../../outbound/http-get.ts';
import { makeAlertReader } from './webhook.ts';

/** What Alertmanager knows just now, or why that is not known. */
export type Listing = Listed | Unlisted;

/** What could be read of what it gave. */
export interface Listed {
  readonly kind: 'listed';
  /** All of them are firing; by the names of their anomalies. */
  readonly alerts: ReadonlyMap<string, Alert>;
  /** The fingerprint of each that is no alert; empty where it tells none. */
  readonly unread: readonly string[];
}

/** Nothing is known, and why, as the end of a sentence about it. */
export interface Unlisted {
  readonly kind: 'unlisted';
  readonly cause: string;
}

/** Asks Alertmanager for alerts by its API v2; what goes wrong is a listing, never thrown. */
export interface AlertLister {
  /** Those that nothing keeps quiet, and with `quiet` also the silenced and inhibited ones. What mute times keep quiet is not told apart. */
  list(which: { readonly quiet: boolean }): Promise<Listing>;
}

/** A long list must not keep the Lease and requests from being served. */
const readAtOnce = 100;

/** Only what is sent to that receiver is listed; everything when it is empty. */
export function makeAlertLister(get: HttpGet, receiver: string): AlertLister {
  const read = makeAlertReader();
  const only: Readonly<Record<string, string>> = receiver === '' ? {} : { receiver: literally(receiver) };
  return {
    async list({ quiet }) {
      const given = given200(await get('/api/v2/alerts', { active: 'true', silenced: String(quiet), inhibited: String(quiet), ...only }));
      if (given.kind === 'unlisted') return given;
      const wanted = given.raw.filter((raw) => quiet || stateOf(raw) === 'active');
      const alerts = new Map<string, Alert>();
      const unread: string[] = [];
      for (const [index, raw] of wanted.entries()) {
        if (index % readAtOnce === 0) await setImmediate();
        const one = read({ ...(raw as object), status: 'firing' }, index);
        if (one.kind === 'alert') alerts.set(alertAnomalyName(one.alert), one.alert);
        else unread.push(one.fingerprint);
      }
      return { kind: 'listed', alerts, unread };
    },
  };
}

/** Alertmanager takes the name for a regular expression. */
function literally(receiver: string): string {
  return receiver.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function given200(reply: Reply): Unlisted | { readonly kind: 'given'; readonly raw: readonly unknown[] } {
  if (reply.kind === 'none') return { kind: 'unlisted', cause: `could not be asked: ${reply.cause}` };
  if (reply.code !== 200) return { kind: 'unlisted', cause: `answered ${reply.code}` };
  const raw = parsedJson(reply.text);
  return Array.isArray(raw) ? { kind: 'given', raw } : { kind: 'unlisted', cause: 'gave an answer that is no list of alerts' };
}

function stateOf(raw: unknown): unknown {
  const { status } = (typeof raw === 'object' && raw !== null ? raw : {}) as { readonly status?: { readonly state?: unknown } | null };
  return status?.state;
}
