import { pause, unlessAborted } from './abortable.ts';
import { Backoff } from './backoff.ts';
import { Cache } from './cache.ts';
import type { KubeObject, ListOptions, ListResult, StoredObject } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { isExpired, isForbidden, isKindNotInstalled, KubeError, Transient } from './errors.ts';
import { failureOf, failureWithoutAnswer, type FailedCall } from './failure.ts';
import type { Kind } from './kinds.ts';
import { silentLog, type Log } from './log.ts';
import { isAtLeast, isNewer } from './resource-version.ts';
import { lostBy } from './resync.ts';
import { watchEvents, type WatchEvent } from './watch-events.ts';
import { defaultTiming, type ListWatchOptions, type WatchTiming } from './watch-options.ts';

export type { ListWatchOptions, WatchTiming } from './watch-options.ts';

const listTimeoutMs = 60_000;

/** Why a stream ended; the labels of the restart counter. */
type RestartReason = 'ended' | 'idle' | 'expired' | 'absent' | 'forbidden' | 'drift' | 'error';

/**
 * Keeps `cache` equal to the objects of one kind on the server, whatever happens to the connection, from start until stop. It never ends by
 * itself: a broken stream is opened again from the last version seen, an expired one after a new list.
 */
export class ListWatch<T extends StoredObject = KubeObject> {
  readonly cache: Cache<T>;
  /** Resolves when the cache has been filled for the first time. */
  readonly synced: Promise<void>;
  readonly #options: ListWatchOptions;
  readonly #timing: WatchTiming;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #backoff: Backoff;
  /** Everything up to here is in the cache. */
  #version: string | undefined;
  /** The next stream has to be preceded by a list. */
  #mustList = true;
  #run: { readonly abort: AbortController; readonly finished: Promise<unknown> } | undefined;
  #stream: AbortController | undefined;
  #connected = false;
  #disconnectedAt: number;
  #trouble: string | undefined;
  #resolveSynced: () => void = () => undefined;
  #progress: (() => void)[] = [];

