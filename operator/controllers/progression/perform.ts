import type { RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { finalizers } from '../../api/resource.ts';
import { suspendedHold } from '../../domain/limits/suspended.ts';
import type { CancelAction, Effect, Happening, NewAction, Refused } from '../../domain/progression/seen.ts';
import { keyOf } from '../../kube/client.ts';
import { isAlreadyExists, isForbidden, isInvalid, isNamespaceTerminating, isNotFound, isSuspended, unless } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { maybeForward, maybeTaken } from './defects.ts';

type Needed = Pick<EngineDeps, 'client' | 'caches' | 'log'>;

/** What became of the effects. */
export interface Performed {
  /** Actions that the API server would not create, by name. */
  readonly refused: ReadonlyMap<string, Refused>;
  /** Something stood in the way that the next pass should look at now. */
  readonly again: boolean;
}

/** Performs the effects in their order; the next pass reads what came of them. */
export async function performAll(
  deps: Needed,
  plan: RemediationPlan,
  effects: readonly Effect[],
  tell: (news: Happening) => void,
): Promise<Performed> {
  const refused = new Map<string, Refused>();
  let [current, again] = [plan, false];
  for (const effect of effects) {
    if (effect.kind === 'createAction') again = (await create(deps, effect.action, refused)) || again;
    else if (effect.kind === 'cancelAction') await cancel(deps, plan.metadata.namespace, effect);
    else if (effect.kind === 'happened') tell(effect.happening);
    else current = await setFinalizer(deps, current, effect.kind === 'addFinalizer');
  }
  return { refused, again };
}

async function setFinalizer({ client, caches }: Needed, plan: RemediationPlan, wanted: boolean): Promise<RemediationPlan> {
  const others = (plan.metadata.finalizers ?? []).filter((one) => one !== finalizers.cancel);
  const body = {
    metadata: { resourceVersion: plan.metadata.resourceVersion, finalizers: wanted ? [...others, finalizers.cancel] : others },
  };
  const stored = await client.patch<RemediationPlan>(kinds.RemediationPlan, keyOf(plan), body);
  caches.plans.upsert(stored);
  return stored;
}

/** The action is there; true when instead the next pass has to see what has its name, or why it was refused. */
async function create({ client, caches, log }: Needed, action: NewAction, refused: Map<string, Refused>): Promise<boolean> {
  const { name, namespace } = action.metadata;
  try {
    const stored = await client.create<RemediationAction>(kinds.RemediationAction, toCreate(maybeForward(action)));
    caches.actions.upsert(maybeTaken(stored, action));
    return false;
  } catch (error) {
    if (isNamespaceTerminating(error)) {
      log.debug('The namespace is going away, nothing is created in it', { action: name, namespace });
      return false;
    }
    const refusal = refusalFrom(error);
    if (refusal) {
      refused.set(name, refusal);
      return true;
    }
    if (!isAlreadyExists(error)) throw error;
  }
  const there = await client.get<RemediationAction>(kinds.RemediationAction, { namespace, name });
  if (there) caches.actions.upsert(there);
  return true;
}

function refusalFrom(error: unknown): Refused | undefined {
  if (isSuspended(error)) return { reason: 'Suspended', message: suspendedHold.message };
  if (isForbidden(error)) return { reason: 'Forbidden', message: `The action could not be created: ${error.message}` };
  return isInvalid(error) ? { reason: 'ApplyFailed', message: `The action could not be created: ${error.message}` } : undefined;
}

/** The server gives an object its uid and its times. */
function toCreate({ metadata, ...rest }: NewAction) {
  return { ...rest, metadata: { ...metadata, labels: { ...metadata.labels }, ownerReferences: [...metadata.ownerReferences] } };
}

async function cancel({ client, caches }: Needed, namespace: string | undefined, effect: CancelAction): Promise<void> {
  const { name, uid, resourceVersion } = effect;
  const body = { metadata: { uid, ...(resourceVersion !== undefined && { resourceVersion }) }, spec: { cancel: true } };
  const cancelled = await client.patch<RemediationAction>(kinds.RemediationAction, { namespace, name }, body).catch(unless(isNotFound));
  if (cancelled) caches.actions.upsert(cancelled);
}
