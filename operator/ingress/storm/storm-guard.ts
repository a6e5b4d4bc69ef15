import { Backlog } from './backlog.ts';
import { Pace } from './pace.ts';
import { Places, type PlacesParts } from './places.ts';
import { makeStorms, type Storms, type StormsParts } from './storms.ts';

/** What keeps a storm of alerts from becoming a storm of anomalies. */
export interface StormGuard {
  readonly places: Places;
  readonly pace: Pace;
  readonly backlog: Backlog;
  readonly storms: Storms;
}

/** What it is made of. */
export type StormGuardParts = Omit<StormsParts, 'everyMs'> & Pick<PlacesParts, 'passed'>;

/** Anomalies made of alerts by one process; the planning of one takes about as long as that allows. */
const perSecond = 100;
/** Alertmanager waits 10 s for an answer at least. */
const patienceSeconds = 8;
const countedEveryMs = 5_000;

/** A guard that has seen nothing yet. */
export function makeStormGuard(parts: StormGuardParts): StormGuard {
  const pace = new Pace({ perSecond, burst: 50, atOnce: 8 }, parts.clock);
  return {
    places: new Places({ ...parts, anomalies: parts.caches.anomalies }),
    pace,
    backlog: new Backlog({ patienceSeconds, perSecond: () => pace.perSecond }),
    storms: makeStorms({ ...parts, everyMs: countedEveryMs }),
  };
}
