import { expect } from '@jest/globals';
import type { Clock } from '../kube/clock.ts';
import { kinds } from '../kube/kinds.ts';
import type { PooledKubeConfig } from '../kube/kubeconfig.ts';
import { silentLog } from '../kube/log.ts';
import { Transport } from '../kube/transport.ts';
import { ListWatch, type WatchTiming } from '../kube/watch.ts';
import { eventually } from './eventually.ts';
import { StubCollection } from './stub-collection.ts';
import { configFor, StubServer } from './stub-server.ts';

const quick = { idle: 30_000, backoffFirst: 4, backoffMax: 20, healthy: 50, absent: 20, lag: 40 };

/** A list-watch of Nodes over real sockets, with everything that it told anyone. */
export class WatchStage {
  readonly server: StubCollection;
  readonly changes: string[] = [];
  readonly restarts: string[] = [];
  readonly drifts: number[] = [];
  readonly warnings: string[] = [];
  readonly #stub: StubServer;
  readonly #config: PooledKubeConfig;
  #watch: ListWatch | undefined;

  private constructor(server: StubCollection, stub: StubServer) {
    this.server = server;
    this.#stub = stub;
    this.#config = configFor(stub.url);
  }

  static async set(): Promise<WatchStage> {
    const server = new StubCollection();
    return new WatchStage(server, await StubServer.start(server.handler));
  }

  get watch(): ListWatch {
    if (!this.#watch) throw new Error('the watch has not begun');
    return this.#watch;
  }

  /** Starts the watch. */
  begin(timing: Partial<WatchTiming> = {}, clock?: Clock): void {
    this.#watch = new ListWatch({
      kind: kinds.Node,
      client: new Transport({ config: this.#config, userAgent: 'test' }),
      timing: { ...quick, ...timing },
      ...(clock && { clock }),
      log: { ...silentLog, warn: (message) => this.warnings.push(message) },
      metrics: { onWatchRestart: (_, reason) => this.restarts.push(reason), onCacheDrift: (_, count) => this.drifts.push(count) },
    });
    this.#watch.cache.onChange(({ kind, object: { metadata } }) =>
      this.changes.push(`${kind} ${metadata.uid}@${metadata.resourceVersion}`),
    );
    this.#watch.start();
  }

  /** Starts the watch and waits until a stream is open. */
  async watching(timing: Partial<WatchTiming> = {}): Promise<void> {
    this.begin(timing);
    await this.hasOpened(1);
  }

  hasSeen(...changes: string[]): Promise<void> {
    return eventually(() => expect(this.changes).toEqual(changes));
  }

  hasOpened(streams: number): Promise<void> {
    return eventually(() => expect(this.server.streams).toHaveLength(streams));
  }

  async clear(): Promise<void> {
    await this.#watch?.stop();
    await this.#config.close();
    await this.#stub.stop();
  }
}
