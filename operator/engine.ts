import type { Registry } from 'prom-client';
import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from './api/generated/types.ts';
import { builtChecks, makeRunCheck } from './checks/run-check.ts';
import { environmentPolicy, type Settings } from './config.ts';
import { makeArbitrationController } from './controllers/arbitration/controller.ts';
import { makeExecutionController } from './controllers/execution/controller.ts';
import { makeLockSweeper } from './controllers/execution/lock-sweeper.ts';
import { makeClaimSweeper } from './controllers/execution/sweeper.ts';
import { makeKnownGoodKeeper } from './controllers/keeping/controller.ts';
import { makeLimits } from './controllers/limits/limits.ts';
import { makePolicyInForce } from './controllers/limits/policy-in-force.ts';
import { makePolicyStatusController } from './controllers/limits/policy-status.ts';
import { makePlanningController } from './controllers/planning/controller.ts';
import { makeProgressionController } from './controllers/progression/controller.ts';
import { makeRetentionController } from './controllers/retention/controller.ts';
import type { Controller, EngineDeps } from './controllers/runtime/deps.ts';
import { Mutex } from './controllers/runtime/mutex.ts';
import { stampEpoch } from './controllers/runtime/record.ts';
import { systemClock } from './kube/clock.ts';
import { nodesReport } from './domain/limits/nodes-report.ts';
import type { NodesReport } from './domain/policy/policy-status.ts';
import type { ListWatch } from './kube/watch.ts';
import type { EngineLog } from './log.ts';
import { makeEngineMetrics, type EngineState } from './metrics/engine-metrics.ts';
import { engineState } from './metrics/engine-state.ts';
import type { LoopMetrics } from './metrics/runtime-metrics.ts';
import { makeAskModel } from './operations/model-client.ts';
import type { Models } from './operations/predict.ts';
import { makeOperations } from './operations/registry.ts';
import { makeHttpGet } from './outbound/http-get.ts';
import { makeHttpPost } from './outbound/http-post.ts';
import { makePrometheus, type MetricsReader } from './outbound/prometheus.ts';

/** The kinds that the controllers decide by, as this process sees them. */
export interface Watches {
  readonly anomalies: ListWatch<Anomaly>;
  readonly plans: ListWatch<RemediationPlan>;
  readonly actions: ListWatch<RemediationAction>;
  readonly nodes: ListWatch;
  readonly policies: ListWatch<RemediationPolicy>;
}

/** What the parts below are made of. */
export interface EngineParts extends Pick<EngineDeps, 'client' | 'events' | 'epoch' | 'watch'> {
  readonly settings: Settings;
  readonly log: EngineLog;
  readonly registry: Registry;
  readonly loopMetrics: LoopMetrics;
  readonly watches: Watches;
}

/** Everything that the controllers share, made once for the life of the process. */
export function makeDeps({ settings, log, registry, loopMetrics, watches, watch, client, events, epoch }: EngineParts): EngineDeps {
  const { anomalies, plans, actions, nodes, policies } = watches;
  const { policy, resolved: resolvedPolicy } = makePolicyInForce(policies.cache, environmentPolicy(settings));
  const caches = { anomalies: anomalies.cache, plans: plans.cache, actions: actions.cache, nodes: nodes.cache, policies: policies.cache };
  const runCheck = makeRunCheck({ client, metrics: metricsReader(settings) });
  return {
    client,
    watch,
    caches,
    operations: makeOperations({ checks: [...builtChecks.values()], runCheck }, modelsOf(settings), settings.systemNamespace),
    runCheck,
    admission: new Mutex(),
    events,
    metrics: makeEngineMetrics(registry, stateOf(watches)),
    loopMetrics,
    log,
    clock: systemClock,
    settings,
    policy,
    resolvedPolicy,
    limits: makeLimits({ policy, clock: systemClock, caches, client, log, settings }),
    epoch,
  };
}

function metricsReader({
  prometheusUrl: url,
  prometheusTokenFile: tokenFile,
  prometheusCaFile: caFile,
}: Settings): MetricsReader | undefined {
  return url === '' ? undefined : makePrometheus(makeHttpGet({ url, tokenFile, caFile }), systemClock);
}

function modelsOf({ modelUrl, modelHosts }: Settings): Models {
  return { ask: makeAskModel(makeHttpPost()), modelUrl, modelHosts };
}

/** The controllers; they run from start to stop, any number of times. */
export function makeControllers(deps: EngineDeps): Controller[] {
  return [
    makePlanningController(deps),
    makeArbitrationController(deps),
    makeProgressionController(deps),
    makeExecutionController(deps),
    makeClaimSweeper(deps),
    makeKnownGoodKeeper(deps),
    makeLockSweeper(deps),
    makePolicyStatusController(deps, () => reportOf(deps)),
    makeRetentionController(deps),
  ];
}

function reportOf({ limits, policy }: EngineDeps): NodesReport {
  return nodesReport(limits.nodeGroups().values(), policy().nodes.stormCooldownSeconds * 1000);
}

/** One quorum LIST of plans and actions has shown what the predecessor wrote, and its late writes are fenced off. */
export async function takeOver(deps: EngineDeps, { plans, actions }: Watches): Promise<void> {
  await Promise.all([plans.refresh(), actions.refresh()]);
  const held = actions.cache.list().filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running');
  await Promise.all(held.map((action) => stampEpoch(deps, action)));
}

/** The highest epoch in any status. */
export function highestEpoch({ anomalies, plans, actions, policies }: Watches): number {
  const objects = [...anomalies.cache.list(), ...plans.cache.list(), ...actions.cache.list(), ...policies.cache.list()];
  return objects.reduce((highest, { status }) => Math.max(highest, status?.epoch ?? 0), 0);
}

function stateOf({ anomalies, plans, actions }: Watches): EngineState {
  return engineState({ anomalies: () => anomalies.cache.list(), plans: () => plans.cache.list(), actions: () => actions.cache.list() });
}
