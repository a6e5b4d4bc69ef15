import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { reasons } from '../../api/reasons.ts';
import { validateAnomaly } from '../../api/validate.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode, aWorkload } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { residentsOn, seenTarget, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { SeenTarget, SeenWorld } from '../diagnosis/seen.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:30:00Z');
const pressed = aNode('w1', { conditions: { MemoryPressure: 'True' } });
const pay = aWorkload('Deployment', 'pay');
const onNode = world([seenTarget(pressed)], { residents: residentsOn('w1', pay) });
const healthy = world([seenTarget(aNode('w1'))]);

type Wish = AnomalyWish & Partial<Omit<SeenAnomaly, 'anomaly'>> & { world?: SeenWorld };

function seen({ analysis, siblings = [], duplicates = [], plan, fingerprint = 'f1', world: read, ...wish }: Wish): SeenAnomaly {
  const anomaly = buildAnomaly({ targets: ['Node/w1'], ...wish });
  const found = { kind: 'read', diagnosis: diagnose(read ?? onNode, anomaly.spec) } as const;
  return { ...seenAlone, anomaly, fingerprint, analysis: analysis ?? found, siblings, duplicates, ...(plan && { plan }) };
}

const decide = (wish: Wish = {}, at = now) => decideAnomaly(seen(wish), at);
const conditions = (status: Anomaly['status']) =>
  Object.fromEntries((status?.conditions ?? []).map(({ type, status: is, reason }) => [type, `${is}/${reason}`]));

describe('an anomaly without a plan', () => {
  test.each<{ when: string; wish: Wish; phase: string; reason: string }>([
    { when: 'something is wrong', wish: {}, phase: 'Planned', reason: 'PlanCreated' },
    { when: 'every target is healthy', wish: { world: healthy }, phase: 'Suppressed', reason: 'NothingWrong' },
    { when: 'it is only to be observed', wish: { mode: 'Observe' }, phase: 'Suppressed', reason: 'ObserveOnly' },
    { when: 'its reporter saw it end', wish: { resolvedAt: '2026-01-01T11:00:00Z' }, phase: 'Resolved', reason: 'ResolvedByReporter' },
    {
      when: 'a target is another object of that name',
      wish: { analysis: { kind: 'replaced', targets: [target('Node/w1')] } },
      phase: 'Failed',
      reason: 'TargetUidMismatch',
    },
    {
      when: 'nothing may be read',
      wish: { analysis: { kind: 'forbidden', message: 'may not list pods' } },
      phase: 'Pending',
      reason: 'Forbidden',
    },
    { when: 'a tenant names a node', wish: { namespace: 'shop' }, phase: 'Failed', reason: 'ClusterScopedTarget' },
    {
      when: 'a tenant names what is not its own',
      wish: { namespace: 'shop', targets: ['Deployment/bank/pay'] },
      phase: 'Failed',
      reason: 'CrossNamespaceTarget',
    },
  ])('is $phase/$reason when $when', ({ wish, phase, reason }) => {
    const { status } = decide(wish);
    expect(status).toMatchObject({ phase, reason });
    expect(Object.hasOwn(reasons, reason)).toBe(true);
    expect(status?.finishedAt).toBe(['Planned', 'Pending'].includes(phase) ? undefined : now.toISOString());
    expect(validateAnomaly(JSON.parse(JSON.stringify({ ...seen(wish).anomaly, status })))).toMatchObject({ ok: true });
  });

  test('names what is another object', () => {
    const targets = ['Node/w1', 'Deployment/shop/pay'].map(target);
    expect(decide({ analysis: { kind: 'replaced', targets } }).status?.message).toBe(
      'Node/w1 is another object than the one that was reported; Deployment/shop/pay is another object than the one that was reported',
    );
  });

  test('about what is not there gets a plan that looks on, and says so', () => {
    const missing: SeenTarget = { kind: 'missing', asked: target('Node/w9'), target: target('Node/w9') };
    const { status, effects } = decide({ world: world([missing]), targets: ['Node/w9'] });
    expect(status).toMatchObject({ phase: 'Planned', affectedLayers: ['infrastructure'] });
    expect(conditions(status)).toMatchObject({ Analyzed: 'True/Analyzed' });
    const [step] = effects.flatMap((effect) => (effect.kind === 'createPlan' ? effect.plan.spec.steps : []));
    expect(step?.action).toMatchObject({ operation: 'observe', target: { kind: 'Anomaly' } });
  });

  test('that cannot be read waits since it first could not, says for what, and is read again', () => {
    const first = decide({ analysis: { kind: 'forbidden', message: 'may not list pods' } });
    expect(first).toMatchObject({ requeueAfter: 30, status: { blocked: { reason: 'Forbidden', since: now.toISOString() } } });
    expect(conditions(first.status)).toMatchObject({ Analyzed: 'False/NotAnalyzed', Blocked: 'True/Forbidden', Planned: 'False/NoPlan' });
    const second = decide({ analysis: { kind: 'forbidden', message: 'may not list pods' }, status: first.status }, later);
    expect(second.status).toEqual(first.status);
    const third = decide({ status: first.status }, later);
    expect(third.status?.blocked).toBeUndefined();
    expect(conditions(third.status)).not.toHaveProperty('Blocked');
  });

  test('is looked at again at once when it only seemed to repeat another', () => {
    expect(decide({ analysis: { kind: 'unread' } })).toEqual({ effects: [], requeueAfter: 0 });
  });

  test('that is finished or being deleted is left alone', () => {
    const finished = decide({ status: { phase: 'Resolved' } });
    const leaving = seen({});
    const deleted = { ...leaving.anomaly, metadata: { ...leaving.anomaly.metadata, deletionTimestamp: now.toISOString() } };
    expect([finished, decideAnomaly({ ...leaving, anomaly: deleted }, now)]).toEqual([{ effects: [] }, { effects: [] }]);
  });
});

