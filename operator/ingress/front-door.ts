import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ErrorObject } from 'ajv';
import { isUngranted, KubeError } from '../kube/errors.ts';
import type { Log } from '../kube/log.ts';
import { describeError } from '../log.ts';
import { noDoorMetrics, type DoorMetrics } from '../metrics/door-metrics.ts';
import { knowAddresses } from './addresses.ts';
import { limitBodies } from './body-budget.ts';
import { answerHealth, type HealthFacts } from './health-server.ts';
import { httpLimits, type HttpLimits } from './http-limits.ts';
import { asLocalUser, byToken, letIn, open, type Identify, type Keeper } from './let-in.ts';
import { describeRoutes } from './openapi/document.ts';
import { passingProblem } from './passing-problem.ts';
import { HttpProblem, problemBody, problemType } from './problem.ts';
import { identifyRequests, logRequest, logRequests, pathOf } from './request-log.ts';
import { answerClientError, makeServer, showCertificate } from './sockets.ts';
import { BadBody, parseStrictly } from './strict-json.ts';
import { firstCertificate } from './tls/certificate.ts';
import { followCertificate, type Following } from './tls/follow-certificate.ts';
import { makeAjv, problemFrom } from './validation.ts';

/** What the front door is made of. */
export interface FrontDoorParts {
  readonly health: () => HealthFacts;
  /** Undefined while this process does not know the API server yet. */
  readonly keeper: () => Keeper | undefined;
  /** Whether this process is about to end: then it takes in nothing more, and tells what there is. */
  readonly stopping?: () => boolean;
  readonly log: Log;
  /** Those of every process unless told. */
  readonly limits?: HttpLimits;
  readonly metrics?: DoorMetrics;
  /** Folder of the TLS certificate; http without. */
  readonly certificates?: string;
  /** `none`: everybody is the local user, and only this machine can connect. */
  readonly auth?: 'token' | 'none';
}

/**
 * The HTTP server of the API, before its routes: /health, /healthz and /readyz are open, everything else is asked for its token before a byte
 * of the body is read. It listens to nobody yet.
 */
export function makeFrontDoor(parts: FrontDoorParts): FastifyInstance {
  const { health, log, limits = httpLimits, metrics = noDoorMetrics, certificates = '' } = parts;
  const identify = parts.auth === 'none' ? asLocalUser : byToken(parts.keeper);
  const certificate = certificates === '' ? undefined : firstCertificate(certificates);
  const door = Fastify({
    serverFactory: (handler) => makeServer(handler, { limits, metrics, certificate }),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, metrics),
    frameworkErrors: (error, request, reply) => void refuseOddAddress(error, { request, reply }, { identify, log }),
    bodyLimit: limits.bodyBytes,
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: limits.idLength },
    exposeHeadRoutes: true,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
  });
  const ajv = makeAjv();
  door.setValidatorCompiler(({ schema }) => ajv.compile(schema as object));
  takeStrictJson(door);
  door.setErrorHandler((error, _request, reply) => tell(reply, problemOf(error, log)));
  identifyRequests(door);
  const refuseAddress = knowAddresses(door);
  door.addHook('onRequest', async (request) => {
    await letIn(request, identify);
    if (request.is404) refuseAddress(request.method, pathOf(request));
    if (request.method === 'POST') refuseWhile(parts.stopping);
  });
  limitBodies(door, limits);
  door.addHook('preParsing', (request, reply, payload, done) => {
    if (request.headers.expect !== undefined && request.raw.httpVersion !== '1.0') reply.raw.writeContinue();
    done(null, payload);
  });
  logRequests(door, log);
  if (certificate) keepCertificateFresh(door, { folder: certificates, first: certificate, log, metrics });
  describeRoutes(door, () => health().version);
  for (const path of open) door.get(path, (request, reply) => tellHealth(health(), request, reply));
  return door;
}

function keepCertificateFresh(door: FastifyInstance, following: Omit<Following, 'show'>): void {
  const end = followCertificate({ ...following, show: (certificate) => showCertificate(door.server, certificate) });
  door.addHook('onClose', (_door, done) => {
    end();
    done();
  });
}

