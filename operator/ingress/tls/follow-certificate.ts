import { watch, type FSWatcher } from 'node:fs';
import { messageOf } from '../../api/message-of.ts';
import type { Log } from '../../kube/log.ts';
import type { DoorMetrics } from '../../metrics/door-metrics.ts';
import { readCertificate, type Certificate } from './certificate.ts';

/** What a folder with a certificate is followed by. */
export interface Following {
  readonly folder: string;
  /** The one that is shown now. */
  readonly first: Certificate;
  /** Shows another one to whoever connects from now on. */
  readonly show: (certificate: Certificate) => void;
  readonly log: Log;
  readonly metrics: DoorMetrics;
  readonly pollMs?: number;
}

/** Where the kernel tells nothing of changes, such as on some network file systems. */
const pollMs = 60_000;
/** Whoever copies two files has the second one there by then. */
const settleMs = 100;

/**
 * From now on each new pair in the folder is shown as soon as it is there, and once a minute it is looked for. What is no pair is said once and
 * changes nothing. Returns how to end it.
 */
export function followCertificate(following: Following): () => void {
  const { folder, first, log, metrics, pollMs: every = pollMs } = following;
  metrics.certificateTaken(first.notAfter);
  const look = lookout(following);
  let soon: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(soon);
    soon = setTimeout(look, settleMs).unref();
  };
  const poll = setInterval(look, every).unref();
  const watcher = watched(folder, changed, log);
  return () => {
    clearTimeout(soon);
    clearInterval(poll);
    watcher?.close();
  };
}

/** Looks once; what it found before is not told again. */
function lookout({ folder, first, show, log, metrics }: Following): () => void {
  let shown = first.cert + first.key;
  let trouble: string | undefined;
  return () => {
    try {
      const next = readCertificate(folder);
      const isNew = next.cert + next.key !== shown;
      if (!isNew && trouble === undefined) return;
      if (isNew) show(next);
      [shown, trouble] = [next.cert + next.key, undefined];
      metrics.certificateTaken(next.notAfter);
      log.info('The TLS certificate is a new one', { notAfter: next.notAfter.toISOString() });
    } catch (error) {
      const why = messageOf(error);
      if (why === trouble) return;
      trouble = why;
      metrics.certificateRefused();
      log.error('The TLS certificate is not taken; the one before is shown', { folder, cause: why });
    }
  };
}

/** The kubelet turns the link `..data` of the folder to a new one. */
function watched(folder: string, changed: () => void, log: Log): FSWatcher | undefined {
  const tell = (cause: unknown): void => log.warn('Changes of the TLS certificate are seen late', { folder, cause: messageOf(cause) });
  try {
    return watch(folder, { persistent: false }, changed).on('error', tell);
  } catch (cause) {
    tell(cause);
    return undefined;
  }
}
