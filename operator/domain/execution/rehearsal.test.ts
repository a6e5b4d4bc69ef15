import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../api/generated/types.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { decideExecution } from './decide.ts';
import type { Inspection } from './look.ts';
import { fitFindings, type Findings, type Obstacle } from './rehearsal.ts';
import { stageOf } from './stage.ts';

const now = new Date('2026-01-01T01:00:00Z');
const nothing: Findings = { gates: [], blockers: [], missingRights: [] };
const ready = (...changes: Change[]): Inspection => ({ kind: 'ready', before: { secret: 1 }, targetUid: 'u', changes });
const evicted = (name: string): Change => ({ resource: `Pod/shop/${name}`, to: 'evicted' });
const cordon: Change = { resource: 'Node/w1.spec.unschedulable', from: 'false', to: 'true' };

function decide(wish: ActionWish, inspection: Inspection, findings: Partial<Findings> = {}) {
  const action = buildAction({ name: 'act-1', dryRun: true, status: { phase: 'Admitted' }, ...wish });
  const operation = { effects: [{ name: 'a', undoable: true }], settles: true };
  const frame = {
    action,
    operation,
    stage: stageOf({ action, operation }, now),
    timeoutSeconds: 300,
    pollSeconds: 5,
    epoch: 4,
    suspended: false,
  };
  return decideExecution({ ...frame, sight: { kind: 'rehearsed', inspection, findings: { ...nothing, ...findings } } }, now);
}

const gate = (reason: Obstacle['reason']): Obstacle => ({ reason, message: `Because of ${reason}.` });
const drain = { operation: 'drain_node' } as const;
const scale = { type: 'resource_scaling', target: 'Deployment/shop/web' } as const;
const replicas: Change = { resource: 'Deployment/shop/web.spec.replicas', from: '2', to: '3' };

describe('a dry run', () => {
  test.each<{ when: string; wish: ActionWish; inspection: Inspection; findings?: Partial<Findings>; message: string }>([
    { when: 'nothing stands against it', wish: {}, inspection: ready(cordon), message: 'Dry run: would cordon w1.' },
    {
      when: 'it is held and a right is missing',
      wish: drain,
      inspection: ready(cordon, evicted('a'), evicted('b')),
      findings: { gates: [gate('MaintenanceWindowClosed'), gate('MaintenanceWindowClosed')], missingRights: ['patch nodes'] },
      message: 'Dry run: would cordon w1 and evict 2 pods; held by MaintenanceWindowClosed; missing: patch nodes.',
    },
    {
      when: 'there are more pods than are listed',
      wish: { operation: 'drain_and_reboot_node' },
      inspection: ready(cordon, evicted('a'), { resource: 'Node/w1.pods', to: '7 more evicted' }),
      message: 'Dry run: would cordon w1, evict 8 pods and reboot it.',
    },
    {
      when: 'its operation refuses it',
      wish: drain,
      inspection: { kind: 'refused', reason: 'DrainBlocked', message: 'Pod shop/a has no controller' },
      findings: { refused: gate('DrainBlocked'), blockers: ['Pod shop/a has no controller', 'Pod shop/b is covered'] },
      message: 'Dry run: would cordon w1 and evict its pods; refused by DrainBlocked: Pod shop/a has no controller and 1 more.',
    },
    {
      when: 'only a budget holds pods',
      wish: drain,
      inspection: ready(cordon, evicted('a')),
      findings: { blockers: ['Pod shop/a by web (PodDisruptionBudget)'] },
      message: 'Dry run: would cordon w1 and evict 1 pod; blocked by Pod shop/a by web (PodDisruptionBudget).',
    },
    {
      when: 'a number changes',
      wish: scale,
      inspection: ready(replicas),
      message: 'Dry run: would scale Deployment/shop/web from 2 to 3.',
    },
    {
      when: 'the target is so already',
      wish: {},
      inspection: { kind: 'nothingToDo', message: 'Node w1 is cordoned already.' },
      findings: { gates: [gate('Suspended')] },
      message: 'Dry run: nothing would be written: Node w1 is cordoned already.',
    },
    {
      when: 'more rights are missing than anybody reads',
      wish: {},
      inspection: ready(cordon),
      findings: { missingRights: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      message: 'Dry run: would cordon w1; missing: a, b, c, d, e and 2 more.',
    },
  ])('says in one sentence what would happen when $when', ({ wish, inspection, findings, message }) => {
    expect(decide(wish, inspection, findings).status).toMatchObject({ phase: 'Running', reason: 'DryRun', message });
  });

  test('has its findings and its changes in its status, and neither an intent nor what would be recorded', () => {
    const findings = { gates: [gate('Suspended')], blockers: ['b'], missingRights: ['patch nodes'], refused: gate('Forbidden') };
    const { status, act } = decide({}, ready(cordon), findings);
    expect(status).toMatchObject({ changes: [cordon], result: findings });
    expect([status.intents, status.before, status.attempts, act]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('ends when somebody cancels it', () => {
    expect(decide({ cancel: true }, ready(cordon)).status).toMatchObject({ phase: 'Cancelled', reason: 'CancelRequested' });
  });
});

describe('findings that are stored', () => {
  test('have no refusal when there is none', () => {
    expect(fitFindings(nothing)).toEqual({ gates: [], blockers: [], missingRights: [] });
  });

  test('fit into the result, whatever was found, and say how much was left out', () => {
    const long = 'x'.repeat(5_000);
    const many = Array.from({ length: 200 }, () => long);
    const refused = { reason: 'Forbidden', message: long } as const;
    const stored = fitFindings({
      gates: many.map((message) => ({ reason: 'Suspended', message })),
      blockers: many,
      missingRights: many,
      refused,
    });
    expect(JSON.stringify(stored).length).toBeLessThan(8_192);
    const { gates, blockers, missingRights } = stored as Record<string, unknown[]>;
    const kept = [gates, blockers, missingRights].map((list) => list?.length ?? 0);
    expect(Math.min(...kept)).toBeGreaterThan(1);
    expect(stored['leftOut']).toBe(600 - kept.reduce((a, b) => a + b, 0));
  });
});
