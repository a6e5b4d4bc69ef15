import type { Registry } from 'prom-client';
import { messageOf } from './api/message-of.ts';
import type { Anomaly, RemediationAction, RemediationPlan, RemediationPolicy } from './api/generated/types.ts';
import { builtChecks, makeRunCheck } from './checks/run-check.ts';
import { environmentPolicy, type Settings } from './config.ts';
import { makeArbitrationController } from './controllers/arbitration/controller.ts';
import { makeCountsController } from './controllers/counting/controller.ts';
import type { LedgerMap } from './controllers/counting/tally.ts';
import { makeExecutionController } from './controllers/execution/controller.ts';
import { makeLockSweeper } from './controllers/execution/lock-sweeper.ts';
import { makeDetectionController } from './controllers/detection/controller.ts';
import { makeClaimSweeper } from './controllers/execution/sweeper.ts';
import { makeKnownGoodKeeper } from './controllers/keeping/controller.ts';
import { makeLimits } from './controllers/limits/limits.ts';
import { makePolicyInForce } from './controllers/limits/policy-in-force.ts';
import { makePolicyStatusController } from './controllers/limits/policy-status.ts';
import { makePlanningController } from './controllers/planning/controller.ts';
import { makePlaybookReporter } from './controllers/playbooks/controller.ts';
import { makeFaultsOf } from './controllers/playbooks/playbook-faults.ts';
import { makePlaybooksInForce, type PlaybookMap } from './controllers/playbooks/playbooks-in-force.ts';
import { makeProgressionController } from './controllers/progression/controller.ts';
import { makeRetentionController } from './controllers/retention/controller.ts';
import { makeStormController } from './controllers/storms/controller.ts';
import type { Controller, EngineDeps } from './controllers/runtime/deps.ts';
import { Mutex } from './controllers/runtime/mutex.ts';
import { stampEpoch } from './controllers/runtime/record.ts';
import { systemClock } from './kube/clock.ts';
import { Conflict, isNotFound, isNotLeader, Terminal, Transient } from './kube/errors.ts';
import { byItself } from './domain/audit/cause.ts';
import { nodesReport, stagesOf } from './domain/limits/nodes-report.ts';
import type { NodesReport } from './domain/policy/policy-status.ts';
import { isStalled } from './domain/progression/stalled.ts';
import type { ListWatch } from './kube/watch.ts';
import type { EngineLog } from './log.ts';
import { makeEngineMetrics } from './metrics/engine-metrics.ts';
import { engineState } from './metrics/engine-state.ts';
import type { LoopMetrics } from './metrics/runtime-metrics.ts';
import {
  registerLimits,
  registerPlaybooks,
  registerRights,
  registerState,
  type EngineState,
  type LimitState,
} from './metrics/state-metrics.ts';
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
  /** ConfigMaps that offer playbooks. */
  readonly playbooks: ListWatch<PlaybookMap>;
  /** What was counted of what is gone. */
  readonly ledgers: ListWatch<LedgerMap>;
}

/** What the parts below are made of. */
export interface EngineParts extends Pick<EngineDeps, 'clientFor' | 'events' | 'epoch' | 'watch' | 'tally' | 'rights'> {
  readonly settings: Settings;
  readonly log: EngineLog;
  readonly registry: Registry;
  readonly loopMetrics: LoopMetrics;
  readonly watches: Watches;
}

/** Everything that the controllers share, made once for the life of the process. */
export function makeDeps({ registry, watches, ...parts }: EngineParts): EngineDeps {
  const { settings, log, clientFor, rights } = parts;
  const client = clientFor(byItself);
  const { anomalies, plans, actions, nodes, policies } = watches;
  const { policy, resolved: resolvedPolicy } = makePolicyInForce(policies.cache, environmentPolicy(settings));
  const caches = { anomalies: anomalies.cache, plans: plans.cache, actions: actions.cache, nodes: nodes.cache, policies: policies.cache };
  const runCheck = makeRunCheck({ client, metrics: metricsReader(settings) });
  const operations = makeOperations({ checks: [...builtChecks.values()], runCheck }, modelsOf(settings), settings.systemNamespace);
  const faultsOf = makeFaultsOf({ operations, checks: builtChecks });
  const playbooks = makePlaybooksInForce({ maps: watches.playbooks.cache, faultsOf, log });
  registerPlaybooks(registry, playbooks);
  const limits = makeLimits({ policy, clock: systemClock, caches, client, log, settings, rights });
  registerRights(registry, () => rights.known.report());
  registerState(registry, stateOf(watches));
  registerLimits(registry, limitState({ limits, policy, caches }));
  return {
    ...parts,
    client,
    caches,
    operations,
    runCheck,
    admission: new Mutex(),
    metrics: makeEngineMetrics(registry),
    clock: systemClock,
    policy,
    resolvedPolicy,
    limits,
    playbooks,
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
    makeCountsController(deps),
    makeRetentionController(deps),
    makeStormController(deps),
    makePlaybookReporter(deps),
    makeDetectionController(deps),
  ];
}

