import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { NodeGroupStage } from '../api/generated/types.ts';
import { registerLimits, registerPlaybooks, type LimitState } from './state-metrics.ts';

const quiet: LimitState = {
  activeLimit: () => 10,
  stalledPlans: () => 0,
  isPaused: () => false,
  areModelsHeld: () => false,
  nodeStorms: () => new Map(),
};

async function linesOf(registry: Registry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('coordination_'));
}

describe('what stands against work', () => {
  test('is shown from the start, with nothing in the way', async () => {
    const registry = new Registry();
    registerLimits(registry, quiet);
    expect(await linesOf(registry)).toEqual([
      'coordination_active_actions_limit 10',
      'coordination_plans_stalled 0',
      'coordination_remediation_paused 0',
      'coordination_ai_breaker_open 0',
      'coordination_node_storms{stage="Active"} 0',
      'coordination_node_storms{stage="Cooling"} 0',
      'coordination_node_storms{stage="Releasing"} 0',
    ]);
  });

  test('is shown as it is at the scrape', async () => {
    const registry = new Registry();
    registerLimits(registry, { ...quiet, activeLimit: () => 3, stalledPlans: () => 2, isPaused: () => true, areModelsHeld: () => true });
    expect((await linesOf(registry)).slice(0, 4)).toEqual([
      'coordination_active_actions_limit 3',
      'coordination_plans_stalled 2',
      'coordination_remediation_paused 1',
      'coordination_ai_breaker_open 1',
    ]);
  });

  test('leaves nothing of a storm behind that is over', async () => {
    const registry = new Registry();
    const groups = new Map<NodeGroupStage, number>([['Active', 2]]);
    registerLimits(registry, { ...quiet, nodeStorms: () => groups });
    const storms = async () => (await linesOf(registry)).filter((line) => line.includes('storms')).map((line) => line.at(-1));
    expect(await storms()).toEqual(['2', '0', '0']);
    groups.clear();
    groups.set('Releasing', 1);
    expect(await storms()).toEqual(['0', '0', '1']);
  });
});

test('playbooks are counted, and so is what is wrong with those that are not taken', async () => {
  const registry = new Registry();
  registerPlaybooks(registry, { inOrder: () => [1, 2, 3], refusals: () => [1] });
  expect(await linesOf(registry)).toEqual(['coordination_playbooks 3', 'coordination_playbooks_refused 1']);
});
