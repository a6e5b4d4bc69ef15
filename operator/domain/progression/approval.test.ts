import { describe, expect, test } from '@jest/globals';
import type { ApprovalRule } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { buildPlan, type PlanWish } from '../../testing/plan-builder.ts';
import { next } from '../../testing/running-plan.ts';
import { testRules } from '../../testing/simulate-plan.ts';
import { approvalNeeded } from './approval.ts';

const terms = (...rules: ApprovalRule[]) => ({ confidenceThreshold: 0.7, approval: { expirySeconds: 900, rules } });
const line = `kubectl patch rplan plan-test -n self-healing-platform --type merge -p '{"spec":{"approval":{"decision":"Approved","by":"YOU"}}}'`;

describe('a plan needs a person', () => {
  const drains = { name: 'drains', operations: ['drain_node'] } as const satisfies ApprovalRule;
  const steps = [{}, { operation: 'drain_node' }] as const;

  test.each<{ when: string; wish: PlanWish; rules?: ApprovalRule[]; says: RegExp | undefined }>([
    { when: 'a model is not sure', wish: { source: 'ai_driven', confidence: 0.6 }, says: /confidence 0.6 is below/ },
    { when: 'its mode says so', wish: { mode: 'Approval' }, says: /has to approve/ },
    { when: 'a rule covers one of its steps', wish: { steps }, rules: [drains], says: /approval rule drains/ },
    { when: 'a rule covers none', wish: {}, rules: [drains], says: undefined },
    { when: 'one gave it', wish: { steps, approval: { decision: 'Approved', by: 'ann' } }, rules: [drains], says: undefined },
  ])('$says when $when', ({ wish, rules = [], says }) => {
    const message = approvalNeeded(buildPlan(wish), terms(...rules))?.message;
    if (says) expect(message).toMatch(says);
    expect(message?.includes(line)).toBe(says && true);
  });
});

describe('a request for approval', () => {
  const plan = buildPlan({ approvalRequired: true });
  const asked = { ...plan, status: next({ ...plan, status: next(plan).status }).status };

  test('tells when it expires, and is looked at again then', () => {
    const { status, requeueAfter } = next(asked, {}, new Date(at(1300)));
    expect({ blocked: status.blocked, requeueAfter }).toEqual({
      blocked: { reason: 'ApprovalRequired', since: at(1000), until: at(1900) },
      requeueAfter: 600_000,
    });
  });

  test.each([
    { second: 1899.9, phase: 'AwaitingApproval', reason: 'ApprovalRequired' },
    { second: 1900, phase: 'Cancelled', reason: 'ApprovalExpired' },
  ])('is $phase/$reason after $second s', ({ second, phase, reason }) => {
    expect(next(asked, {}, new Date(at(second))).status).toMatchObject({ phase, reason });
  });

  test('goes by the policy as it is now', () => {
    const rules = { ...testRules, approval: { expirySeconds: 4, rules: [] } };
    expect(next(asked, { rules }, new Date(at(1003))).status.blocked?.until).toBe(at(1004));
    expect(next(asked, { rules }, new Date(at(1004))).status.reason).toBe('ApprovalExpired');
  });
});
