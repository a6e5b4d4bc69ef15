import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import type { DoorMetrics } from '../metrics/door-metrics.ts';
import type { HttpLimits } from './http-limits.ts';
import { HttpProblem, problemBody, problemType } from './problem.ts';

/** The server behind the front door, with its limits: https with a certificate, else http. It listens to nobody yet. */
export function makeServer(
  listener: RequestListener,
  { limits, certificate, metrics }: { limits: HttpLimits; certificate: SecureContextOptions | undefined; metrics: DoorMetrics },
): Server {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    keepAliveTimeout: limits.keepAliveMs,
  };
  const server: Server = certificate
    ? createTlsServer({ ...options, ...certificate, handshakeTimeout: limits.handshakeMs }, listener)
    : createServer(options, listener);
  server.maxConnections = limits.connections;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.setTimeout(limits.silenceMs);
  server.on('drop', () => metrics.refused('connections'));
  // Node would ask for the body by itself, before anybody knows who sends it.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  return server;
}

/** Whoever connects from now on is shown this certificate; open connections keep theirs. */
export function showCertificate(server: Server, certificate: SecureContextOptions): void {
  if (server instanceof TlsServer) server.setSecureContext(certificate);
}

interface ClientError extends Error {
  readonly code?: string;
}

/** Answers a client whose bytes never became a request, and closes its connection. */
export function answerClientError({ code = '' }: ClientError, socket: Duplex, metrics: DoorMetrics): void {
  const { reason, problem } = refusals[code] ?? malformed;
  const isHttp = code.startsWith('HPE_') || code.startsWith('ERR_HTTP_');
  if (isHttp) metrics.refused(reason);
  if (isHttp && socket.writable) socket.end(asText(problem), () => socket.destroy());
  else socket.destroy();
}

const refusals: Readonly<Record<string, { reason: Parameters<DoorMetrics['refused']>[0]; problem: HttpProblem }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    reason: 'timeout',
    problem: new HttpProblem({ status: 408, message: 'the request took too long to arrive' }),
  },
  HPE_HEADER_OVERFLOW: { reason: 'headers', problem: new HttpProblem({ status: 431, message: 'the headers are too large' }) },
};
const malformed = { reason: 'malformed', problem: new HttpProblem({ status: 400, message: 'this is not a request of HTTP/1.1' }) } as const;

function asText(problem: HttpProblem): string {
  const body = JSON.stringify(problemBody(problem));
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `Content-Type: ${problemType}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
