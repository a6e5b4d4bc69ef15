import type { IncomingMessage, Server } from 'node:http';
import type { Registry } from 'prom-client';
import type { Settings } from '../config.ts';
import type { Log } from '../kube/log.ts';
import { noDoorMetrics } from '../metrics/door-metrics.ts';
import { problemOf } from './front-door.ts';
import { plain, serve, type Answer } from './health-server.ts';
import { callerBehind, type Keeper } from './let-in.ts';
import { firstAllowed } from './rest/desk.ts';
import { showCertificate } from './sockets.ts';
import { firstCertificate } from './tls/certificate.ts';
import { followCertificate } from './tls/follow-certificate.ts';

/** What PROMETHEUS_PORT is served by. */
export interface MetricsParts {
  readonly registry: Registry;
  readonly keeper: Keeper;
  readonly log: Log;
  readonly settings: Pick<Settings, 'prometheusPort' | 'metricsAuth' | 'tlsCertDir'>;
}

const path = '/metrics';

/**
 * The metrics of this process on their own port; listening when the promise resolves. With METRICS_AUTH=token they are for who may `get` that
 * path by the roles of the cluster, as kube-rbac-proxy had it, and the port speaks https where there is a certificate: tokens come over it.
 */
export async function serveMetrics(parts: MetricsParts): Promise<Server> {
  const { log, settings } = parts;
  const { prometheusPort: port, metricsAuth, tlsCertDir: folder } = settings;
  const answer = answerMetrics(parts);
  if (metricsAuth === 'none' || folder === '') return serve(port, answer);
  const first = firstCertificate(folder);
  const server = await serve(port, answer, first);
  // What becomes of the certificate the front door counts already.
  const end = followCertificate({ folder, first, log, metrics: noDoorMetrics, show: (next) => showCertificate(server, next) });
  server.once('close', end);
  return server;
}

/** What a request is answered with: 200; 401 without a good token, 403 without the right, 503 while nobody can be asked; 404 elsewhere. */
export function answerMetrics({ registry, keeper, log, settings }: MetricsParts) {
  return async (url: URL, request: IncomingMessage): Promise<Answer | undefined> => {
    if (url.pathname !== path) return undefined;
    try {
      if (settings.metricsAuth === 'token') await letRead(request, keeper);
      return { code: 200, type: registry.contentType, body: await registry.metrics() };
    } catch (error) {
      return refusal(error, log);
    }
  };
}

async function letRead({ headers, socket }: IncomingMessage, keeper: Keeper): Promise<void> {
  const caller = await callerBehind({ authorization: headers.authorization, from: socket.remoteAddress ?? '' }, keeper);
  await firstAllowed(keeper, caller, [{ verb: 'get', resource: path }]);
}

function refusal(error: unknown, log: Log): Answer {
  const { status, message, retryAfterSeconds } = problemOf(error, log);
  const headers = {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  return { ...plain(status, `${message}\n`), headers };
}
