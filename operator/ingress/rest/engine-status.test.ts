import { describe, expect, test } from '@jest/globals';
import type { ActionPhase } from '../../api/generated/types.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { engineStatus, type EngineFacts } from './engine-status.ts';

const calm: EngineFacts = {
  counts: { processed: { deterministic: 150, ai_driven: 45 }, day: '2026-01-01', conflicts: 2 },
  ...{ suspended: false, modelsHeld: false, leader: 'present', isCurrent: true },
};
const phases: readonly (ActionPhase | undefined)[] = [
  ...[undefined, 'Pending', 'Blocked', 'AwaitingApproval', 'Admitted', 'Running'],
  ...['Succeeded', 'Failed', 'Superseded', 'Rejected', 'Cancelled'],
] as const;
const actions = phases.map((phase, index) => buildAction({ name: `a${index}`, status: phase === undefined ? {} : { phase } }));

test('the status has the form of the document, and nothing else', () => {
  expect(engineStatus(calm, actions)).toEqual({
    engine_status: 'operational',
    active_actions: 2,
    queued_actions: 4,
    conflicts_detected_today: 2,
    conflicts_resolved_today: 2,
    layers: {
      deterministic: { status: 'healthy', actions_processed: 150 },
      ai_driven: { status: 'healthy', actions_processed: 45 },
    },
  });
});

describe('the engine', () => {
  test.each<{ facts: Partial<EngineFacts>; engine: string; deterministic: string; ai: string; when: string }>([
    { when: 'all is well', facts: {}, engine: 'operational', deterministic: 'healthy', ai: 'healthy' },
    { when: 'the kill switch is on', facts: { suspended: true }, engine: 'suspended', deterministic: 'suspended', ai: 'suspended' },
    {
      when: 'the kill switch is on and nobody leads',
      facts: { suspended: true, leader: 'lost', modelsHeld: true },
      ...{ engine: 'suspended', deterministic: 'suspended', ai: 'suspended' },
    },
    { when: 'nobody was seen to lead yet', facts: { leader: 'awaited' }, engine: 'starting', deterministic: 'healthy', ai: 'healthy' },
    { when: 'nobody leads any more', facts: { leader: 'lost' }, engine: 'degraded', deterministic: 'healthy', ai: 'healthy' },
    { when: 'this replica is behind', facts: { isCurrent: false }, engine: 'degraded', deterministic: 'healthy', ai: 'healthy' },
    { when: 'models failed too often', facts: { modelsHeld: true }, engine: 'degraded', deterministic: 'healthy', ai: 'degraded' },
  ])('is $engine, with $deterministic and $ai layers, when $when', ({ facts, engine, deterministic, ai }) => {
    const { engine_status, layers } = engineStatus({ ...calm, ...facts }, []);
    expect([engine_status, layers.deterministic.status, layers.ai_driven.status]).toEqual([engine, deterministic, ai]);
  });
});