describe('planning', () => {
  const { status, effects } = decide({ type: 'memory', name: 'anom-20260101-abcde' });

  test('records the diagnosis and the name of the plan before the plan is created', () => {
    expect(status).toMatchObject({
      fingerprint: 'f1',
      occurrences: 1,
      lastSeenAt: '2026-01-01T00:00:00Z',
      affectedLayers: ['infrastructure', 'application'],
      rootCause: { layer: 'infrastructure', target: target('Node/w1') },
      planRef: { namespace: 'self-healing-platform', name: 'plan-20260101-abcde' },
    });
    expect(status?.planRef?.uid).toBeUndefined();
    expect(conditions(status)).toEqual({ Analyzed: 'True/Analyzed', Planned: 'True/PlanCreated', Resolved: 'False/PlanCreated' });
  });

  test('creates the plan, owned by the anomaly', () => {
    const created = effects.find((effect) => effect.kind === 'createPlan');
    expect(created?.plan).toMatchObject({
      metadata: {
        name: 'plan-20260101-abcde',
        namespace: 'self-healing-platform',
        ownerReferences: [{ kind: 'Anomaly', uid: 'uid-anom-20260101-abcde', controller: true, blockOwnerDeletion: true }],
      },
      spec: { steps: [{ action: { operation: 'drain_and_reboot_node' } }, { action: { operation: 'restart_deployment' } }] },
    });
  });

  test('tells people at the anomaly and its targets, and logs it once', () => {
    expect(effects.map(({ kind }) => kind)).toEqual(['logSubmitted', 'createPlan', 'announce']);
    expect(effects.find((effect) => effect.kind === 'announce')).toMatchObject({ note: expect.stringContaining('MemoryPressure is True') });
    const again = decide({ status: { phase: 'Pending' } });
    expect(again.effects.map(({ kind }) => kind)).toEqual(['createPlan', 'announce']);
  });
});

describe('repetitions', () => {
  const first = buildAnomaly({ name: 'anom-first', status: { phase: 'Remediating', planRef: { name: 'plan-first' } } });

  test('of an anomaly with a plan are suppressed and point to it', () => {
    const { status, effects } = decide({ name: 'anom-second', siblings: [first], analysis: { kind: 'unread' } });
    expect(status).toMatchObject({
      phase: 'Suppressed',
      reason: 'DuplicateOf',
      duplicateOf: { name: 'anom-first', uid: 'uid-anom-first' },
    });
    expect(effects).toEqual([{ kind: 'logSubmitted' }]);
  });

  test('are counted on the primary with what their reporters counted', () => {
    const duplicates = [buildAnomaly({ name: 'b', reports: 3 }), buildAnomaly({ name: 'c', lastReportedAt: '2026-01-01T09:00:00Z' })];
    expect(decide({ reports: 2, duplicates }).status).toMatchObject({ occurrences: 6, lastSeenAt: '2026-01-01T09:00:00Z' });
  });
});
