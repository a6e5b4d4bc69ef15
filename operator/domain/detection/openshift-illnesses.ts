import { poolState } from '../health/machine-config-pool.ts';
import type { SeenClusterOperator, SeenPool } from '../health/objects.ts';
import { timedCondition, type TimedCondition } from '../health/timed-condition.ts';
import type { DetectorPolicy } from '../policy/policy.ts';
import type { Illness } from './illness.ts';

/** Degraded or not available, each since its condition changed. */
export function clusterOperatorIllnesses(
  { status }: SeenClusterOperator,
  { degradedSeconds: lastsSeconds }: DetectorPolicy['clusterOperators'],
  firstSeen: string,
): Illness[] {
  const bad = (type: string, status: string): readonly TimedCondition[] =>
    conditions.filter((one) => one.type === type && one.status === status);
  const conditions: readonly TimedCondition[] = status?.conditions ?? [];
  const illness = ({ type, status, reason, lastTransitionTime }: TimedCondition): Omit<Illness, 'type' | 'severity'> => ({
    what: reason ? `${type} is ${status} (${reason})` : `${type} is ${status}`,
    since: lastTransitionTime ?? firstSeen,
    lastsSeconds,
  });
  return [
    ...bad('Available', 'False').map((one) => ({ ...illness(one), type: 'cluster_operator_unavailable', severity: 'critical' as const })),
    ...bad('Degraded', 'True').map((one) => ({ ...illness(one), type: 'cluster_operator_degraded', severity: 'high' as const })),
  ];
}

/** Degraded since its condition changed; one that only counts degraded machines since it was first seen so. */
export function poolIllnesses(pool: SeenPool, { degradedSeconds }: DetectorPolicy['machineConfigPools'], firstSeen: string): Illness[] {
  if (poolState(pool).kind !== 'degraded') return [];
  const degraded = timedCondition(pool, 'Degraded');
  const since = degraded?.status === 'True' ? degraded.lastTransitionTime : undefined;
  return [
    {
      type: 'machine_config_pool_degraded',
      severity: 'high',
      what: 'it is degraded',
      since: since ?? firstSeen,
      lastsSeconds: degradedSeconds,
    },
  ];
}
