import { systemClock, type Clock } from '../../kube/clock.ts';
import { FairLine } from './fair-line.ts';
import { Heap } from './heap.ts';

/** What the queue tells whoever counts; the names follow client-go's workqueue metrics. */
export interface QueueMetrics {
  onDepth?(queue: string, depth: number): void;
  onAdd?(queue: string): void;
  onRetry?(queue: string): void;
  /** How long an item waited before a worker took it. */
  onWaited?(queue: string, seconds: number): void;
  /** How long a worker had it. */
  onWorked?(queue: string, seconds: number): void;
}

export interface AddOptions {
  /** Not before this many milliseconds; of several times the earliest counts. */
  readonly after?: number;
  /** Higher goes first; default 0. A waiting item gains one every two seconds, so that nothing starves. */
  readonly priority?: number;
}

export interface QueueOptions<K extends string = string> {
  readonly name: string;
  readonly clock?: Clock;
  readonly metrics?: QueueMetrics;
  readonly backoff?: { readonly firstMs: number; readonly maxMs: number };
  /** Takes nothing before it is opened, so that a process that never leads keeps no keys. */
  readonly closed?: boolean;
  /** Whose key it is: these take turns, so that nobody's crowd stands before another's single key. One for all unless told. */
  readonly ownerOf?: (key: K) => string;
}

const millisecondsPerPriority = 2000;
const longestTimerMs = 2 ** 31 - 1;
const usualBackoff = { firstMs: 5, maxMs: 60_000 };
const nobody = (): string => '';

interface Waiting<K> {
  readonly key: K;
  readonly at: number;
  readonly priority: number;
}

/** A key that a worker may take, with the time since when; `rank` is smaller for what goes first, and stays true while time passes. */
interface Ready<K> {
  readonly key: K;
  readonly since: number;
  readonly rank: number;
}

/**
 * Keys to reconcile. A key is in it once however often it is added, never handed to two workers at a time, and comes back when it was added
 * while a worker had it. One timer serves all keys that are to come later.
 */
export class WorkQueue<K extends string = string> {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #metrics: QueueMetrics;
  readonly #backoff: { readonly firstMs: number; readonly maxMs: number };
  readonly #ownerOf: (key: K) => string;
  readonly #ready = new Map<K, Ready<K>>();
  readonly #readyOrder = new FairLine<Ready<K>>();
  readonly #waiting = new Map<K, Waiting<K>>();
  readonly #waitingOrder = new Heap<Waiting<K>>();
  /** Since when a worker has the key. */
  readonly #processing = new Map<K, number>();
  /** Added while a worker has the key, with the highest priority asked for. */
  readonly #dirty = new Map<K, number>();
  readonly #failures = new Map<K, number>();
  readonly #takers: ((key: K | undefined) => void)[] = [];
  readonly #drained: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #shuttingDown: boolean;

  constructor({ name, clock = systemClock, metrics = {}, backoff = usualBackoff, closed = false, ownerOf = nobody }: QueueOptions<K>) {
    this.#shuttingDown = closed;
    this.#name = name;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#backoff = backoff;
    this.#ownerOf = ownerOf;
  }

  get name(): string {
    return this.#name;
  }

  /** How many keys a worker could take now. */
  get depth(): number {
    return this.#ready.size;
  }

  /** How many keys workers have now. */
  get active(): number {
    return this.#processing.size;
  }

