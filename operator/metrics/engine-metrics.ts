import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Reason } from '../api/reasons.ts';

/** What the controllers tell; each is counted once per fact, never per pass. */
export interface EngineMetrics {
  /** An action reached its terminal phase. */
  actionEnded(type: string, source: string): void;
  /** A pair (loser, winner) was recorded for the first time. */
  conflict(conflictType: string): void;
  /** Seconds from when this process first saw the younger action of a conflict to its first recorded verdict. */
  resolved(seconds: number): void;
  /** A checkpoint has its final result. */
  checkpoint(layer: string, result: string): void;
  /** A row of a rollback has its final result. */
  rollback(result: string): void;
}

/** What is counted at scrape time from the caches. */
export interface EngineState {
  activeActions(): number;
  /** Phase of each plan -> number of plans. */
  planPhases(): ReadonlyMap<string, number>;
  /** Unfinished objects that wait, each pair of kind and reason once. */
  blocked(): readonly BlockedCount[];
}

/** How many objects of a kind wait for one reason. */
export interface BlockedCount {
  readonly kind: 'Anomaly' | 'RemediationPlan' | 'RemediationAction';
  readonly reason: Reason;
  readonly count: number;
}

/** Upper bounds in seconds, shared by every histogram of the engine. */
export const buckets = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The engine's own metrics in `registry`; names, HELP texts and labels of the first four are those of the document. */
export function makeEngineMetrics(registry: Registry, state: EngineState): EngineMetrics {
  const registers = [registry];
  const actions = new Counter({
    name: 'coordination_actions_total',
    help: 'Total actions processed',
    labelNames: ['type', 'source'],
    registers,
  });
  const conflicts = new Counter({
    name: 'coordination_conflicts_total',
    help: 'Total conflicts detected',
    labelNames: ['conflict_type'],
    registers,
  });
  const resolution = new Histogram({ name: 'coordination_resolution_time_seconds', help: 'Time to resolve conflicts', buckets, registers });
  const checkpoints = new Counter({
    name: 'coordination_checkpoints_total',
    help: 'Health checkpoints by layer and final result',
    labelNames: ['layer', 'result'],
    registers,
  });
  const rollbacks = new Counter({
    name: 'coordination_rollback_steps_total',
    help: 'Steps rolled back by result',
    labelNames: ['result'],
    registers,
  });
  registerState(registers, state);
  return {
    actionEnded: (type, source) => actions.inc({ type, source }),
    conflict: (conflict_type) => conflicts.inc({ conflict_type }),
    resolved: (seconds) => resolution.observe(seconds),
    checkpoint: (layer, result) => checkpoints.inc({ layer, result }),
    rollback: (result) => rollbacks.inc({ result }),
  };
}

function registerState(registers: Registry[], state: EngineState): void {
  new Gauge({
    name: 'coordination_active_actions',
    help: 'Currently active actions',
    registers,
    collect() {
      this.set(state.activeActions());
    },
  });
  new Gauge({
    name: 'coordination_plans',
    help: 'Plans by phase',
    labelNames: ['phase'],
    registers,
    collect() {
      this.reset();
      for (const [phase, count] of state.planPhases()) this.set({ phase }, count);
    },
  });
  new Gauge({
    name: 'coordination_blocked',
    help: 'Unfinished objects that wait, by kind and reason',
    labelNames: ['kind', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { count, ...labels } of state.blocked()) this.set(labels, count);
    },
  });
}
