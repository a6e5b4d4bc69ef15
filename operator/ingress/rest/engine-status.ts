import type { RemediationAction } from '../../api/generated/types.ts';
import { isHolding, isWaiting } from '../../domain/arbitration/contender.ts';
import type { Counts, SourceLayer } from '../../domain/counting/counts.ts';
import type { LeaderSeen } from '../../kube/lease.ts';

/** How the engine as a whole is, as far as it is not on the actions themselves. */
export interface EngineFacts {
  readonly counts: Counts;
  /** The kill switch is on. */
  readonly suspended: boolean;
  /** The breaker of models is open. */
  readonly modelsHeld: boolean;
  /** Whether some replica leads; `awaited` before this one has seen any. */
  readonly leader: LeaderSeen;
  /** Whether this replica sees the cluster as it is now. */
  readonly isCurrent: boolean;
}

/** The answer of GET /api/v1/status. */
export interface EngineStatus {
  readonly engine_status: 'operational' | 'degraded' | 'suspended' | 'starting';
  readonly active_actions: number;
  readonly queued_actions: number;
  readonly conflicts_detected_today: number;
  readonly conflicts_resolved_today: number;
  readonly layers: Readonly<Record<SourceLayer, LayerStatus>>;
}

interface LayerStatus {
  readonly status: 'healthy' | 'degraded' | 'suspended';
  readonly actions_processed: number;
}

/** A conflict is recorded together with the rule that resolved it, so that none of today is detected and not resolved. */
export function engineStatus(facts: EngineFacts, actions: readonly RemediationAction[]): EngineStatus {
  const { processed, conflicts } = facts.counts;
  return {
    engine_status: wordFor(facts),
    active_actions: actions.filter(isHolding).length,
    queued_actions: actions.filter(isWaiting).length,
    conflicts_detected_today: conflicts,
    conflicts_resolved_today: conflicts,
    layers: {
      deterministic: { status: layerWord(facts, false), actions_processed: processed.deterministic },
      ai_driven: { status: layerWord(facts, facts.modelsHeld), actions_processed: processed.ai_driven },
    },
  };
}

function wordFor({ suspended, leader, isCurrent, modelsHeld }: EngineFacts): EngineStatus['engine_status'] {
  if (suspended) return 'suspended';
  if (leader === 'awaited') return 'starting';
  return leader === 'lost' || !isCurrent || modelsHeld ? 'degraded' : 'operational';
}

function layerWord({ suspended }: EngineFacts, isHeld: boolean): LayerStatus['status'] {
  if (suspended) return 'suspended';
  return isHeld ? 'degraded' : 'healthy';
}