  constructor(options: ListWatchOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.#log = options.log ?? silentLog;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    const { backoffFirst: firstMs, backoffMax: maxMs, healthy: healthyMs } = this.#timing;
    this.#backoff = new Backoff({ firstMs, maxMs, healthyMs, clock: this.#clock, random: this.#random });
    this.#disconnectedAt = this.#clock.monotonic();
    this.cache = new Cache<T>({ name: options.kind.kind, log: options.log, metrics: options.metrics });
    this.synced = new Promise((resolve) => (this.#resolveSynced = resolve));
  }

  get kind(): Kind {
    return this.#options.kind;
  }

  get hasSynced(): boolean {
    return this.#version !== undefined;
  }

  /** What stands in the way now, in words for a person; undefined while a stream is open. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** For how long no stream has been open; 0 while one is. */
  disconnectedSeconds(): number {
    return this.#connected ? 0 : (this.#clock.monotonic() - this.#disconnectedAt) / 1000;
  }

  /** The supervision runs from now on; does nothing when it does already. */
  start(): void {
    if (this.#run) return;
    const abort = new AbortController();
    const finished = Promise.all([this.#supervise(abort.signal), this.#resync(abort.signal)]);
    this.#run = { abort, finished };
  }

  /** No request is in flight that could change the cache, and none will be made until the next start. */
  async stop(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    run?.abort.abort();
    await run?.finished;
  }

  /** The cache shows at least the state of this version; when the watch does not bring it soon, the server is asked. */
  async reached(resourceVersion: string): Promise<void> {
    await this.synced;
    const isThere = () => isAtLeast(this.#version ?? '0', resourceVersion);
    const patience = AbortSignal.timeout(Math.min(500, this.#timing.lag));
    while (!isThere() && !patience.aborted) await this.#nextProgress(patience);
    if (!isThere()) await this.refresh();
    if (isThere()) return;
    throw new Transient({ reason: 'CacheBehind', message: `the ${this.kind.plural} have not reached version ${resourceVersion}` });
  }

  /** The watch itself has come to this version, however long that takes; nothing is asked. Never fulfilled when it is stopped before. */
  async passed(resourceVersion: string): Promise<void> {
    while (!isAtLeast(this.#version ?? '0', resourceVersion)) await new Promise<void>((resolve) => this.#progress.push(resolve));
  }

  /** The cache shows at least what the server held when this was called (one quorum LIST). */
  async refresh(): Promise<void> {
    await this.#take(this.#version, await this.#list({}), undefined);
  }

  async #supervise(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const openedAt = this.#clock.monotonic();
      try {
        if (this.#mustList) await unlessAborted(this.#relist(signal), signal);
        if (!signal.aborted) await this.#follow(signal);
        const lived = this.#clock.monotonic() - openedAt;
        await this.#again('ended', lived > this.#timing.backoffFirst ? 0 : this.#backoff.next(), signal);
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, signal);
      }
    }
    this.#disconnect();
  }

  async #relist(signal: AbortSignal): Promise<void> {
    const before = this.#version;
    const list = await this.#list(notOlderThan(before)).catch((error: unknown) => {
      if (!isTooLarge(error)) throw error;
      return this.#list({}); // the server has not got that far; only a quorum read tells whether it lost history
    });
    await this.#take(before, list, signal);
    this.#mustList = false;
  }

  #list(version: Pick<ListOptions, 'resourceVersion' | 'resourceVersionMatch'>): Promise<ListResult<T>> {
    const { kind, client, namespace, labelSelector, fieldSelector } = this.#options;
    return client.list<T>(kind, { namespace, labelSelector, fieldSelector, timeoutMs: listTimeoutMs, ...version });
  }

  /** A list that is older than what was seen is believed only when a quorum read says the same: then the server has lost history. */
  async #take(before: string | undefined, first: ListResult<T>, signal: AbortSignal | undefined): Promise<void> {
    const stale = before !== undefined && isNewer(before, first.resourceVersion);
    const list = stale ? await this.#list({}) : first;
    if (signal?.aborted) return;
    if (before !== undefined && isNewer(before, list.resourceVersion)) {
      this.#log.warn('The API server went back in time; everything is read anew', {
        kind: this.kind.kind,
        from: before,
        to: list.resourceVersion,
      });
      this.cache.reset(list.items);
      this.#version = list.resourceVersion;
      this.#stream?.abort(new Restart('drift'));
    } else {
      this.cache.replace(list.items, list.resourceVersion);
      this.#advance(list.resourceVersion);
    }
    this.#resolveSynced();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { kind, client, namespace, labelSelector, fieldSelector } = this.#options;
    const stream = new AbortController();
    this.#stream = stream;
    const watchdog = setTimeout(() => stream.abort(new Restart('idle')), this.#timing.idle);
    try {
      const timeoutSeconds = Math.round(290 + 290 * this.#random());
      const where = { namespace, labelSelector, fieldSelector, resourceVersion: this.#version ?? '0', timeoutSeconds };
      const bytes = await client.watch(kind, where, AbortSignal.any([signal, stream.signal]));
      this.#connect();
      for await (const event of watchEvents<T>(tapped(bytes, this.#watching, () => watchdog.refresh()))) {
        if (signal.aborted) return;
        this.#apply(event);
      }
    } catch (error) {
      throw stream.signal.aborted ? stream.signal.reason : error;
    } finally {
      clearTimeout(watchdog);
      this.#disconnect();
    }
  }

  #apply(event: WatchEvent<T>): void {
    if (event.type === 'ERROR') {
      throw failureOf(
        { verb: 'watch', resource: this.kind.plural, mutation: false },
        event.object.code ?? 500,
        JSON.stringify(event.object),
      );
    }
    this.#options.metrics?.onWatchEvent?.(this.kind.kind, event.type);
    if (event.type === 'DELETED') this.cache.remove(this.#stored(event.object));
    else if (event.type !== 'BOOKMARK') this.cache.upsert(this.#stored(event.object));
    this.#advance(event.object.metadata.resourceVersion);
  }

  get #watching(): FailedCall {
    return { verb: 'watch', resource: this.kind.plural, mutation: false };
  }

  #stored(object: T): T {
    if ('managedFields' in object.metadata) delete object.metadata.managedFields;
    return object;
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof Restart) return this.#again(error.reason, error.reason === 'idle' ? 0 : this.#backoff.next(), signal);
    if (isExpired(error)) {
      this.#mustList = true;
      return this.#again('expired', this.#backoff.next() / 4, signal);
    }
    if (isKindNotInstalled(error) || isForbidden(error)) {
      this.#mustList = true;
      this.#report(error.message);
      return this.#again(isForbidden(error) ? 'forbidden' : 'absent', this.#timing.absent, signal);
    }
    this.#report(error instanceof KubeError ? error.message : `a defect stopped the watch: ${stackOf(error)}`);
    const asked = error instanceof Transient ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    return this.#again('error', Math.max(asked, this.#backoff.next()), signal);
  }

  /** One line per trouble, however often it is met. */
  #report(trouble: string): void {
    if (this.#trouble !== trouble) this.#log.warn(`Cannot watch ${this.kind.plural}: ${trouble}`, { kind: this.kind.kind });
    this.#trouble = trouble;
  }

  async #again(reason: RestartReason, wait: number, signal: AbortSignal): Promise<void> {
    this.#options.metrics?.onWatchRestart?.(this.kind.kind, reason);
    this.#log.debug(`The watch of ${this.kind.plural} is opened again`, { reason, wait: Math.round(wait) });
    await pause(wait, signal);
  }

  async #resync(signal: AbortSignal): Promise<void> {
    await unlessAborted(this.synced, signal).catch(() => undefined);
    while (!signal.aborted) {
      await pause(this.#timing.resync * (0.9 + 0.2 * this.#random()), signal);
      if (signal.aborted) return;
      await unlessAborted(this.#compare(signal), signal).catch((error: unknown) => {
        if (!signal.aborted) this.#log.debug('The resync was not possible', { why: stackOf(error) });
      });
    }
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { kind, client, namespace, labelSelector, fieldSelector, metrics } = this.#options;
    const before = this.#version;
    const list = await client.list(kind, { namespace, labelSelector, fieldSelector, resourceVersion: '0', metadataOnly: true });
    const wentBack = before !== undefined && isNewer(before, list.resourceVersion);
    const suspects = lostBy(this.cache, list);
    if (suspects().length > 0) await pause(this.#timing.lag, signal);
    const lost = suspects();
    if (signal.aborted || (lost.length === 0 && !wentBack)) return;
    if (lost.length > 0) {
      metrics?.onCacheDrift?.(kind.kind, lost.length);
      this.#log.warn(`The watch had lost changes of ${kind.plural}; they are read anew`, { kind: kind.kind, lost: lost.slice(0, 10) });
      this.#stream?.abort(new Restart('drift'));
    }
    await this.refresh();
  }

  #advance(version: string): void {
    if (this.#version === undefined || isNewer(version, this.#version)) this.#version = version;
    for (const resolve of this.#progress.splice(0)) resolve();
  }

  #nextProgress(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      this.#progress.push(end);
    });
  }

  #connect(): void {
    this.#connected = true;
    if (this.#trouble !== undefined) this.#log.info(`Watching ${this.kind.plural} again`, { kind: this.kind.kind });
    this.#trouble = undefined;
  }

  #disconnect(): void {
    if (this.#connected) this.#disconnectedAt = this.#clock.monotonic();
    this.#connected = false;
  }
}

/** Ends a stream on our own account. */
class Restart extends Error {
  readonly reason: RestartReason;

  constructor(reason: RestartReason) {
    super(`the stream is opened again: ${reason}`);
    this.reason = reason;
  }
}

function notOlderThan(version: string | undefined): Pick<ListOptions, 'resourceVersion' | 'resourceVersionMatch'> {
  return version === undefined ? { resourceVersion: '0' } : { resourceVersion: version, resourceVersionMatch: 'NotOlderThan' };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Transient && (error.details?.causes?.some(({ reason }) => reason === 'ResourceVersionTooLarge') ?? false);
}

async function* tapped(bytes: AsyncIterable<Uint8Array>, call: FailedCall, onChunk: () => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of bytes) {
      onChunk();
      yield chunk;
    }
  } catch (cause) {
    throw failureWithoutAnswer(call, cause, true);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