  /** Seconds since a worker took each key that is being worked on. */
  workingSeconds(): number[] {
    const now = this.#clock.monotonic();
    return [...this.#processing.values()].map((since) => (now - since) / 1000);
  }

  /** The key will be handed to a worker; after shutDown nothing happens. */
  add(key: K, { after = 0, priority = 0 }: AddOptions = {}): void {
    if (this.#shuttingDown) return;
    if (after > 0) this.#addLater(key, after, priority);
    else this.#addNow(key, priority);
  }

  /** The key comes again after its own backoff, which doubles until forget. */
  retry(key: K, { atLeast = 0, priority = 0 }: { atLeast?: number; priority?: number } = {}): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#metrics.onRetry?.(this.#name);
    const { firstMs, maxMs } = this.#backoff;
    this.add(key, { after: Math.max(atLeast, Math.min(maxMs, firstMs * 2 ** Math.min(failures, 30))), priority });
  }

  /** The key starts again with the shortest backoff. */
  forget(key: K): void {
    this.#failures.delete(key);
  }

  /** How often the key was retried since it was last forgotten. */
  retries(key: K): number {
    return this.#failures.get(key) ?? 0;
  }

  /** The next key, as soon as there is one; undefined once the queue is shut down. The taker must call done. */
  take(): Promise<K | undefined> {
    const next = this.#takeReady();
    if (next !== undefined || this.#shuttingDown) return Promise.resolve(next);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** The worker has finished with the key; it comes back at once if it was added meanwhile. */
  done(key: K): void {
    const since = this.#processing.get(key);
    if (since === undefined) return;
    this.#processing.delete(key);
    this.#metrics.onWorked?.(this.#name, (this.#clock.monotonic() - since) / 1000);
    const dirty = this.#dirty.get(key);
    this.#dirty.delete(key);
    if (dirty !== undefined) this.#addNow(key, dirty);
    if (this.#shuttingDown && this.#processing.size === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** Keys are taken and handed out again after shutDown, starting from an empty queue; an open queue stays as it is. */
  reopen(): void {
    this.#shuttingDown = false;
  }

  /** Nothing is handed out any more; resolves when the workers have finished what they had. */
  shutDown(): Promise<void> {
    this.#shuttingDown = true;
    clearTimeout(this.#timer);
    this.#ready.clear();
    this.#readyOrder.clear();
    this.#waiting.clear();
    this.#waitingOrder.clear();
    this.#dirty.clear();
    this.#failures.clear();
    for (const give of this.#takers.splice(0)) give(undefined);
    if (this.#processing.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  #addNow(key: K, priority: number): void {
    if (this.#shuttingDown) return;
    this.#waiting.delete(key);
    this.#metrics.onAdd?.(this.#name);
    if (this.#processing.has(key)) {
      this.#dirty.set(key, Math.max(priority, this.#dirty.get(key) ?? priority));
      return;
    }
    const now = this.#clock.monotonic();
    const known = this.#ready.get(key);
    const rank = now - priority * millisecondsPerPriority;
    if (known && known.rank <= rank) return;
    const entry = { key, since: known?.since ?? now, rank };
    this.#ready.set(key, entry);
    this.#readyOrder.push(entry, { group: this.#ownerOf(key), rank });
    this.#metrics.onDepth?.(this.#name, this.depth);
    this.#serve();
  }

  #addLater(key: K, after: number, priority: number): void {
    if (this.#ready.has(key) || this.#dirty.has(key)) return;
    const at = this.#clock.monotonic() + after;
    const known = this.#waiting.get(key);
    if (known && known.at <= at) return;
    const entry = { key, at, priority };
    this.#waiting.set(key, entry);
    this.#waitingOrder.push(entry, at);
    if (this.#waitingOrder.peek() === entry) this.#arm();
  }

  /** Only the newest entry of a key counts; the ones it replaced are dropped when they surface. */
  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#waitingOrder.peek();
    if (!next || this.#shuttingDown) return;
    const wait = Math.min(longestTimerMs, Math.max(0, Math.ceil(next.at - this.#clock.monotonic())));
    this.#timer = setTimeout(() => this.#release(), wait);
  }

  #release(): void {
    const now = this.#clock.monotonic();
    for (let next = this.#waitingOrder.peek(); next && next.at <= now; next = this.#waitingOrder.peek()) {
      this.#waitingOrder.pop();
      if (this.#waiting.get(next.key) === next) this.#addNow(next.key, next.priority);
    }
    this.#arm();
  }

  #serve(): void {
    while (this.#takers.length > 0) {
      const next = this.#takeReady();
      if (next === undefined) return;
      this.#takers.shift()?.(next);
    }
  }

  #takeReady(): K | undefined {
    const entry = this.#readyOrder.pop((one) => this.#ready.get(one.key) === one);
    if (!entry) return undefined;
    const now = this.#clock.monotonic();
    this.#ready.delete(entry.key);
    this.#processing.set(entry.key, now);
    this.#metrics.onDepth?.(this.#name, this.depth);
    this.#metrics.onWaited?.(this.#name, (now - entry.since) / 1000);
    return entry.key;
  }
}
