import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { httpLimits } from './http-limits.ts';

/** One thing that must hold before this process is ready. */
export interface ReadinessGate {
  readonly name: string;
  /** Why not yet, in one sentence; undefined when it holds. */
  objection(): string | undefined;
}

/** What the endpoints tell. */
export interface HealthFacts {
  readonly version: string;
  readonly uptimeSeconds: () => number;
  readonly gates: readonly ReadinessGate[];
  /** What `?verbose` tells besides: it keeps nobody from being ready. */
  readonly notes?: readonly string[];
}

/** What is answered to one request. */
export interface Answer {
  readonly code: number;
  readonly type: string;
  readonly body: string;
  /** Beside those that the other members make. */
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (code: number, value: object): Answer => ({ code, type: 'application/json', body: `${JSON.stringify(value)}\n` });
/** A text for people. */
export const plain = (code: number, body: string): Answer => ({ code, type: 'text/plain; charset=utf-8', body });

/** The answer of `/health` (liveness, the document's form), `/healthz` and `/readyz` (200 or 503; `?verbose` lists every gate and note). */
export function answerHealth({ version, uptimeSeconds, gates, notes = [] }: HealthFacts, url: URL): Answer | undefined {
  switch (url.pathname) {
    case '/health':
      return json(200, { status: 'healthy', version, uptime_seconds: Math.floor(uptimeSeconds()) });
    case '/healthz':
      return plain(200, 'ok\n');
    case '/readyz':
      return url.searchParams.has('verbose') ? readiness(gates, notes) : readiness(gates);
    default:
      return undefined;
  }
}

function readiness(gates: readonly ReadinessGate[], notes?: readonly string[]): Answer {
  const objections = gates.map((gate) => ({ name: gate.name, objection: gate.objection() }));
  const open = objections.filter(({ objection }) => objection !== undefined);
  const code = open.length === 0 ? 200 : 503;
  const shown = notes ? objections : open;
  const lines = shown.map(({ name, objection }) => (objection === undefined ? `[+]${name} ok` : `[-]${name} not ready: ${objection}`));
  return plain(code, [...lines, ...(notes ?? []).map((note) => `[!]${note}`), code === 200 ? 'ok' : 'not ready', ''].join('\n'));
}

/** What a GET is answered with; undefined where there is nothing. */
export type AnswerTo = (url: URL, request: IncomingMessage) => Promise<Answer | undefined> | Answer | undefined;

/**
 * Answers GET requests by `answer`, everything else with 404 or 405; listening when the promise resolves. Port 0 takes a free one. An answer
 * takes no time, so it is the oldest connection that goes when there are too many: a crowd that says nothing keeps nobody out.
 */
export async function serve(port: number, answer: AnswerTo, certificate?: SecureContextOptions): Promise<Server> {
  const { connections, headersMs: headersTimeout, requestMs: requestTimeout, keepAliveMs: keepAliveTimeout, headerBytes } = httpLimits;
  const options = { headersTimeout, requestTimeout, keepAliveTimeout, maxHeaderSize: headerBytes };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void respond(request, response, answer);
  const server: Server = certificate
    ? createTlsServer({ ...options, ...certificate, handshakeTimeout: httpLimits.handshakeMs }, listener)
    : createServer(options, listener);
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size > connections) oldest?.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`port ${port} cannot be listened on`, { cause })));
    server.listen(port, resolve);
  });
  return server;
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: AnswerTo): Promise<void> {
  const { code, type, body, headers } = await answerOf(request, answer);
  response.writeHead(code, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerOf(request: IncomingMessage, answer: AnswerTo): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET\n');
  try {
    return (await answer(new URL(request.url ?? '/', 'http://localhost'), request)) ?? plain(404, 'not found\n');
  } catch {
    return plain(400, 'bad request\n');
  }
}

/** The port that the server listens on. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** No further connection is taken and open ones are ended. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
