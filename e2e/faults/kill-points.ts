import { at } from '../invariants/fields.ts';
import { isMutating, type ApiCall } from './api-call.ts';

/** What a write is for: the promise before an effect, the effect, what came of it, or anything else. */
export type WriteClass = 'intent' | 'effect' | 'outcome' | 'other';

/** A write by what it does; `nth` among those that read the same. */
export interface WritePoint {
  readonly label: string;
  readonly nth: number;
  readonly class: WriteClass;
}

/** Where the operator is killed. */
export interface KillPoint extends WritePoint {
  readonly when: 'before' | 'after-commit';
}

const group = 'coordination.selfheal.dev';

/** The writes of one playing, in their order, told apart from those of another only by the playing's id, which is masked. */
export function writesOf(calls: readonly ApiCall[], id: string): WritePoint[] {
  const seen = new Map<string, number>();
  return calls
    .filter((call) => concerns(call, id))
    .map((call) => {
      const label = labelOf(call, id);
      const nth = (seen.get(label) ?? 0) + 1;
      seen.set(label, nth);
      return { label, nth, class: classOf(call) };
    });
}

/** Whether a request is about the playing; renewals of Leases and Events are about none, Events since they may be merged. */
export function concerns(call: ApiCall, id: string): boolean {
  if (!isMutating(call) || call.resource === 'leases' || call.resource === 'events') return false;
  return JSON.stringify([call.namespace, call.name, call.body]).includes(id);
}

/** What the request writes, in words that are the same in every playing. */
export function labelOf(call: ApiCall, id: string): string {
  const resource = [call.resource, call.subresource].filter(Boolean).join('/');
  const said = call.group === group ? maskName(whatItSays(call.body), id) : '';
  return [call.verb, resource, maskName(call.name ?? '', id), said].filter(Boolean).join(' ');
}

/** The name without what is different in every playing: its id, uids, and what a ReplicaSet adds to its pods. */
export function maskName(name: string, id: string): string {
  return name
    .replaceAll(id, 'ID')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/-[bcdfghjklmnpqrstvwxz2-9]{6,10}-[bcdfghjklmnpqrstvwxz2-9]{5}\b/g, '-POD');
}

interface Named {
  readonly step?: string;
  readonly name?: string;
  readonly phase?: string;
  readonly result?: string;
  readonly outcome?: string;
}

function whatItSays(body: unknown): string {
  const status = at(body, 'status');
  if (status === undefined)
    return `${Object.keys(asMap(at(body, 'metadata')))
      .filter((key) => key === 'finalizers')
      .join()}${Object.keys(asMap(at(body, 'spec'))).length > 0 ? ' spec' : ''}`.trim();
  const lists = ['steps', 'intents', 'checkpoints', 'rollback'].map((field) => listed(field, at(status, field))).filter(Boolean);
  const phase = at(status, 'phase');
  const others = Object.keys(asMap(status)).filter((key) => ['planRef', 'resolvedTarget', 'arbitration', 'blocked'].includes(key));
  return [typeof phase === 'string' ? phase : '', ...lists, ...others].filter(Boolean).join(' ');
}

function listed(field: string, list: unknown): string {
  if (!Array.isArray(list)) return '';
  const rows = (list as Named[]).map(({ step, name, phase, result, outcome }) => `${step ?? name}:${phase ?? result ?? outcome ?? 'open'}`);
  return `${field}(${rows.join(' ')})`;
}

function asMap(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** An intent and the outcome of the one before may be one write; it counts as an intent. */
export function classOf({ group: of, body, subresource }: ApiCall): WriteClass {
  if (of !== group) return 'effect';
  const intents = at(body, 'status', 'intents');
  if (subresource !== 'status' || !Array.isArray(intents)) return 'other';
  return (intents as Named[]).some(({ outcome }) => outcome === undefined) ? 'intent' : 'outcome';
}

/** The writes that came in both playings: what is not in both hangs on the moment and cannot be aimed at. */
export function common(first: readonly WritePoint[], second: readonly WritePoint[]): WritePoint[] {
  return first.filter(({ label, nth }) => second.some((other) => other.label === label && other.nth === nth));
}

/** Both kills at each write that is chosen: before it leaves, and when it is made but not yet answered. */
export function killPoints(writes: readonly WritePoint[]): KillPoint[] {
  return writes.flatMap((write) => (['before', 'after-commit'] as const).map((when) => ({ ...write, when })));
}

/** A third of the points, chosen by the seed alone. */
export function aThird(points: readonly KillPoint[], seed: number): KillPoint[] {
  let state = seed;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647; // Park and Miller
  return points
    .map((point) => ({ point, draw: next() }))
    .toSorted((a, b) => a.draw - b.draw)
    .slice(0, Math.ceil(points.length / 3))
    .map(({ point }) => point);
}