async function tellHealth(facts: HealthFacts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const answer = answerHealth(facts, new URL(request.url, 'http://localhost'));
  await reply
    .code(answer?.code ?? 404)
    .type(answer?.type ?? 'text/plain')
    .send(answer?.body ?? '');
}

/** What the router cannot read is told to whoever may come in; the hooks of the door do not see it. */
async function refuseOddAddress(
  { code }: FastifyError,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { identify, log }: { readonly identify: Identify; readonly log: Log },
): Promise<void> {
  const path = pathOf(request).slice(0, 253);
  const isName = code === 'FST_ERR_MAX_PARAM_LENGTH';
  const problem = isName
    ? new HttpProblem({ status: 404, message: `there is nothing at ${path}` })
    : new HttpProblem({ status: 400, message: `${path} is not the path of an address` });
  await letIn(request, identify).then(
    () => tell(reply, problem),
    (error: unknown) => tell(reply, problemOf(error, log)),
  );
  logRequest(log, request, reply);
}

async function tell(reply: FastifyReply, problem: HttpProblem): Promise<void> {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (problem.allow !== undefined) void reply.header('allow', problem.allow.join(', '));
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', String(problem.retryAfterSeconds));
  await reply
    .code(problem.status)
    .type(problemType)
    .send(JSON.stringify(problemBody(problem)));
}

/** Nothing but JSON is read, and of that only what says one thing. */
function takeStrictJson(door: FastifyInstance): void {
  door.removeAllContentTypeParsers();
  door.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseStrictly(body as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function refuseWhile(stopping: FrontDoorParts['stopping']): void {
  if (!stopping?.()) return;
  throw new HttpProblem({
    status: 503,
    message: 'this replica is stopping; send it again, and another one takes it',
    retryAfterSeconds: 1,
  });
}

/** What went wrong, without anything of the inside of the engine. */
export function problemOf(error: unknown, log: Log): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof BadBody) return new HttpProblem({ status: 400, ...error.fault });
  if (error instanceof KubeError) return problemOfApi(error, log);
  const { validation, statusCode = 500, message } = error as Partial<FastifyError> & { validation?: readonly ErrorObject[] };
  if (validation) return problemFrom(validation);
  if (statusCode === 415) return new HttpProblem({ status: 415, message: 'the content-type must be application/json' });
  if (statusCode < 500) return new HttpProblem({ status: statusCode, message: message ?? 'the request is not valid' });
  log.error('A request could not be served', { cause: describeError(error) });
  return new HttpProblem({ status: 500, message: 'the request could not be served; the log of the engine says why' });
}

function problemOfApi(error: KubeError, log: Log): HttpProblem {
  const passing = passingProblem(error, 'the API server does not answer just now; ask again');
  if (passing) log.warn('The API server did not answer a request of a caller', { cause: error.message });
  return passing ?? refusalOfApi(error, log);
}

function refusalOfApi(error: KubeError, log: Log): HttpProblem {
  const [first] = error.details?.causes ?? [];
  const field = first?.field === undefined ? {} : { field: first.field };
  if (error.code === 422) return new HttpProblem({ status: 400, message: error.message, ...field });
  if (error.code === 403 && !isUngranted(error)) return new HttpProblem({ status: 403, message: error.message });
  if (error.code === 404) return new HttpProblem({ status: 400, message: error.message });
  log.error('The API server refused a request of a caller', { cause: error.message });
  return new HttpProblem({ status: 500, message: 'the API server refused it; the log of the engine says why' });
}

const noSuchAddress: ReadonlySet<string | undefined> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);

/** The door listens on every address of the machine, by IPv4 alone where there is no other; or on the loopback alone. */
export async function listen(door: FastifyInstance, port: number, where: 'everywhere' | 'loopback' = 'everywhere'): Promise<void> {
  if (where === 'loopback') return void (await door.listen({ port, host: '127.0.0.1' }));
  try {
    await door.listen({ port, host: '::' });
  } catch (error) {
    if (!noSuchAddress.has((error as NodeJS.ErrnoException).code)) throw error;
    await door.listen({ port, host: '0.0.0.0' });
  }
}
