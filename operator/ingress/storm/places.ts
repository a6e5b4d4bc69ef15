import type { Anomaly, Severity } from '../../api/generated/types.ts';
import { placesFor, takesPlace, type Capacity } from '../../domain/alerts/storm.ts';
import type { Cache } from '../../kube/cache.ts';
import type { Clock } from '../../kube/clock.ts';

/** A place for one anomaly that is about to be made. */
export interface Place {
  /** The anomaly is in the cache by now, or was not made. */
  giveBack(): void;
}

/** What places are given by. */
export interface PlacesParts {
  readonly anomalies: Cache<Anomaly>;
  readonly capacity: Capacity;
  readonly clock: Clock;
}

/** A full namespace is not counted anew more often. */
const recountMs = 100;

interface Namespace {
  /** Uids of anomalies that took a place when they were last looked at. */
  readonly taken: Set<string>;
  /** Places of anomalies that this process is making. */
  reserved: number;
  countedAt: number;
}

/**
 * The places of each namespace. The bound is exact for one process; of what others make it learns by its watch, so that together they
 * overshoot by no more than what the others make meanwhile, for which places are left free.
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

  /** A place in the namespace; undefined when it has none for an alert of this severity. */
  take(namespace: string, severity: Severity): Place | undefined {
    const most = placesFor(severity, this.#parts.capacity);
    const here = this.#namespace(namespace);
    if (here.taken.size + here.reserved >= most) this.#recount(here);
    if (here.taken.size + here.reserved >= most) return undefined;
    here.reserved += 1;
    const giveBack = (): void => {
      here.reserved -= 1;
      this.#forgetEmpty(namespace);
    };
    return { giveBack };
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
    if (here?.taken.size === 0 && here.reserved === 0) this.#namespaces.delete(namespace);
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
    const fresh = { taken: new Set<string>(), reserved: 0, countedAt: -Infinity };
    this.#namespaces.set(name, fresh);
    return fresh;
  }
}
