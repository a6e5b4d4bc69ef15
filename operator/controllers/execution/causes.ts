import type { RemediationAction } from '../../api/generated/types.ts';
import { causeOfAction, causeOfRelease, type Cause, type Origin, type Work } from '../../domain/audit/cause.ts';
import type { Stage } from '../../domain/execution/stage.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { claimOf } from './owners.ts';

/** What an action does at a stage. */
export function workAt(stage: Stage): Work {
  const direction = stage.kind === 'undo' ? 'undo' : 'forward';
  return 'intent' in stage ? { direction, intent: stage.intent } : { direction };
}

/** Why the action writes what it writes next. */
export function causeOf({ caches }: Pick<EngineDeps, 'caches'>, action: RemediationAction, work: Work): () => Cause {
  return () => causeOfAction(action, originOf(caches, action), work);
}

function originOf({ plans, anomalies }: EngineDeps['caches'], action: RemediationAction): Origin {
  const plan = plans.getByUid(claimOf(action));
  const { uid } = plan?.spec.anomalyRef ?? {};
  return { plan, anomaly: uid === undefined ? undefined : anomalies.getByUid(uid) };
}

/** For taking away what was left on an object in the name of a plan or an action of that uid. */
export function releasing({ caches, clientFor }: Pick<EngineDeps, 'caches' | 'clientFor'>, rule: string, ownerUid: string): KubeClient {
  return clientFor(() => causeOfRelease(rule, caches.plans.getByUid(ownerUid) ?? caches.actions.getByUid(ownerUid)));
}
