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

  test.each([
    { meanwhile: 'suspended', policy: { suspended: true }, shows: 'Blocked/Suspended' },
    { meanwhile: 'out of scope', policy: { scope: 'OptIn' }, shows: 'Blocked/Unmanaged' },
  ] as const)('is asked for from the first time on, though it is $meanwhile in between', async ({ policy, shows }) => {
    const { clock, pass, put, shown, statusOf, submit } = court();
    put(buildPolicy({ approval: { expirySeconds: 900 } }));
    submit({ name: 'a', approvalRequired: true });
    await pass();
    clock.setNow(new Date(at(400)));
    put(buildPolicy({ approval: { expirySeconds: 900 }, ...policy }));
    await pass();
    expect(shown('a')).toBe(shows);
    clock.setNow(new Date(at(700)));
    put(buildPolicy({ approval: { expirySeconds: 900 } }));
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'AwaitingApproval', approvalAskedAt: at(100), blocked: { until: at(1000) } });
    clock.setNow(new Date(at(1000)));
    await pass();
    expect(shown('a')).toBe('Rejected/ApprovalExpired');
  });

  test('is asked for anew when a rule comes back that nobody needed in between', async () => {
    const { clock, pass, put, statusOf, submit } = court();
    put(buildPolicy({ approval: { rules: [cordons] } }));
    submit({ name: 'a' });
    await pass();
    put(buildPolicy({ maxActiveActions: 1 }));
    submit({ name: 'b', target: 'Node/w2', priority: 1 });
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'Blocked', reason: 'ActiveLimit' });
    expect(statusOf('a').approvalAskedAt).toBeUndefined();
    clock.setNow(new Date(at(410)));
    put(buildPolicy({ approval: { rules: [cordons] } }));
    await pass();
    expect(statusOf('a')).toMatchObject({ phase: 'AwaitingApproval', approvalAskedAt: at(410), waitedSeconds: 310 });
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
