import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as tlsRequest, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathsIn } from '../harness/components.ts';
import type { Cluster } from '../harness/cluster.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { serviceAccountKubeconfig } from '../harness/service-account.ts';
import { describeCall, isMutating, type ApiCall } from './api-call.ts';
import { Rules, type Armed, type Fault, type Rule } from './rules.ts';
import { WatchStreams } from './watch-streams.ts';

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Stands between an operator and the API server and passes everything on as it is, until a rule says otherwise. It shows the API
 * server's own certificate, so a client needs nothing but another address.
 */
export class FaultProxy {
  readonly rules = new Rules();
  readonly watches = new WatchStreams();
  readonly #cluster: Cluster;
  readonly #server: Server;
  readonly #agent: Agent;
  readonly #frozen = new WeakSet<Socket>();
  readonly #sockets = new Set<Socket>();
  #mutations: ApiCall[] = [];
  #count = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#agent = new Agent({ keepAlive: true, ca: cluster.ca });
    const { certificates } = pathsIn(cluster.dir);
    const [key, cert] = ['apiserver.key', 'apiserver.crt'].map((file) => readFileSync(join(certificates, file)));
    this.#server = createServer({ key, cert, keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
      this.#handle(request, response).catch(() => request.socket.destroy());
    });
    this.#server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined); // a killed client ends its connections as it likes
    });
  }

  /** Listens on a free port of the loopback address; its own address. */
  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(`https://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
      });
    });
  }

  arm(rule: Rule): Armed {
    return this.rules.arm(rule);
  }

  /** The mutating requests since the last call of this, in the order in which they came. */
  takeMutations(): ApiCall[] {
    const taken = this.#mutations;
    this.#mutations = [];
    return taken;
  }

  /** Every connection that is open now stays open and is dead in both directions; new ones work. How many there are. */
  halfOpen(): number {
    for (const socket of this.#sockets) this.#frozen.add(socket);
    this.watches.freeze();
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#agent.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    if (this.#frozen.has(request.socket)) return;
    const call = this.#note(describeCall({ method: request.method, url: request.url, body }));
    const rule = this.rules.take(call);
    const goesOn = async (when: Rule['when']): Promise<boolean> => rule?.when !== when || this.#letThrough(rule.do, request, response);
    if (!(await goesOn('before'))) return;
    const answer = await this.#ask(request, response, body);
    if (call.verb === 'watch' && answer.statusCode === 200) return this.#stream(call, answer, response);
    const reply = { status: answer.statusCode ?? 502, headers: answer.headers, body: await readAll(answer) };
    if ((await goesOn('after-commit')) && !this.#frozen.has(request.socket)) send(response, reply);
  }

  #ask(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<IncomingMessage> {
    const upstream = this.#forward(request, body);
    response.once('close', () => upstream.destroy());
    return new Promise((resolve, reject) => upstream.once('response', resolve).on('error', reject));
  }

  #note(call: ApiCall): ApiCall {
    if (!isMutating(call)) return call;
    const numbered = { ...call, number: ++this.#count };
    this.#mutations.push(numbered);
    return numbered;
  }

  /** Does what the fault says; whether the request, or its answer, then goes on. */
  async #letThrough(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    switch (fault.kind) {
      case 'kill':
        fault.kill();
        request.socket.destroy();
        return false;
      case 'reset':
        request.socket.destroy();
        return false;
      case 'hang':
        return false;
      case 'code':
        send(response, errorReply(fault));
        return false;
      case 'delay':
        await delay(fault.ms);
        return true;
      case 'meanwhile':
        await fault.act();
        return true;
    }
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer) {
    const { hostname, port, host } = new URL(this.#cluster.server);
    const upstream = tlsRequest({ hostname, port, method, path: url, headers: { ...headers, host }, agent: this.#agent });
    upstream.end(body);
    return upstream;
  }

  #stream(call: ApiCall, answer: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, withoutHops(answer.headers));
    response.flushHeaders();
    answer.on('data', this.watches.open(call, response));
    answer.once('end', () => response.end());
    answer.once('error', () => response.destroy());
  }
}

/** A proxy that listens, and a kubeconfig with which a process is the engine's ServiceAccount and goes through it. */
export interface ProxiedAccess {
  readonly proxy: FaultProxy;
  readonly kubeconfig: string;
}

/** Starts a proxy in front of the cluster's API server for the operator under test. */
export async function startProxy(cluster: Cluster): Promise<ProxiedAccess> {
  const proxy = new FaultProxy(cluster);
  const server = await proxy.listen();
  return { proxy, kubeconfig: await serviceAccountKubeconfig(cluster, { ...engineServiceAccount, server }) };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...withoutHops(headers), 'content-length': String(body.length) });
  response.end(body);
}

/** What belongs to one connection and not to the message. */
function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const hops = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hops.includes(name)));
}

function errorReply({ code, retryAfterSeconds }: Extract<Fault, { kind: 'code' }>): Reply {
  const reasons: Readonly<Record<number, string>> = { 409: 'Conflict', 410: 'Expired', 429: 'TooManyRequests', 500: 'InternalError' };
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: reasons[code],
    code,
    message: `injected ${code}`,
  };
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: code, headers: { 'content-type': 'application/json', ...retry }, body: Buffer.from(JSON.stringify(status)) };
}
