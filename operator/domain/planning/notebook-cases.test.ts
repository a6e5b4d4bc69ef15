import { describe, expect, test } from '@jest/globals';
import type { ScalarMap } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { layersFromReport } from '../alerts/layers-from-report.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { builtInDefaults } from './defaults.ts';
import { planFor } from './plan-for.ts';
import { priorityOf } from './priority.ts';

/** What is done about a workload that is unavailable, whatever the notebook that reports it would do. */
function operationsFor(type: string, recommendedAction?: string): string[] {
  const anomaly = buildAnomaly({ type, recommendedAction });
  const seen = seenWorkload(unavailable(aWorkload('Deployment', 'api-service')));
  return planFor(diagnose(world([seen]), anomaly.spec), anomaly, builtInDefaults).steps.map(({ action }) => action.operation);
}

describe('nb-06-network: a notebook that finds services slow', () => {
  test.each([
    { type: 'network_policy', verb: 'update_network_policy', layer: 'platform' },
    { type: 'service_unavailable', verb: 'restart_service', layer: 'application' },
    { type: 'dns_failure', verb: 'restart_dns', layer: 'platform' },
  ])('$type speaks of the $layer layer, and $verb is a verb that nobody here knows', ({ type, verb, layer }) => {
    expect(layersFromReport({ type }).layers).toEqual([layer]);
    expect(operationsFor(type, verb)).toEqual(operationsFor(type));
  });

  test('a service that is named is judged by its workload, however grave the notebook finds it', () => {
    const own = { services: [{ service: 'api-service', latency_ms: 650, packet_loss: 2.5 }] };
    for (const { service, latency_ms, packet_loss } of givenBy('nb-06-network', own).services) {
      const details = { service, namespace: 'shop', latency_ms, packet_loss };
      expect(layersFromReport({ type: 'network_anomaly', details })).toMatchObject({
        layers: ['application'],
        what: expect.stringContaining('kinds'),
      });
    }
  });
});

describe('nb-07-exhaustion: a notebook that foresees the end of a resource', () => {
  test('what is more urgent has the smaller number', () => {
    const own = { hours_to_threshold: [5, 11, 20, 30] };
    const { hours_to_threshold: hours } = givenBy('nb-07-exhaustion', own);
    const severities = ['critical', 'high', 'medium'] as const;
    expect(hours.slice(0, 3).map((_, i) => priorityOf(buildAnomaly({ severity: severities[i] }).spec))).toEqual([1, 2, 3]);
  });

  test.each(['scale_replicas', 'increase_memory_limit', 'cleanup_disk'])('%s is a hint that changes no plan', (verb) => {
    expect(operationsFor('resource_exhaustion', verb)).toEqual(operationsFor('resource_exhaustion'));
  });

  test.each<{ metric: string; details: ScalarMap; layer: string }>([
    { metric: 'disk_usage', details: { node: 'w1' }, layer: 'infrastructure' },
    { metric: 'memory_usage', details: { namespace: 'shop', deployment: 'pay' }, layer: 'application' },
  ])('$metric of $details is in the $layer layer', ({ metric, details, layer }) => {
    expect(layersFromReport({ type: metric, details }).layers).toEqual([layer]);
  });
});

test('none of the cases from notebooks is left out', () => {
  expect(caseIds('nb-').filter((id) => !['nb-06-network', 'nb-07-exhaustion'].includes(id))).toEqual([]);
});
