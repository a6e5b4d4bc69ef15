import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../kube/clock.ts';
import { PooledKubeConfig } from '../kube/kubeconfig.ts';

/** A request as the stub received it, its body parsed. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export type StubHandler = (request: StubRequest, response: ServerResponse) => void;

/** An HTTP server on a random port that answers as the test says and counts what reaches it. */
export class StubServer {
  readonly requests: StubRequest[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #handler: StubHandler;

  private constructor(handler: StubHandler) {
    this.#handler = handler;
    this.#server = createServer((request, response) => void this.#receive(request, response));
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on('connection', (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(handler: StubHandler = (_, response) => answer(response, 200, {})): Promise<StubServer> {
    const stub = new StubServer(handler);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on the stub answers so. */
  answerWith(handler: StubHandler): void {
    this.#handler = handler;
  }

  /** Every open connection is reset. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://stub');
    const text = Buffer.concat(chunks).toString('utf8');
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      body,
    };
    this.requests.push(request);
    this.#handler(request, response);
  }
}

/** Answers with this code and JSON body. */
export function answer(response: ServerResponse, code: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with an error as the API server words it. */
export function answerStatus(
  response: ServerResponse,
  code: number,
  reason: string,
  more: { details?: object; retryAfter?: string } = {},
): void {
  const headers: Record<string, string> = more.retryAfter === undefined ? {} : { 'retry-after': more.retryAfter };
  answer(
    response,
    code,
    { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: reason, reason, code, details: more.details },
    headers,
  );
}

/** A kubeconfig for the stub; the TLS option makes client-node's own classes open a pool per call. */
export function configFor(
  server: string,
  { clock, tokenFile, caFile }: { clock?: Clock; tokenFile?: string; caFile?: string } = {},
): PooledKubeConfig {
  const config = new PooledKubeConfig(clock);
  const authProvider = tokenFile === undefined ? undefined : { name: 'tokenFile', config: { tokenFile } };
  config.loadFromOptions({
    clusters: [{ name: 'stub', server, skipTLSVerify: true, caFile }],
    users: [{ name: 'test', authProvider }],
    contexts: [{ name: 'stub', cluster: 'stub', user: 'test' }],
    currentContext: 'stub',
  });
  return config;
}
