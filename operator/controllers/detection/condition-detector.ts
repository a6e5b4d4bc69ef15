import type { DetectorName, Illness } from '../../domain/detection/illness.ts';
import { clusterOperatorIllnesses, poolIllnesses } from '../../domain/detection/openshift-illnesses.ts';
import type { SeenClusterOperator, SeenPool } from '../../domain/health/objects.ts';
import type { DetectorPolicy } from '../../domain/policy/policy.ts';
import type { StoredObject } from '../../kube/client.ts';
import { kinds, type Kind } from '../../kube/kinds.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import type { Ask, Detector } from './detector.ts';
import { makeFirstSights } from './first-sights.ts';
import { makeServedWatch } from './served-watch.ts';

interface Sort<T> {
  readonly name: DetectorName;
  readonly kind: Kind;
  readonly isOn: (policy: DetectorPolicy) => boolean;
  readonly illnesses: (object: T, policy: DetectorPolicy, firstSeen: string) => Illness[];
}

type Needed = Pick<EngineDeps, 'client' | 'watch' | 'policy'>;

/** ClusterOperators, where OpenShift is. */
export function makeClusterOperatorDetector(deps: Needed, ask: Ask): Detector {
  return makeConditionDetector<SeenClusterOperator>(deps, ask, {
    name: 'clusterOperators',
    kind: kinds.ClusterOperator,
    isOn: ({ clusterOperators }) => clusterOperators.enabled,
    illnesses: (operator, { clusterOperators }, firstSeen) => clusterOperatorIllnesses(operator, clusterOperators, firstSeen),
  });
}

/** MachineConfigPools, where OpenShift is. */
export function makePoolDetector(deps: Needed, ask: Ask): Detector {
  return makeConditionDetector<SeenPool>(deps, ask, {
    name: 'machineConfigPools',
    kind: kinds.MachineConfigPool,
    isOn: ({ machineConfigPools }) => machineConfigPools.enabled,
    illnesses: (pool, { machineConfigPools }, firstSeen) => poolIllnesses(pool, machineConfigPools, firstSeen),
  });
}

/** Cluster-scoped objects of one kind that say by conditions how they are. */
function makeConditionDetector<T extends StoredObject>(deps: Needed, ask: Ask, { name, kind, isOn, illnesses }: Sort<T>): Detector {
  const seen = makeFirstSights();
  const watch = makeServedWatch<T>(deps, kind);
  watch.cache.onChange(({ object }) => ask(object.metadata.name));
  return {
    name,
    isOn,
    open: () => watch.open(),
    close: () => watch.close(),
    subjects: () => watch.cache.list().map(({ metadata }) => metadata.name),
    look(subject, now) {
      const object = watch.cache.get({ name: subject });
      const firstSeen = seen.of(subject, () => now.toISOString());
      const found = object ? illnesses(object, deps.policy().detectors, firstSeen) : [];
      if (found.length === 0) seen.forget(subject);
      const target = { apiVersion: kind.apiVersion, kind: kind.kind, name: subject };
      return Promise.resolve({ sighting: { detector: name, target, illnesses: found }, labels: object?.metadata.labels });
    },
  };
}
