import type { KubeClient } from './client.ts';
import type { Clock } from './clock.ts';
import type { Kind } from './kinds.ts';
import type { Log } from './log.ts';
import type { KubeMetrics } from './metrics.ts';
import type { WatchSource } from './transport.ts';

/** Times in milliseconds. */
export interface WatchTiming {
  /** A stream without a byte for this long is dead; the server sends a bookmark every 60 s. */
  readonly idle: number;
  readonly backoffFirst: number;
  readonly backoffMax: number;
  readonly healthy: number;
  /** How often a kind that is not installed, or not allowed, is asked for. */
  readonly absent: number;
  /** How often the cache is compared with the server. */
  readonly resync: number;
  /** How much later than a list a watch may tell what the list showed. */
  readonly lag: number;
}

export interface ListWatchOptions {
  readonly kind: Kind;
  readonly client: Pick<KubeClient, 'list'> & WatchSource;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly timing?: Partial<WatchTiming>;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly metrics?: KubeMetrics;
  readonly random?: () => number;
}

/** Which objects of a kind are watched; all of them unless told. */
export type WatchScope = Pick<ListWatchOptions, 'namespace' | 'labelSelector' | 'fieldSelector'>;

/** For a real cluster. */
export const defaultTiming: WatchTiming = {
  idle: 75_000,
  backoffFirst: 800,
  backoffMax: 30_000,
  healthy: 120_000,
  absent: 30_000,
  resync: 600_000,
  lag: 2000,
};