function reportOf({ limits, policy }: EngineDeps): NodesReport {
  return nodesReport(limits.nodeGroups().values(), policy().nodes.stormCooldownSeconds * 1000);
}

/** The kinds by which it is decided whether anything is done at all, and whether it was done already. */
type Decisive = Pick<Watches, 'anomalies' | 'plans' | 'actions' | 'policies' | 'nodes'>;

/**
 * One quorum LIST of each has shown what the predecessor wrote and people asked for, and late writes of the predecessor are fenced off. An
 * anomaly that seems to have no plan would get a second one, a kill switch that is not seen would stop nothing, and a node whose claim is not
 * seen would not count among those that are worked on. Where a status carries a higher epoch than ours, `stepDown` is called and this throws.
 */
export async function takeOver(deps: EngineDeps, watches: Decisive, stepDown: (why: string) => void): Promise<void> {
  const { anomalies, plans, actions, policies, nodes } = watches;
  await readAnew([anomalies, plans, actions, policies, nodes]);
  const highest = highestEpoch(watches);
  if (highest > deps.epoch()) {
    const message = `a status carries the epoch ${highest}, so that nothing could be written in a lower one`;
    stepDown(message); // the next epoch is above what the caches show by now
    throw new Conflict({ reason: 'EpochBehind', message });
  }
  const held = actions.cache.list().filter(({ status }) => status?.phase === 'Admitted' || status?.phase === 'Running');
  await Promise.all(held.map((action) => fenceOff(deps, action)));
}

/** Each LIST has ended, too, when this throws: whoever tries again does not add to those that are still under way. */
async function readAnew(watches: readonly Pick<ListWatch, 'kind' | 'refresh'>[]): Promise<void> {
  const results = await Promise.allSettled(watches.map((watch) => watch.refresh()));
  const failed = results.flatMap((result, n) =>
    result.status === 'rejected' ? [{ kind: watches[n]?.kind.plural, why: result.reason as unknown }] : [],
  );
  const [first] = failed;
  if (!first) return;
  const kindsFailed = failed.map(({ kind }) => kind).join(', ');
  throw new Transient({ reason: 'NotReadAnew', message: `${kindsFailed} could not be read anew`, cause: first.why });
}

/** One that nobody may write, as where a policy froze its namespace, keeps nobody from all the others. */
async function fenceOff(deps: EngineDeps, action: RemediationAction): Promise<void> {
  try {
    await stampEpoch(deps, action);
  } catch (error) {
    if (isNotFound(error)) return; // deleted since it was listed
    if (!(error instanceof Terminal) || isNotLeader(error)) throw error;
    const about = { action: action.metadata.name, cause: messageOf(error) };
    deps.log.error('An action cannot be taken over; it stays as it is until it can be written', about);
  }
}

/** The highest epoch in any status. */
export function highestEpoch({ anomalies, plans, actions, policies }: Omit<Decisive, 'nodes'>): number {
  const objects = [...anomalies.cache.list(), ...plans.cache.list(), ...actions.cache.list(), ...policies.cache.list()];
  return objects.reduce((highest, { status }) => Math.max(highest, status?.epoch ?? 0), 0);
}

function stateOf({ anomalies, plans, actions }: Watches): EngineState {
  return engineState({ anomalies: () => anomalies.cache.list(), plans: () => plans.cache.list(), actions: () => actions.cache.list() });
}

function limitState({ limits, policy, caches }: Pick<EngineDeps, 'limits' | 'policy' | 'caches'>): LimitState {
  const stalled = (): RemediationPlan[] => {
    const [now, { suspended, timings: defaults }] = [systemClock.now(), policy()];
    return caches.plans.list().filter((plan) => isStalled(plan, { defaults, suspended }, now));
  };
  return {
    activeLimit: () => policy().maxActiveActions,
    stalledPlans: () => stalled().length,
    isPaused: () => policy().suspended,
    areModelsHeld: () => limits.modelsHeldUntil() !== undefined,
    nodeStorms: () => stagesOf(limits.nodeGroups().values()),
  };
}
