import { budgetsOf, podName, type DrainBudget, type DrainPod } from '../domain/execution/evictable.ts';
import type { KubeClient } from '../kube/client.ts';
import { Conflict, isDisruptionBudget, isNamespaceTerminating, isNotFound, KubeError, Transient } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';

/** What came of asking for one eviction; `unanswered` concerns this pod alone, `later` whatever else would be asked for now. */
export type EvictionReply =
  | { readonly kind: 'going' }
  | { readonly kind: 'held'; readonly by: string }
  | { readonly kind: 'unanswered'; readonly message: string }
  | { readonly kind: 'later'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly message: string };

/** How a pod is asked to go; without a grace period it takes its own. */
export interface Asking {
  /** Those of its namespace, to name the ones that hold it. */
  readonly budgets: readonly DrainBudget[];
  readonly gracePeriodSeconds?: number;
}

/** As kubectl: a budget is asked again after this many seconds. */
export const retrySeconds = 5;

/** Exactly this pod, by its uid, is asked to go through the Eviction API; throws what concerns the engine rather than the pod. */
export async function evict(client: KubeClient, pod: DrainPod, { budgets, gracePeriodSeconds }: Asking): Promise<EvictionReply> {
  const { namespace, name, uid } = pod.metadata;
  const deleteOptions = { preconditions: { uid }, ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }) };
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, deleteOptions };
  try {
    await client.create(kinds.Pod, eviction, { subresource: 'eviction', key: { namespace, name } });
    return { kind: 'going' };
  } catch (error) {
    return replyTo(error, pod, budgetsOf(pod, budgets));
  }
}

function replyTo(error: unknown, pod: DrainPod, covering: readonly string[]): EvictionReply {
  if (isNotFound(error) || error instanceof Conflict || isNamespaceTerminating(error)) return { kind: 'going' };
  const budgets = covering.join(', ') || 'an unknown budget';
  if (isDisruptionBudget(error)) return { kind: 'held', by: `Pod ${podName(pod)} by ${budgets}` };
  if (isTooManyBudgets(error))
    return { kind: 'refused', message: `Pod ${podName(pod)} is covered by more than one PodDisruptionBudget: ${budgets}` };
  // Whether an unanswered eviction was made is seen on the pod at the next look.
  if (error instanceof Transient) return unmade(error, pod);
  throw error;
}

/** A webhook that fails or hangs for one pod says nothing about the next one; a server that is overloaded or away does. */
function unmade({ code, reason, message, retryAfterSeconds }: Transient, pod: DrainPod): EvictionReply {
  const away = code === undefined && reason !== 'Timeout';
  // A webhook that has a virtual machine moved first answers 429, too, but only the API server itself says when to come back.
  const overloaded = code === 503 || (code === 429 && retryAfterSeconds !== undefined);
  if (away || overloaded) return { kind: 'later', seconds: retryAfterSeconds ?? 1 };
  return { kind: 'unanswered', message: `Pod ${podName(pod)}: ${message}` };
}

function isTooManyBudgets(error: unknown): boolean {
  return error instanceof KubeError && error.code === 500 && /more than one PodDisruptionBudget/i.test(error.message);
}
