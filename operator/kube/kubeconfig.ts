import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { isAbsolute, join } from 'node:path';
import { KubeConfig, type ConfigOptions, type RequestContext, type User } from '@kubernetes/client-node';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import { parse } from 'yaml';
import { systemClock, type Clock } from './clock.ts';

/** What one request needs: where to, through which pool, and as whom. */
export interface Connection {
  readonly server: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
}

const tlsFields = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'] as const;
type TlsOptions = Pick<RequestOptions, (typeof tlsFields)[number]>;

/** As client-go and client-node: credentials are read again when older than this. */
const freshMs = 60_000;
const callDeadlineMs = 10_000;
const idleSocketMs = 60_000;

/**
 * A KubeConfig with one connection pool for everything: its API classes, and the engine's own transport, use the same sockets. Tokens and
 * certificates are read again every minute, and at once when the server refused them.
 */
export class PooledKubeConfig extends KubeConfig {
  readonly #clock: Clock;
  #connection: Connection | undefined;
  #tls: TlsOptions = {};
  #readAt = 0;
  #reading: Promise<Connection> | undefined;

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
  }

  /** The present connection, with credentials no older than a minute; throws what reading them throws if there were none before. */
  async connection(): Promise<Connection> {
    if (this.#connection && this.#clock.monotonic() - this.#readAt < freshMs) return this.#connection;
    return this.#read();
  }

  /** Credentials are read again now, unless that has happened since the given connection was handed out. */
  async refresh(refused: Connection): Promise<Connection> {
    if (this.#connection && this.#connection !== refused) return this.#connection;
    return this.#read();
  }

  /** No socket is left open. */
  async close(): Promise<void> {
    await this.#connection?.dispatcher.destroy();
    this.#connection = undefined;
  }

  /** Gives client-node's API classes the shared pool in place of a new one per call, and a deadline where they have none. */
  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    const { dispatcher, headers } = await this.connection();
    for (const [name, value] of Object.entries(headers)) context.setHeaderParam(name, value);
    context.setDispatcher(dispatcher);
    if (!context.getSignal()) context.setSignal(AbortSignal.timeout(callDeadlineMs));
  }

  /** As the base class, which does not know kubectl's `tokenFile` of a user. */
  override loadFromString(config: string, options?: Partial<ConfigOptions>): void {
    super.loadFromString(config, options);
    const raw = parse(config) as { users?: { name?: string; user?: { tokenFile?: string } }[] };
    const files = new Map(raw.users?.map(({ name, user }) => [name, user?.tokenFile]));
    this.users = this.users.map((user) => {
      const tokenFile = files.get(user.name);
      return tokenFile === undefined ? user : { ...user, authProvider: { name: 'tokenFile', config: { tokenFile } } };
    });
  }

  override makePathsAbsolute(rootDirectory: string): void {
    super.makePathsAbsolute(rootDirectory);
    this.users = this.users.map((user) => {
      const file = tokenFileOf(user);
      if (file === undefined || isAbsolute(file)) return user;
      return { ...user, authProvider: { name: 'tokenFile', config: { tokenFile: join(rootDirectory, file) } } };
    });
  }

  #read(): Promise<Connection> {
    this.#reading ??= this.#connect().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #connect(): Promise<Connection> {
    const { tls, headers } = await this.#credentials().catch((error: unknown) => {
      if (this.#connection) return { tls: this.#tls, headers: this.#connection.headers };
      throw error;
    });
    const server = this.getCurrentCluster()?.server;
    if (server === undefined) throw new Error('the kubeconfig names no cluster');
    const previous = this.#connection?.dispatcher;
    const keep = previous !== undefined && sameTls(tls, this.#tls);
    const dispatcher = keep ? previous : this.#pool(tls);
    this.#readAt = this.#clock.monotonic();
    this.#tls = tls;
    this.#connection = { server, dispatcher, headers };
    if (!keep) previous?.close().catch(() => undefined);
    return this.#connection;
  }

  async #credentials(): Promise<{ tls: TlsOptions; headers: Record<string, string> }> {
    const options: RequestOptions = {};
    await this.applyToHTTPSOptions(options);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value).trim();
    if (typeof options.auth === 'string') headers.Authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
    const tokenFile = tokenFileOf(this.getCurrentUser());
    if (tokenFile !== undefined) headers.Authorization = `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`;
    const tls = Object.fromEntries(tlsFields.flatMap((field) => (options[field] === undefined ? [] : [[field, options[field]]])));
    return { tls, headers };
  }

  /** HTTP/1.1 on purpose: with HTTP/2 all watches would share one connection, and one stall would be all of them's. */
  #pool(tls: TlsOptions): Dispatcher {
    const how = this.createDispatcherOptions(this.getCurrentCluster(), tls);
    const shared = { allowH2: false, keepAliveTimeout: idleSocketMs, keepAliveMaxTimeout: 10 * idleSocketMs };
    switch (how.type) {
      case 'agent':
        return new Agent({ ...shared, connect: { ...how.connect, timeout: callDeadlineMs } });
      case 'none':
        return new Agent({ ...shared, connect: { keepAlive: true, keepAliveInitialDelay: 30_000, timeout: callDeadlineMs } });
      case 'proxy':
        return new ProxyAgent({ ...shared, uri: how.uri, requestTls: how.requestTls, connect: how.connect });
      case 'socks':
        throw new Error('a SOCKS proxy is not supported; use an HTTP proxy');
    }
  }
}

function tokenFileOf(user: User | null): string | undefined {
  const provider = user?.authProvider as { config?: { tokenFile?: string } } | undefined;
  return provider?.config?.tokenFile;
}

function sameTls(left: TlsOptions, right: TlsOptions): boolean {
  return tlsFields.every((field) => JSON.stringify(left[field]) === JSON.stringify(right[field]));
}
