import type { Anomaly, AnomalySpec, AnomalyStatus, Target } from '../api/generated/types.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import { engineApiVersion } from '../kube/kinds.ts';
import { target } from './targets.ts';

/** What a test wants to say about an anomaly; everything else has a usual value. */
export interface AnomalyWish extends Partial<Omit<AnomalySpec, 'targets'>> {
  name?: string;
  namespace?: string;
  uid?: string;
  creationTimestamp?: string;
  /** `Node/w1` or `Deployment/shop/pay`, or the targets themselves. */
  targets?: readonly (string | Target)[];
  status?: AnomalyStatus;
}

/** An anomaly as the API server stores it: by default one that a rule reported in the system namespace. */
export function buildAnomaly(wish: AnomalyWish = {}): Anomaly {
  const { name = 'anom-1', namespace = usualNamespace, creationTimestamp = '2026-01-01T00:00:00Z', targets, status, ...rest } = wish;
  const { uid = `uid-${name}`, ...spec } = rest;
  return {
    apiVersion: engineApiVersion,
    kind: 'Anomaly',
    metadata: { name, namespace, uid, resourceVersion: '1', generation: 1, creationTimestamp },
    spec: {
      type: 'something_wrong',
      severity: 'high',
      source: 'deterministic',
      ...spec,
      ...(targets && { targets: targets.map((one) => (typeof one === 'string' ? target(one) : one)) }),
    },
    ...(status && { status }),
  };
}
