import type { Registry } from 'prom-client';
import type { Layer, Severity, Source } from '../api/generated/types.ts';
import { documentTable, progressTable } from './engine-table.ts';
import { registerCounter, registerHistogram } from './register.ts';

/** What the controllers tell; each is counted once per fact, never per pass. */
export interface EngineMetrics {
  /** An anomaly was judged for the first time. */
  anomaly(of: { readonly source: Source; readonly severity: Severity; readonly layer: Layer | 'none' }): void;
  /** An anomaly repeats another one. */
  duplicate(): void;
  /** An action reached its terminal phase. */
  actionEnded(type: string, source: string): void;
  /** An action that was Running ended, so many seconds after it began. */
  actionRan(type: string, result: string, seconds: number): void;
  /** A pair (loser, winner) was recorded for the first time. */
  conflict(conflictType: string): void;
  /** Seconds from when this process first saw the younger action of a conflict to its first recorded verdict. */
  resolved(seconds: number): void;
  /** A step reached its terminal phase, so many seconds after its action was asked for. */
  stepEnded(layer: string, result: string, seconds: number): void;
  /** A checkpoint has its final result. */
  checkpoint(layer: string, result: string): void;
  /** A row of a rollback has its final result. */
  rollback(result: string): void;
  /** A plan reached its terminal phase, so many seconds after it took its targets; undefined if it never did. */
  planEnded(result: string, seconds: number | undefined): void;
  /** A plan that was rolled back has ended. */
  rolledBack(trigger: RollbackTrigger, result: string): void;
  /** A plan succeeded and its signal came back. */
  ineffective(): void;
}

/** What made a plan be rolled back: a required step failed, a checkpoint failed, or somebody asked. */
export type RollbackTrigger = 'step' | 'checkpoint' | 'request';

/** The engine's own counters in `registry`. */
export function makeEngineMetrics(registry: Registry): EngineMetrics {
  return { ...countActions(registry), ...countPlans(registry), ...countAnomalies(registry) };
}

function countActions(registry: Registry): Pick<EngineMetrics, 'actionEnded' | 'actionRan' | 'conflict' | 'resolved'> {
  const actions = registerCounter(registry, documentTable.actions);
  const conflicts = registerCounter(registry, documentTable.conflicts);
  const resolution = registerHistogram(registry, documentTable.resolutionTime);
  const duration = registerHistogram(registry, progressTable.actionDuration);
  return {
    actionEnded: (type, source) => actions.inc({ type, source }),
    actionRan: (type, result, seconds) => duration.observe({ type, result }, seconds),
    conflict: (conflict_type) => conflicts.inc({ conflict_type }),
    resolved: (seconds) => resolution.observe(seconds),
  };
}

function countPlans(registry: Registry): Pick<EngineMetrics, 'stepEnded' | 'checkpoint' | 'rollback' | 'planEnded' | 'rolledBack'> {
  const executions = registerCounter(registry, progressTable.planExecutions);
  const duration = registerHistogram(registry, progressTable.planDuration);
  const steps = registerHistogram(registry, progressTable.stepDuration);
  const checkpoints = registerCounter(registry, progressTable.checkpoints);
  const rollbacks = registerCounter(registry, progressTable.rollbacks);
  const rollbackSteps = registerCounter(registry, progressTable.rollbackSteps);
  return {
    stepEnded: (layer, result, seconds) => steps.observe({ layer, result }, seconds),
    checkpoint: (layer, result) => checkpoints.inc({ layer, result }),
    rollback: (result) => rollbackSteps.inc({ result }),
    planEnded(result, seconds) {
      executions.inc({ result });
      if (seconds !== undefined) duration.observe({ result }, seconds);
    },
    rolledBack: (trigger, result) => rollbacks.inc({ trigger, result }),
  };
}

function countAnomalies(registry: Registry): Pick<EngineMetrics, 'anomaly' | 'duplicate' | 'ineffective'> {
  const anomalies = registerCounter(registry, progressTable.anomalies);
  const duplicates = registerCounter(registry, progressTable.duplicates);
  const ineffective = registerCounter(registry, progressTable.ineffective);
  return {
    anomaly: ({ source, severity, layer }) => anomalies.inc({ source, severity, layer }),
    duplicate: () => duplicates.inc(),
    ineffective: () => ineffective.inc(),
  };
}
