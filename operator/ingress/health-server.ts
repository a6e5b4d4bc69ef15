import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
}

interface Answer {
  readonly code: number;
  readonly type: string;
  readonly body: string;
}

const json = (code: number, value: object): Answer => ({ code, type: 'application/json', body: `${JSON.stringify(value)}\n` });
const plain = (code: number, body: string): Answer => ({ code, type: 'text/plain; charset=utf-8', body });

/** The answer of `/health` (liveness, the document's form), `/healthz` and `/readyz` (200 or 503; `?verbose` lists every gate). */
export function answerHealth({ version, uptimeSeconds, gates }: HealthFacts, url: URL): Answer | undefined {
  switch (url.pathname) {
    case '/health':
      return json(200, { status: 'healthy', version, uptime_seconds: Math.floor(uptimeSeconds()) });
    case '/healthz':
      return plain(200, 'ok\n');
    case '/readyz':
      return readiness(gates, url.searchParams.has('verbose'));
    default:
      return undefined;
  }
}

function readiness(gates: readonly ReadinessGate[], verbose: boolean): Answer {
  const objections = gates.map((gate) => ({ name: gate.name, objection: gate.objection() }));
  const open = objections.filter(({ objection }) => objection !== undefined);
  const code = open.length === 0 ? 200 : 503;
  const shown = verbose ? objections : open;
  const lines = shown.map(({ name, objection }) => (objection === undefined ? `[+]${name} ok` : `[-]${name} not ready: ${objection}`));
  return plain(code, [...lines, code === 200 ? 'ok' : 'not ready', ''].join('\n'));
}

/** Answers GET requests by `answer`, everything else with 404 or 405; listening when the promise resolves. Port 0 takes a free one. */
export async function serve(port: number, answer: (url: URL) => Promise<Answer | undefined> | Answer | undefined): Promise<Server> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 8192 },
    (request, response) => {
      void respond(request, response, answer);
    },
  );
  server.maxConnections = 512;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`port ${port} cannot be listened on`, { cause })));
    server.listen(port, resolve);
  });
  return server;
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Parameters<typeof serve>[1]): Promise<void> {
  const { code, type, body } = await answerOf(request, answer);
  response.writeHead(code, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerOf(request: IncomingMessage, answer: Parameters<typeof serve>[1]): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET\n');
  try {
    return (await answer(new URL(request.url ?? '/', 'http://localhost'))) ?? plain(404, 'not found\n');
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
