import type { Anomaly } from '../../api/generated/types.ts';
import { messageOf } from '../../api/message-of.ts';
import { patchReport, type Reporting } from '../../controllers/runtime/patch-report.ts';
import { formatKey, type ObjectKey } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { isNotFound, Transient } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Log } from '../../kube/log.ts';

/** So often an anomaly was reported again since that was last written. */
interface Count {
  readonly key: ObjectKey;
  readonly reports: number;
  readonly lastReportedAt: string;
}

type Knobs = Pick<Anomaly['spec'], 'reports' | 'lastReportedAt'>;

/** Counts reports of anomalies that exist, and writes them down now and then. */
export interface Repeats {
  /** One more report is written within `everyMs`. */
  add(key: ObjectKey): void;
  /** What is still to be written of the anomaly goes along with what `write` writes; when that fails it stays counted. */
  along(key: ObjectKey, write: (knobsFor: (now: Anomaly) => Knobs | undefined) => Promise<void>): Promise<void>;
  /** What could be written is; the rest stays counted. */
  flush(): Promise<void>;
}

/** What they are counted with. */
export interface RepeatsParts extends Reporting {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Milliseconds between two writes of one anomaly. */
  readonly everyMs: number;
}

const atOnce = 8;

/** Nothing is counted yet. While nothing is, nothing is called. */
export function makeRepeats(parts: RepeatsParts): Repeats {
  const counts = new Map<string, Count>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> | undefined;
  const flushSoon = (): void => {
    timer ??= setTimeout(() => void flush(), parts.everyMs).unref();
  };
  const count = (more: Count): void => {
    counts.set(formatKey(more.key), together(counts.get(formatKey(more.key)), more));
    if (!writing) flushSoon();
  };
  const flush = async (): Promise<void> => {
    // An API server that is slow just now must not get the next ones on top.
    while (writing) await writing;
    clearTimeout(timer);
    timer = undefined;
    const all = [...counts.values()];
    counts.clear();
    writing = inBatches(all, atOnce, async (one) => {
      if ((await write(parts, one)) === 'later') count(one);
    });
    await writing;
    writing = undefined;
    if (counts.size > 0) flushSoon();
  };
  return {
    add: (key) => count({ key, reports: 1, lastReportedAt: parts.clock.now().toISOString() }),
    along: async (key, write) => {
      const counted = counts.get(formatKey(key));
      counts.delete(formatKey(key));
      try {
        await write((now) => counted && knobsOf(now, counted));
      } catch (error) {
        if (counted) count(counted);
        throw error;
      }
    },
    flush,
  };
}

function together(before: Count | undefined, { key, reports, lastReportedAt: at }: Count): Count {
  if (!before) return { key, reports, lastReportedAt: at };
  return { key, reports: before.reports + reports, lastReportedAt: before.lastReportedAt > at ? before.lastReportedAt : at };
}

async function write({ client, caches, log }: RepeatsParts, { key, reports, lastReportedAt }: Count): Promise<'done' | 'later'> {
  try {
    const anomaly = caches.anomalies.get(key) ?? (await client.get<Anomaly>(kinds.Anomaly, key));
    if (anomaly) await patchReport({ client, caches }, anomaly, (now) => knobsOf(now, { reports, lastReportedAt }));
    return 'done';
  } catch (error) {
    if (isNotFound(error)) return 'done';
    const facts = { anomaly: formatKey(key), reports, cause: messageOf(error) };
    const isLater = error instanceof Transient;
    if (isLater) log.warn('Further reports are not counted yet; the API server does not answer', facts);
    else log.error('Further reports could not be counted', facts);
    return isLater ? 'later' : 'done';
  }
}

function knobsOf({ spec }: Anomaly, { reports, lastReportedAt }: Omit<Count, 'key'>): Knobs {
  const last = spec.lastReportedAt !== undefined && spec.lastReportedAt > lastReportedAt ? spec.lastReportedAt : lastReportedAt;
  return { reports: (spec.reports ?? 1) + reports, lastReportedAt: last };
}
