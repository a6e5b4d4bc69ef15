import type { EngineStatus } from '../rest/engine-status.ts';
import { count, members, shared, text, word, type Schema } from './schema.ts';

interface Health {
  readonly status: string;
  readonly version: string;
  readonly uptime_seconds: number;
}

/** What is told of the engine as a whole, by the name of the component. */
export const statusSchemas: Readonly<Record<string, Schema>> = {
  Health: members<Health>({
    status: word('It is alive.', ['healthy']),
    version: text('Version of the engine.'),
    uptime_seconds: count('Seconds since it started.'),
  }),
  EngineStatus: members<EngineStatus>({
    engine_status: word('How the engine is.', ['operational', 'degraded', 'suspended', 'starting']),
    active_actions: count('Actions that are Admitted or Running.'),
    queued_actions: count('Actions that wait for their turn.'),
    conflicts_detected_today: count('Conflicts since midnight UTC, each once.'),
    conflicts_resolved_today: count('Those of them that were resolved.'),
    layers: {
      ...members<EngineStatus['layers']>({ deterministic: shared('LayerStatus'), ai_driven: shared('LayerStatus') }),
      description: 'What rules and people asked for, and what models did.',
    },
  }),
  LayerStatus: members<EngineStatus['layers']['deterministic']>({
    status: word('degraded: its breaker is open; suspended: nothing begins.', ['healthy', 'degraded', 'suspended']),
    actions_processed: count('Actions that ended, ever.'),
  }),
};
