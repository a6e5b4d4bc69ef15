import type { Anomaly, RemediationAction, RemediationPlan } from '../../api/generated/types.ts';
import { controllerOf } from '../../api/resource.ts';
import type { Cache } from '../../kube/cache.ts';
import { parseKey, type StoredObject } from '../../kube/client.ts';
import { correlated, type Correlation } from '../../kube/correlation.ts';

/** What lines about the anomaly carry. */
export function idsOfAnomaly({ metadata, status }: Anomaly): Correlation {
  return { anomaly: metadata.name, ...(status?.planRef && { plan: status.planRef.name }) };
}

/** What lines about the plan carry. */
export function idsOfPlan({ metadata, spec }: RemediationPlan): Correlation {
  return { plan: metadata.name, ...(spec.anomalyRef && { anomaly: spec.anomalyRef.name }) };
}

/** What lines about the action carry. */
export function idsOfAction(action: RemediationAction): Correlation {
  const owner = controllerOf(action);
  return { action: action.metadata.name, ...(owner?.kind === 'RemediationPlan' && { plan: owner.name }) };
}

/** The reconcile, its lines carrying the ids of the object of its key, as far as the cache knows that. */
export function namingIn<T extends StoredObject, R>(cache: Cache<T>, idsOf: (object: T) => Correlation, reconcile: (key: string) => R) {
  return (key: string): R => {
    const object = cache.get(parseKey(key));
    return object ? correlated(idsOf(object), () => reconcile(key)) : reconcile(key);
  };
}
