import { setTimeout as sleep } from 'node:timers/promises';
import { request as httpRequest } from 'undici';
import { CallWindow } from './call-window.ts';
import type { MutationOptions } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { isDisruptionBudget, Transient } from './errors.ts';
import { failureOf, failureWithoutAnswer, isLostConnection } from './failure.ts';
import type { Connection, PooledKubeConfig } from './kubeconfig.ts';
import type { KubeMetrics } from './metrics.ts';

/** One request as the transport words it. */
export interface Call {
  readonly verb: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly resource: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly contentType?: string;
  readonly accept?: string;
  readonly options: MutationOptions;
}

export interface ExchangeOptions {
  readonly config: PooledKubeConfig;
  readonly userAgent: string;
  readonly clock?: Clock;
  readonly metrics?: KubeMetrics;
}

interface Answer {
  readonly code: number;
  readonly body: string;
  readonly retryAfter?: string;
}

const defaultTimeoutMs = 10_000;
/** No watch and no list needs longer to begin to answer. */
const firstByteMs = 15_000;
const json = 'application/json;drop=metadata.managedFields,application/json;q=0.9';

/** Sends requests over the shared pool: within a deadline, within the window, with fresh credentials, obeying Retry-After while time allows. */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #clock: Clock;
  readonly #reads = new CallWindow({ min: 8, max: 32 });
  readonly #writes = new CallWindow({ min: 4, max: 16 });

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** The parsed body of a 2xx answer; everything else is thrown as Conflict, Transient or Terminal. */
  async send(call: Call): Promise<unknown> {
    const timeoutMs = call.options.timeoutMs ?? defaultTimeoutMs;
    const signal = AbortSignal.timeout(timeoutMs);
    const giveUpAt = this.#clock.monotonic() + timeoutMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#attempt(call, signal);
      } catch (error) {
        const wait = restOf(call, error, attempt);
        if (wait === undefined || this.#clock.monotonic() + wait >= giveUpAt) throw error;
        await sleep(wait);
      }
    }
  }

  /** The open body of a stream that goes on until the signal ends it or the server does. */
  async open(call: Call, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const started = this.#clock.monotonic();
    const about = { verb: call.verb, resource: call.resource, mutation: false };
    let connection = await this.#connection(about);
    for (let first = true; ; first = false) {
      const answer = await this.#request(call, connection, signal).catch((cause: unknown) => {
        this.#observe(call, '<error>', started);
        throw failureWithoutAnswer(about, cause, true);
      });
      this.#observe(call, String(answer.statusCode), started);
      if (answer.statusCode === 200) return answer.body;
      const error = failureOf(about, answer.statusCode, await answer.body.text(), retryAfterOf(answer.headers));
      if (answer.statusCode !== 401 || !first) throw error;
      connection = await this.#options.config.refresh(connection);
    }
  }

  async #attempt(call: Call, signal: AbortSignal): Promise<unknown> {
    const about = { verb: call.verb, resource: call.resource, mutation: call.method !== 'GET' };
    const window = about.mutation ? this.#writes : this.#reads;
    const slot = await window.acquire(call.options.priority ?? 'normal', signal).catch((cause: unknown) => {
      throw failureWithoutAnswer(about, cause, false);
    });
    const started = this.#clock.monotonic();
    let overloaded = false;
    try {
      const answer = await this.#authorized(call, about, signal);
      overloaded = isOverload(answer);
      if (answer.code >= 200 && answer.code < 300) return parseBody(answer.body, about);
      throw failureOf(about, answer.code, answer.body, answer.retryAfter);
    } finally {
      slot.release({ seconds: (this.#clock.monotonic() - started) / 1000, overloaded: overloaded || signal.aborted });
    }
  }

  /** As the credentials say; read again once when the server does not accept them. */
  async #authorized(call: Call, about: { verb: string; resource: string; mutation: boolean }, signal: AbortSignal): Promise<Answer> {
    let connection = await this.#connection(about);
    const answer = await this.#once(call, connection, signal);
    if (answer.code !== 401) return answer;
    connection = await this.#options.config.refresh(connection);
    return this.#once(call, connection, signal);
  }

  async #connection(about: { verb: string; resource: string; mutation: boolean }): Promise<Connection> {
    return this.#options.config.connection().catch((cause: unknown) => {
      throw failureWithoutAnswer(about, cause, false);
    });
  }

  async #once(call: Call, connection: Connection, signal: AbortSignal): Promise<Answer> {
    const about = { verb: call.verb, resource: call.resource, mutation: call.method !== 'GET' };
    const started = this.#clock.monotonic();
    if (signal.aborted) throw failureWithoutAnswer(about, signal.reason, false);
    call.options.fence?.();
    try {
      const answer = await this.#request(call, connection, signal);
      const body = await answer.body.text();
      this.#observe(call, String(answer.statusCode), started);
      return { code: answer.statusCode, body, retryAfter: retryAfterOf(answer.headers) };
    } catch (cause) {
      this.#observe(call, '<error>', started);
      throw failureWithoutAnswer(about, cause, true);
    }
  }

  #request(call: Call, { server, dispatcher, headers }: Connection, signal: AbortSignal) {
    const url = new URL(server + call.path);
    for (const [name, value] of Object.entries(call.query ?? {})) if (value !== undefined) url.searchParams.set(name, value);
    const content = call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' };
    return httpRequest(url, {
      dispatcher,
      method: call.method,
      headers: {
        accept: call.accept ?? json,
        'user-agent': this.#options.userAgent,
        ...content,
        ...audited(call.options),
        ...authorized(headers, call.options),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal,
      headersTimeout: firstByteMs,
      bodyTimeout: 0,
    });
  }

  #observe({ verb, method, resource }: Call, code: string, started: number): void {
    this.#options.metrics?.onCall?.({ verb, method, resource, code, seconds: (this.#clock.monotonic() - started) / 1000 });
  }
}

/** As the API server calls the header (k8s.io/apiserver, pkg/apis/audit). */
function audited({ auditID }: MutationOptions): Record<string, string> {
  return auditID === undefined ? {} : { 'audit-id': auditID };
}

/** The credentials of whoever makes the call. */
function authorized(headers: Connection['headers'], { token }: MutationOptions): Connection['headers'] {
  if (token === undefined) return headers;
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...Object.fromEntries(others), Authorization: `Bearer ${token}` };
}

/** How long to rest before the same request is sent again; undefined: whether to repeat it is not for the transport to decide. */
function restOf(call: Call, error: unknown, attempt: number): number | undefined {
  if (!(error instanceof Transient)) return undefined;
  if (call.method === 'GET' && attempt === 0 && isLostConnection(error)) return 0;
  const { code, retryAfterSeconds } = error;
  return code !== 429 || retryAfterSeconds === undefined || isDisruptionBudget(error) ? undefined : retryAfterSeconds * 1000;
}

function isOverload({ code, body }: Answer): boolean {
  return code === 504 || code === 503 || (code === 429 && !body.includes('DisruptionBudget'));
}

function retryAfterOf(headers: Record<string, string | string[] | undefined>): string | undefined {
  const value = headers['retry-after'];
  return Array.isArray(value) ? value[0] : value;
}

function parseBody(body: string, about: { verb: string; resource: string; mutation: boolean }): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const { verb, resource, mutation } = about;
    throw new Transient({
      message: `${verb} ${resource}: the answer is cut off`,
      reason: 'BadAnswer',
      verb,
      resource,
      cause,
      ambiguous: mutation,
    });
  }
}
