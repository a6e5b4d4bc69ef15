import type { Registry } from 'prom-client';
import type { ActionPhase, AnomalyPhase, NodeGroupStage, PlanPhase } from '../api/generated/types.ts';
import { shippedRights } from '../api/generated/shipped-rights.ts';
import type { Reason } from '../api/reasons.ts';
import { rightsReadings, type RightsReport } from '../domain/rights/rights-report.ts';
import { documentTable, stateTable } from './engine-table.ts';
import { registerReading, type Reading } from './register.ts';

/** How many objects of a kind wait for one reason. */
export interface BlockedCount {
  readonly kind: 'Anomaly' | 'RemediationPlan' | 'RemediationAction';
  readonly reason: Reason;
  readonly count: number;
}

/** What is counted from the caches. */
export interface EngineState {
  activeActions(): number;
  /** Phase -> number of objects of the kind. */
  anomalyPhases(): ReadonlyMap<AnomalyPhase, number>;
  planPhases(): ReadonlyMap<PlanPhase, number>;
  actionPhases(): ReadonlyMap<ActionPhase, number>;
  /** Unfinished objects that wait, each pair of kind and reason once. */
  blocked(): readonly BlockedCount[];
  /** Namespaces whose further alerts are only counted. */
  alertStorms(): number;
}

/** Shown at each scrape as it is then. */
export function registerState(registry: Registry, state: EngineState): void {
  registerReading(registry, documentTable.activeActions, () => state.activeActions());
  registerReading(registry, stateTable.anomalies, () => byPhase(state.anomalyPhases()));
  registerReading(registry, stateTable.plans, () => byPhase(state.planPhases()));
  registerReading(registry, stateTable.actions, () => byPhase(state.actionPhases()));
  registerReading(registry, stateTable.blocked, () =>
    state.blocked().map(({ kind, reason, count }) => ({ labels: { kind, reason }, value: count })),
  );
  registerReading(registry, stateTable.alertStorms, () => state.alertStorms());
}

function byPhase(phases: ReadonlyMap<string, number>): Reading<'phase'>[] {
  return [...phases].map(([phase, value]) => ({ labels: { phase }, value }));
}

/** What the policy and what stands against it say. */
export interface LimitState {
  activeLimit(): number;
  /** Plans that take longer than their own timeouts allow. */
  stalledPlans(): number;
  isPaused(): boolean;
  areModelsHeld(): boolean;
  /** Stage of a storm -> number of groups of nodes in it. */
  nodeStorms(): ReadonlyMap<NodeGroupStage, number>;
}

/** Shown at each scrape as it is then. */
export function registerLimits(registry: Registry, limits: LimitState): void {
  registerReading(registry, stateTable.activeLimit, () => limits.activeLimit());
  registerReading(registry, stateTable.stalled, () => limits.stalledPlans());
  registerReading(registry, stateTable.paused, () => Number(limits.isPaused()));
  registerReading(registry, stateTable.modelBreaker, () => Number(limits.areModelsHeld()));
  registerReading(registry, stateTable.nodeStorms, () => [...limits.nodeStorms()].map(([stage, value]) => ({ labels: { stage }, value })));
}

/** Each right is shown from when the API server was asked for it. */
export function registerRights(registry: Registry, report: () => RightsReport): void {
  registerReading(registry, stateTable.missingRights, () =>
    rightsReadings(report(), shippedRights).map(({ value, ...labels }) => ({ labels, value })),
  );
}

/** Where playbooks are counted. */
export interface PlaybookCounts {
  inOrder(): readonly unknown[];
  refusals(): readonly unknown[];
}

/** How many playbooks hold, and how much is wrong with what ConfigMaps offer. */
export function registerPlaybooks(registry: Registry, counts: PlaybookCounts): void {
  registerReading(registry, stateTable.playbooks, () => counts.inOrder().length);
  registerReading(registry, stateTable.playbooksRefused, () => counts.refusals().length);
}
