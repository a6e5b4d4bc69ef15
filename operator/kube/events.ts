import { randomBytes } from 'node:crypto';
import { redact } from '../api/redact.ts';
import type { KubeClient, KubeObject, StoredObject } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { isNamespaceTerminating, isNotFound, KubeError } from './errors.ts';
import { kinds } from './kinds.ts';
import { silentLog, type Log } from './log.ts';
import type { KubeMetrics } from './metrics.ts';
import { microTime } from './micro-time.ts';
import { TokenBuckets } from './token-bucket.ts';

/** An object that an Event is about, when it was not read itself. */
export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/** What happened, in the words of events.k8s.io/v1. */
export interface EventFacts {
  readonly regarding: StoredObject | EventSubject;
  readonly related?: StoredObject | EventSubject;
  readonly type: 'Normal' | 'Warning';
  /** CamelCase, why. */
  readonly reason: string;
  /** CamelCase, what was done. */
  readonly action: string;
  readonly note: string;
}

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** The process that reports, usually the pod's name. */
  readonly instance: string;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: KubeMetrics;
  /** What is not to be said at all. */
  readonly mute?: (facts: EventFacts) => boolean;
}

interface Series {
  readonly namespace: string;
  readonly name: string;
  count: number;
  lastSeen: number;
  /** How many of `count` the server knows; 0: the Event is not created yet. */
  stored: number;
}

const controller = 'coordination-engine';
/** Bytes. */
const longestNote = 1024;
/** As client-go: repeats within six minutes make one series. */
const seriesMs = 6 * 60 * 1000;
/** A namespace that went away may be made anew. */
const endingMs = 60 * 1000;
const longestBacklog = 200;
const rememberedSeries = 1000;

/** Writes Events one after the other behind everything else. An Event that cannot be written is counted and forgotten, never an error. */
export class EventRecorder {
  readonly #client: KubeClient;
  readonly #instance: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #metrics: KubeMetrics;
  readonly #mute: (facts: EventFacts) => boolean;
  readonly #allowance: TokenBuckets;
  readonly #series = new Map<string, Series>();
  readonly #ending = new Map<string, number>();
  readonly #backlog = new Map<Series, EventFacts>();
  #writing: Promise<void> | undefined;

  constructor({ client, instance, clock = systemClock, log = silentLog, metrics = {}, mute = () => false }: EventRecorderOptions) {
    this.#client = client;
    this.#instance = instance.slice(0, 128);
    this.#clock = clock;
    this.#log = log;
    this.#metrics = metrics;
    this.#mute = mute;
    this.#allowance = new TokenBuckets({ burst: 25, perSecond: 1, keys: rememberedSeries }, clock);
  }

  /** The Event will be written soon, as one more of its series when the same was said before; returns at once and never throws. */
  record(facts: EventFacts): void {
    if (this.#mute(facts)) return;
    const about = subjectOf(facts.regarding);
    if (this.#isEnding(about.namespace)) return this.#drop(facts, 'NamespaceTerminating');
    if (!this.#allowance.take(`${about.kind}/${about.namespace}/${about.name}/${about.uid}`)) return this.#drop(facts, 'RateLimited');
    const series = this.#seriesOf(facts, about);
    if (!this.#backlog.has(series) && this.#backlog.size >= longestBacklog) return this.#drop(facts, 'Backlog');
    series.count += 1;
    series.lastSeen = this.#clock.monotonic();
    this.#backlog.set(series, facts);
    this.#writing ??= this.#write();
  }

  /** Everything recorded so far was written or dropped. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (let next = first(this.#backlog); next; next = first(this.#backlog)) {
      const [series, facts] = next;
      this.#backlog.delete(series);
      await this.#store(series, facts).catch((error: unknown) => {
        if (isNamespaceTerminating(error)) this.#ending.set(series.namespace, this.#clock.monotonic());
        this.#drop(facts, error instanceof KubeError ? error.reason : 'Error', error);
      });
    }
    this.#writing = undefined;
  }

  async #store(series: Series, facts: EventFacts): Promise<void> {
    const { count, namespace, name } = series;
    if (series.stored === 0) {
      await this.#client.create(kinds.Event, this.#eventOf(series, facts), { priority: 'background' });
    } else if (series.stored < count) {
      const body = { series: { count, lastObservedTime: microTime(this.#clock.now()) } };
      await this.#client.patch(kinds.Event, { namespace, name }, body, { priority: 'background' }).catch((error: unknown) => {
        if (isNotFound(error)) this.#forget(series);
        throw error;
      });
    }
    series.stored = count;
  }

  /** Whether the server said lately that nothing new is taken in that namespace, since it is going away. */
  #isEnding(namespace = ''): boolean {
    const since = this.#ending.get(namespace);
    if (since === undefined) return false;
    if (this.#clock.monotonic() - since < endingMs) return true;
    return !this.#ending.delete(namespace);
  }

  #seriesOf(facts: EventFacts, about: EventSubject): Series {
    const related = facts.related && subjectOf(facts.related);
    const key = JSON.stringify([about, related, facts.type, facts.reason, facts.action, facts.note]);
    const known = this.#series.get(key);
    if (known && this.#clock.monotonic() - known.lastSeen < seriesMs) return known;
    const name = `${about.name.slice(0, 200)}.${randomBytes(8).toString('hex')}`;
    const series = { namespace: about.namespace ?? 'default', name, count: 0, stored: 0, lastSeen: 0 };
    this.#series.delete(key);
    this.#series.set(key, series);
    for (const oldest of this.#series.keys()) {
      if (this.#series.size <= rememberedSeries) break;
      this.#series.delete(oldest);
    }
    return series;
  }

  #forget(series: Series): void {
    for (const [key, known] of this.#series) if (known === series) this.#series.delete(key);
  }

  #eventOf({ namespace, name, count }: Series, facts: EventFacts) {
    const now = microTime(this.#clock.now());
    return {
      metadata: { namespace, name },
      eventTime: now,
      reportingController: controller,
      reportingInstance: this.#instance,
      action: facts.action.slice(0, 128),
      reason: facts.reason.slice(0, 128),
      type: facts.type,
      note: cutBytes(redact(facts.note), longestNote),
      regarding: subjectOf(facts.regarding),
      ...(facts.related && { related: subjectOf(facts.related) }),
      ...(count > 1 && { series: { count, lastObservedTime: now } }),
    };
  }

  #drop({ reason, regarding }: EventFacts, why: string, error?: unknown): void {
    this.#metrics.onEventDropped?.(why);
    const cause = error instanceof Error ? error.message : undefined;
    this.#log.debug('An Event was not written', { event: reason, regarding: subjectOf(regarding).name, why, cause });
  }
}

/** As many whole characters as fit: the API server counts a note in bytes. */
function cutBytes(text: string, longest: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, longest), { stream: true });
}

function first<K, V>(map: Map<K, V>): [K, V] | undefined {
  return map.entries().next().value;
}

function subjectOf(object: StoredObject | EventSubject | KubeObject): EventSubject {
  const { apiVersion, kind } = object;
  const { namespace, name, uid } = 'metadata' in object ? (object as StoredObject).metadata : object;
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name, ...(uid !== undefined && { uid }) };
}
