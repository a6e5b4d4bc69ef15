import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { loadCrds, type Schema } from '../../scripts/schema/crd.ts';
import type { Anomaly } from '../api/generated/types.ts';
import { waitingReasons } from '../api/waiting-reasons.ts';
import { countJudged } from '../controllers/planning/count-judged.ts';
import { makeDoorMetrics } from './door-metrics.ts';
import { makeEngineMetrics } from './engine-metrics.ts';
import { engineState, type Watched } from './engine-state.ts';
import { makeIngestMetrics } from './ingest-metrics.ts';
import { unasked } from '../domain/rights/rights-report.ts';
import { labelValues } from './label-values.ts';
import { seriesOf } from './metric-row.ts';
import { allMetrics } from './metrics-table.ts';
import { makeKubeMetrics, makeLoopMetrics, registerProcess } from './runtime-metrics.ts';
import { registerLimits, registerPlaybooks, registerRights, registerState } from './state-metrics.ts';
import { makeTraceMetrics } from './trace-metrics.ts';
import { buildAnomaly } from '../testing/anomaly-builder.ts';

const nothing: Watched = { anomalies: () => [], plans: () => [], actions: () => [] };

/** Everything that a process registers. */
function everything(watched: Watched = nothing) {
  const registry = new Registry();
  const metrics = makeEngineMetrics(registry);
  registerState(registry, engineState(watched));
  registerLimits(registry, {
    ...{ activeLimit: () => 10, stalledPlans: () => 0, isPaused: () => false, areModelsHeld: () => false },
    nodeStorms: () => new Map(),
  });
  registerPlaybooks(registry, { inOrder: () => [], refusals: () => [] });
  registerRights(registry, () => unasked);
  makeIngestMetrics(registry);
  makeDoorMetrics(registry);
  makeLoopMetrics(registry);
  makeKubeMetrics(registry);
  makeTraceMetrics(registry);
  registerProcess(registry, { version: '0.0.0', commit: 'unknown' });
  return { registry, metrics };
}

const own = (name: string): boolean => !/^(process|nodejs)_/.test(name);

describe('the table', () => {
  test('has every metric that a process registers, as it is registered, and no other', async () => {
    const { registry } = everything();
    const registered = (await registry.getMetricsAsJSON()).filter(({ name }) => own(name));
    const told = registered.map(({ name, help, type }) => ({ name, help, type }));
    const rows = allMetrics.map(({ name, help, type }) => ({ name, help, type }));
    expect(told.toSorted(byName)).toEqual(rows.toSorted(byName));
  });

  test.each(allMetrics.map((row) => [row.name, row] as const))('says of %s what Prometheus asks for', (name, row) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(name.endsWith('_total')).toBe(row.type === 'counter');
    expect(row.unit?.startsWith('seconds') ?? false).toBe(name.endsWith('_seconds'));
    expect(row.help).toMatch(/^[A-Z]/);
    if (row.type === 'histogram') expect(row.buckets).toEqual(row.buckets.toSorted((a, b) => a - b));
  });

  test('has a bound for every label', () => {
    const labels = allMetrics.flatMap(({ name, labels: of }) => Object.entries(of).map(([label, set]) => ({ name, label, ...set })));
    expect(labels.filter(({ values, more }) => values.length === 0 && more === undefined)).toEqual([]);
    expect(labels.filter(({ values }) => new Set(values).size !== values.length)).toEqual([]);
  });

  test('makes fewer series than a small application', () => {
    const lines = allMetrics.map((row) => seriesOf(row).length * (row.type === 'histogram' ? row.buckets.length + 3 : 1));
    expect(lines.reduce((sum, one) => sum + one, 0)).toBeLessThan(3000);
  });
});

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

describe('a closed set has every word that the schema has', () => {
  const enums = enumsOf();
  test.each([
    ['actionType', 'remediationactions.spec.type'],
    ['source', 'anomalies.spec.source'],
    ['severity', 'anomalies.spec.severity'],
    ['layer', 'anomalies.status.rootCause.layer'],
    ['conflictType', 'remediationactions.status.arbitration.conflictType'],
    ['anomalyPhase', 'anomalies.status.phase'],
    ['planPhase', 'remediationplans.status.phase'],
    ['actionPhase', 'remediationactions.status.phase'],
    ['nodeStage', 'remediationpolicies.status.nodeGroups.stage'],
  ] as const)('%s', (set, path) => {
    expect([...labelValues[set].values].toSorted()).toEqual(enums.get(path)?.toSorted());
  });

  test.each([
    ['checkpointEnd', 'remediationplans.status.checkpoints.result', ['Pending']],
    ['rollbackEnd', 'remediationplans.status.rollback.result', ['Pending']],
    ['stepEnd', 'remediationplans.status.steps.phase', ['Pending', 'Running', 'Waiting']],
    ['planEnd', 'remediationplans.status.phase', ['Pending', 'AwaitingApproval', 'Executing', 'Verifying', 'RollingBack']],
  ] as const)('%s, but for what is no end', (set, path, open) => {
    const ends = enums.get(path)?.filter((word) => !open.some((one) => one === word));
    expect([...labelValues[set].values].toSorted()).toEqual(ends?.toSorted());
  });

  test('waitingReason', () => expect(labelValues.waitingReason.values).toEqual(['Waiting', ...waitingReasons]));
});

/** plural.path -> the words that the schema allows there; lists count as what they hold. */
function enumsOf(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const walk = (path: string, schema: Schema): void => {
    if (schema.enum) found.set(path, schema.enum);
    if (schema.items) walk(path, schema.items);
    for (const [name, child] of Object.entries(schema.properties ?? {})) walk(`${path}.${name}`, child);
  };
  for (const { spec } of loadCrds(join(import.meta.dirname, '../../crds'))) {
    for (const version of spec.versions) walk(spec.names.plural, version.schema.openAPIV3Schema);
  }
  return found;
}

describe('no label grows with objects:', () => {
  const anomalies = (count: number): Anomaly[] =>
    Array.from({ length: count }, (_, index) => ({
      ...buildAnomaly({ name: `anom-${index}`, namespace: `team-${index % 97}`, type: `type_${index}`, reporter: `reporter-${index}` }),
      status: {
        phase: index % 2 === 0 ? 'Planned' : 'Resolved',
        reason: `Reason${index}`,
        blocked: { reason: `Made${index}`, since: '2026-01-01T00:00:00Z' },
      },
    }));
  const namesOf = (text: string): string[] => text.split('\n').flatMap((line) => /^(\w+(?:\{.*\})?) \S+$/.exec(line)?.[1] ?? []);

  test('10,000 anomalies make the same series as 10', async () => {
    const [few, many] = [anomalies(10), anomalies(10_000)];
    const seriesWith = async (some: readonly Anomaly[]): Promise<string[]> => {
      const { registry, metrics } = everything({ ...nothing, anomalies: () => some });
      for (const one of some) countJudged(metrics, { ...one, status: undefined }, one);
      return namesOf(await registry.metrics()).filter(own);
    };
    const before = await seriesWith([]);
    expect(await seriesWith(few)).toEqual(before);
    expect(await seriesWith(many)).toEqual(before);
  });
});
