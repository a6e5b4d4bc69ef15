import type { Anomaly, Severity } from '../../api/generated/types.ts';
import { FairLine } from '../../controllers/runtime/fair-line.ts';
import { placesFor, takesPlace, unseenAtMost, type Capacity } from '../../domain/alerts/storm.ts';
import { priorityBySeverity } from '../../domain/planning/priority.ts';
import type { Cache } from '../../kube/cache.ts';
import type { Clock } from '../../kube/clock.ts';

/** A place for one anomaly that is about to be made. */
export interface Place {
  /** The anomaly is in the cache by now; absent: it was not made. */
  giveBack(made?: Anomaly): void;
}

/** What places are given by. */
export interface PlacesParts {
  readonly anomalies: Cache<Anomaly>;
  readonly capacity: Capacity;
  readonly clock: Clock;
  /** Fulfilled when the watch has come to this version. Absent where there is no other replica: everything is seen at once. */
  readonly passed?: (resourceVersion: string) => Promise<void>;
}

/** A watch that is this slow keeps no alert from being stored: then the bound is each replica's own. */
const patienceMs = 2_000;

/** A full namespace is not counted anew more often. */
const recountMs = 100;

interface Namespace {
  /** Uids of anomalies that took a place when they were last looked at. */
  readonly taken: Set<string>;
  /** Places of anomalies that this process is making. */
  reserved: number;
  countedAt: number;
  /** Anomalies that this process is making, or has made and not seen in its watch. */
  unseen: number;
  /** Who waits until there are fewer of them; the most severe first. */
  readonly line: FairLine<Waiter>;
}

interface Waiter {
  readonly go: () => void;
  isGone: boolean;
}

/**
 * The places of each namespace. The bound is exact for one process; of what others make it learns by its watch. No process goes on making
 * anomalies that its own watch does not show, so that what the others do not know of is not more than the places that are left free,
 * however slow the watches are.
 */
export class Places {
  readonly #parts: PlacesParts;
  readonly #namespaces = new Map<string, Namespace>();

  constructor(parts: PlacesParts) {
    this.#parts = parts;
    for (const anomaly of parts.anomalies.list()) this.#add(anomaly);
    parts.anomalies.onChange(({ kind, object }) => {
      if (kind === 'added') this.#add(object);
      if (kind === 'deleted') this.#remove(object);
    });
  }

  /** Namespaces of which something is remembered. */
  get remembered(): number {
    return this.#namespaces.size;
  }

  /** A place in the namespace, perhaps after a moment; undefined when it has none for an alert of this severity. */
  async take(namespace: string, severity: Severity): Promise<Place | undefined> {
    if (this.#isFull(namespace, severity)) return undefined;
    const here = this.#namespace(namespace);
    await this.#turn(here, severity);
    if (this.#isFull(namespace, severity)) {
      this.#seen(namespace, here);
      return undefined;
    }
    here.reserved += 1;
    const giveBack = (made?: Anomaly): void => {
      here.reserved -= 1;
      const shown = made && this.#parts.passed?.(made.metadata.resourceVersion);
      if (shown) void shown.then(() => this.#seen(namespace, here));
      else this.#seen(namespace, here);
    };
    return { giveBack };
  }

  #isFull(namespace: string, severity: Severity): boolean {
    const most = placesFor(severity, this.#parts.capacity);
    const here = this.#namespaces.get(namespace);
    if (!here || here.taken.size + here.reserved < most) return false;
    this.#recount(here);
    return here.taken.size + here.reserved >= most;
  }

  /** Counted among the unseen: at once, when others were seen, or when that takes too long. */
  async #turn(here: Namespace, severity: Severity): Promise<void> {
    if (here.unseen < unseenAtMost(this.#parts.capacity)) {
      here.unseen += 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const waiter: Waiter = { go: turn.resolve, isGone: false };
    here.line.push(waiter, { group: '', rank: priorityBySeverity[severity] });
    const timer = setTimeout(() => {
      waiter.isGone = true;
      here.unseen += 1;
      turn.resolve();
    }, patienceMs);
    await turn.promise;
    clearTimeout(timer);
  }

  /** One of the unseen is seen, or was never made: whoever is next takes its turn. */
  #seen(namespace: string, here: Namespace): void {
    here.unseen -= 1;
    if (here.unseen < unseenAtMost(this.#parts.capacity)) {
      const next = here.line.pop(({ isGone }) => !isGone);
      if (next) here.unseen += 1;
      next?.go();
    }
    this.#forgetEmpty(namespace);
  }

  #add(anomaly: Anomaly): void {
    const { capacity, clock } = this.#parts;
    if (takesPlace(anomaly, capacity, clock.now())) this.#namespace(anomaly.metadata.namespace).taken.add(anomaly.metadata.uid);
  }

  #remove({ metadata: { namespace = '', uid } }: Anomaly): void {
    this.#namespaces.get(namespace)?.taken.delete(uid);
    this.#forgetEmpty(namespace);
  }

  /** Labels name namespaces that never were, and others come and go. */
  #forgetEmpty(namespace: string): void {
    const here = this.#namespaces.get(namespace);
    if (here?.taken.size === 0 && here.unseen === 0) this.#namespaces.delete(namespace);
  }

  #recount(here: Namespace): void {
    const { anomalies, capacity, clock } = this.#parts;
    const [now, at] = [clock.now(), clock.monotonic()];
    if (at - here.countedAt < recountMs) return;
    here.countedAt = at;
    for (const uid of here.taken) {
      const anomaly = anomalies.getByUid(uid);
      if (!anomaly || !takesPlace(anomaly, capacity, now)) here.taken.delete(uid);
    }
  }

  #namespace(name = ''): Namespace {
    const known = this.#namespaces.get(name);
    if (known) return known;
    const fresh = { taken: new Set<string>(), reserved: 0, countedAt: -Infinity, unseen: 0, line: new FairLine<Waiter>() };
    this.#namespaces.set(name, fresh);
    return fresh;
  }
}
