import { describe, expect, test } from '@jest/globals';
import type { ApprovalRule, RemediationAction } from '../../api/generated/types.ts';
import { at, type ActionWish } from '../../testing/action-builder.ts';
import { court } from '../../testing/court.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';

const approve = (action: RemediationAction): RemediationAction => ({
  ...action,
  spec: { ...action.spec, approval: { decision: 'Approved', by: 'ann' } },
});

describe('a lone action that waits for a person', () => {
  test('tells until when, and is rejected then', async () => {
    const { clock, pass, put, shown, statusOf, submit } = court();
    put(buildPolicy({ approval: { expirySeconds: 4 } }));
    submit({ name: 'a', approvalRequired: true });
    expect(await pass()).toEqual({ after: 4000 });
    expect(statusOf('a')).toMatchObject({ phase: 'AwaitingApproval', blocked: { since: at(100), until: at(104) } });
    clock.setNow(new Date(at(103)));
    expect(await pass()).toEqual({ after: 1000 });
    expect(shown('a')).toBe('AwaitingApproval/ApprovalRequired');
    clock.setNow(new Date(at(104)));
    await pass();
    expect(shown('a')).toBe('Rejected/ApprovalExpired');
    expect(statusOf('a')).toMatchObject({ finishedAt: at(104), message: 'Nobody approved it in time.' });
  });

  const cordons: ApprovalRule = { name: 'cordons', operations: ['cordon_node'], sources: ['deterministic', 'ai_driven'] };

  test.each<{ which: string; wish: ActionWish; shows: string }>([
    { which: 'one that it covers', wish: {}, shows: 'AwaitingApproval/ApprovalRequired' },
    { which: 'one of another source', wish: { source: 'manual' }, shows: 'Admitted/Admitted' },
    { which: 'one that does something else', wish: { operation: 'drain_node' }, shows: 'Admitted/Admitted' },
    { which: 'one that writes nothing', wish: { dryRun: true }, shows: 'Admitted/Admitted' },
  ])('because of a rule is $which: $shows', async ({ wish, shows }) => {
    const { pass, put, shown, submit } = court();
    put(buildPolicy({ approval: { rules: [cordons] } }));
    submit({ name: 'a', ...wish });
    await pass();
    expect(shown('a')).toBe(shows);
  });

  test('runs once somebody approves what the rule covers, as what a person asks for', async () => {
    const { change, pass, put, shown, statusOf, submit } = court();
    put(buildPolicy({ approval: { rules: [cordons] } }));
    submit({ name: 'a', source: 'ai_driven', confidence: 0.9 });
    submit({ name: 'b', operation: 'drain_node', priority: 4 });
    await pass();
    expect(statusOf('a').message).toMatch(/approval rule cordons/);
    expect(shown('b')).toBe('Admitted/Admitted');
    change('b', (action) => ({ ...action, status: { ...action.status, phase: 'Succeeded' } }));
    change('a', approve);
    await pass();
    expect(shown('a')).toBe('Admitted/Admitted');
  });
});
