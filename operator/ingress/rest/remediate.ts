import type { FastifyInstance } from 'fastify';
import type { RemediationAction, RemediationActionSpec } from '../../api/generated/types.ts';
import { requestedActionName } from '../../api/names.ts';
import { targetString } from '../../api/target.ts';
import { changesSomething } from '../../domain/limits/changes.ts';
import { kinds } from '../../kube/kinds.ts';
import { inWords } from '../auth/authorize.ts';
import type { Caller } from '../auth/caller.ts';
import { callerOf } from '../let-in.ts';
import { HttpProblem } from '../problem.ts';
import { deskOf, firstAllowed, type Desk } from './desk.ts';
import { repeatableOf, storeOnce, type Repeatable } from './idempotency.ts';
import { tracedBy } from './traced-by.ts';
import { actionSpecFrom, remediateRequestSchema, type RemediateRequest } from './remediate-request.ts';

/** The answer of POST /api/v1/remediate. */
export interface Queued {
  readonly action_id: string;
  readonly status: 'queued';
  /** 1 for the next one; 0 for one that stands in no queue, as when a person has to approve it first. */
  readonly position_in_queue: number;
}

/** POST /api/v1/remediate. */
export function remediateRoutes(door: FastifyInstance, desk: () => Desk | undefined): void {
  door.post('/api/v1/remediate', { schema: { body: remediateRequestSchema } }, async (request, reply) => {
    const asked = { body: request.body as RemediateRequest, repeatable: repeatableOf(request), annotations: tracedBy(request) };
    const answer = await remediate(deskOf(desk), callerOf(request), asked);
    return reply.code(202).send(answer);
  });
}

interface Asked {
  readonly body: RemediateRequest;
  readonly repeatable: Repeatable | undefined;
  readonly annotations: Record<string, string>;
}

async function remediate(desk: Desk, caller: Caller, { body, repeatable, annotations }: Asked): Promise<Queued> {
  const spec = actionSpecFrom(body, caller.username, desk.operations);
  const namespace = placeOf(spec, desk.systemNamespace);
  await permit(desk, caller, namespace, spec);
  const draft = { kind: kinds.RemediationAction, namespace, spec, annotations };
  const shop = { desk, cache: desk.caches.actions, draft, nameOn: requestedActionName };
  const stored = await storeOnce<RemediationAction>(shop, repeatable);
  return { action_id: stored.metadata.name, status: 'queued', position_in_queue: desk.placeOf(stored) };
}

/** An action lives beside what it is done to, as kubectl users have to place it; what has no namespace, in the system's. */
function placeOf({ target: { kind, namespace, name } }: RemediationActionSpec, systemNamespace: string): string {
  return namespace ?? (kind === 'Namespace' ? name : systemNamespace);
}

/** All that admission would ask of the caller; it lets the engine, which stores the action, do what it likes. */
async function permit(desk: Desk, caller: Caller, namespace: string, { source, operation, target }: RemediationActionSpec): Promise<void> {
  await firstAllowed(desk, caller, [{ verb: 'create', resource: 'remediationactions', namespace }]);
  if (source !== 'manual') await firstAllowed(desk, caller, [{ verb: 'use', resource: 'sources', name: source, namespace }]);
  if (!changesSomething(operation) || !desk.isProtected(target)) return;
  const where = target.namespace === undefined ? {} : { namespace: target.namespace };
  const access = { verb: 'remediate-protected', resource: 'targets', name: target.name, ...where };
  if (await desk.authorize(caller, access)) return;
  const message = `${targetString(target)} is protected, and ${caller.username} may not ${inWords(access)}`;
  throw new HttpProblem({ status: 403, message, code: 'ProtectedTarget' });
}
