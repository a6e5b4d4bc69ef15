import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { RemediationAction } from '../api/generated/types.ts';
import { at, buildAction } from '../testing/action-builder.ts';
import { buildAnomaly } from '../testing/anomaly-builder.ts';
import { buildPlan } from '../testing/plan-builder.ts';
import { engineState } from './engine-state.ts';
import { registerState } from './state-metrics.ts';

const blocked = (reason: string) => ({ reason, since: at(0) });
const action = (status: RemediationAction['status']) => buildAction({ status });

function scrape(actions: readonly RemediationAction[]): () => Promise<string[]> {
  const registry = new Registry();
  const anomalies = [{ ...buildAnomaly(), status: { phase: 'Planned' as const, blocked: blocked('TargetHeld') } }];
  const plans = [
    buildPlan({ status: { phase: 'Executing', blocked: blocked('TargetBusy') } }),
    buildPlan({ status: { phase: 'Pending' } }),
  ];
  registerState(registry, engineState({ anomalies: () => anomalies, plans: () => plans, actions: () => actions }));
  const told = /^coordination_(blocked|active_actions|actions|plans|anomalies)\b.* [^0]/;
  return async () => (await registry.metrics()).split('\n').filter((line) => told.test(line));
}

describe('what waits', () => {
  test('is counted by kind and reason, with what was sent back to a person and what is held up while it runs', async () => {
    const lines = await scrape([
      action({ phase: 'Blocked', blocked: blocked('TargetBusy') }),
      action({ phase: 'Blocked', blocked: blocked('TargetBusy') }),
      action({ phase: 'AwaitingApproval', blocked: blocked('ApprovalRequired') }),
      action({ phase: 'Running', blocked: blocked('EvictionBlocked') }),
      action({ phase: 'Admitted' }),
    ])();
    expect(lines).toEqual([
      'coordination_active_actions 2',
      'coordination_anomalies{phase="Planned"} 1',
      'coordination_plans{phase="Pending"} 1',
      'coordination_plans{phase="Executing"} 1',
      'coordination_actions{phase="Blocked"} 2',
      'coordination_actions{phase="AwaitingApproval"} 1',
      'coordination_actions{phase="Admitted"} 1',
      'coordination_actions{phase="Running"} 1',
      'coordination_blocked{kind="Anomaly",reason="TargetHeld"} 1',
      'coordination_blocked{kind="RemediationPlan",reason="TargetBusy"} 1',
      'coordination_blocked{kind="RemediationAction",reason="ApprovalRequired"} 1',
      'coordination_blocked{kind="RemediationAction",reason="EvictionBlocked"} 1',
      'coordination_blocked{kind="RemediationAction",reason="TargetBusy"} 2',
    ]);
  });

  test('is not counted once it has ended, whatever its status still says', async () => {
    const lines = await scrape([action({ phase: 'Cancelled', blocked: blocked('TargetBusy') })])();
    expect(lines.filter((line) => line.includes('RemediationAction'))).toEqual([]);
  });

  test('leaves no value behind when it goes on', async () => {
    const actions = [action({ phase: 'Blocked', blocked: blocked('TargetBusy') })];
    const look = scrape(actions);
    expect((await look()).join()).toContain('kind="RemediationAction"');
    actions.length = 0;
    expect((await look()).join()).not.toContain('kind="RemediationAction"');
  });

  test('has only reasons of the table', async () => {
    const lines = await scrape([action({ phase: 'Blocked', blocked: blocked('MadeUpByHand') })])();
    expect(lines.at(-1)).toBe('coordination_blocked{kind="RemediationAction",reason="Waiting"} 1');
  });
});
