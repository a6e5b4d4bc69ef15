import { expect, test } from '@jest/globals';
import type { RemediationActionStatus, RemediationPolicySpec } from '../../api/generated/types.ts';
import type { EngineObject } from '../../api/terminal-phases.ts';
import { at, buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';

const policy: RemediationPolicySpec = {
  cooldownSeconds: 300,
  admissions: { perMinute: 60, burst: 2 },
  breakers: { target: { openSeconds: 3600 }, aiDriven: { windowSeconds: 7200 } },
};
const plan = (wish: PlanWish, phase: 'Failed' | 'Succeeded' = 'Succeeded') =>
  buildPlan({ name: 'plan-own', ...wish, status: { phase, startedAt: at(0), finishedAt: at(100), ...wish.status } });
const action = (wish: ActionWish) =>
  buildAction({ name: 'act-own', ...wish, status: { phase: 'Succeeded', finishedAt: at(100), ...wish.status } });
const admitted: RemediationActionStatus = {
  conditions: [{ type: 'Admitted', status: 'True', reason: 'Admitted', message: '', lastTransitionTime: at(90) }],
};
const model = { source: 'ai_driven', confidence: 0.9 } as const;

test.each<{ when: string; own: EngineObject[]; others?: EngineObject[]; second: number }>([
  { when: 'it is an anomaly', own: [buildAnomaly({ status: { phase: 'Resolved', finishedAt: at(100) } })], second: 0 },
  { when: 'its plan ended', own: [plan({})], second: 400 },
  { when: 'its plan never began', own: [plan({ status: { startedAt: undefined } })], second: 0 },
  { when: 'its plan was a dry run', own: [plan({ mode: 'DryRun' })], second: 0 },
  { when: 'its plan failed', own: [plan({}, 'Failed')], second: 3700 },
  { when: 'its plan was of a model and failed', own: [plan(model, 'Failed')], second: 7300 },
  { when: 'an action by itself failed', own: [action({ status: { phase: 'Failed' } })], second: 3700 },
  { when: 'an action only looked', own: [action({ operation: 'observe', status: { phase: 'Failed' } })], second: 0 },
  { when: 'an action took a token', own: [action({ status: admitted })], second: 130 },
  {
    when: 'an action took something back, for which it needed none',
    own: [action({ compensates: { name: 'a', uid: 'b' }, status: admitted })],
    second: 0,
  },
  {
    when: 'another plan ended on that target later',
    own: [plan({})],
    others: [plan({ name: 'plan-b', status: { finishedAt: at(200) } })],
    second: 0,
  },
  {
    when: 'it ended a row of failures that are kept',
    own: [plan({})],
    others: [action({ name: 'act-b', status: { phase: 'Failed', finishedAt: at(50) } })],
    second: Infinity,
  },
])('until second $second an incident counts when $when', ({ own, others = [], second }) => {
  const { deps, put } = fakeEngine();
  put(buildPolicy(policy));
  [...own, ...others].forEach(put);
  const until = deps.limits.countsUntil(own);
  expect(Number.isFinite(until) && until > 0 ? (until - Date.parse(at(0))) / 1000 : until).toBe(second);
});
