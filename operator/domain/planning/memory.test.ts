import { describe, expect, test } from '@jest/globals';
import type { Anomaly, AnomalyStatus, HistoryRow } from '../../api/generated/types.ts';
import { keys } from '../../api/resource.ts';
import { validateAnomaly } from '../../api/validate.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { seenTarget, world } from '../../testing/seen-world.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import type { Analysis, Earlier } from './seen-anomaly.ts';

const now = new Date('2026-01-10T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const day = 24 * 3600;

const row = (plan: string, more: Partial<HistoryRow> = {}): HistoryRow => ({
  plan,
  operation: 'restart_deployment',
  target: 'Deployment/shop/pay',
  outcome: 'Succeeded',
  at: ago(100),
  ...more,
});

/** A finished anomaly that had a plan of its own. */
function ended(status: Partial<AnomalyStatus> = {}, more: AnomalyWish = {}): Anomaly {
  const planRef = { namespace: 'self-healing-platform', name: 'plan-before', uid: 'uid-plan-before' };
  return buildAnomaly({
    name: 'anom-before',
    creationTimestamp: ago(1000),
    status: { phase: 'Resolved', reason: 'PlanSucceeded', planRef, finishedAt: ago(100), history: [row('plan-before')], ...status },
    ...more,
  });
}
const own = (incident: Anomaly): Earlier => ({ report: incident, incident });
const marked: Partial<AnomalyStatus> = {
  ineffective: 1,
  conditions: [{ type: 'Ineffective', status: 'True', reason: 'SignalReturned', message: '', lastTransitionTime: ago(50) }],
};
const asked = (plans: number): Partial<AnomalyStatus> => ({ ...marked, ineffective: plans });

const broken: Analysis = {
  kind: 'read',
  diagnosis: diagnose(world([seenTarget(aNode('w1', { conditions: { MemoryPressure: 'True' } }))]), { type: 'x' }),
};

interface Around extends AnomalyWish {
  readonly earlier?: readonly Earlier[];
  readonly analysis?: Analysis;
  readonly annotations?: Record<string, string>;
}

function decide({ earlier = [], analysis = broken, annotations = {}, ...wish }: Around) {
  const made = buildAnomaly({ name: 'anom-again', targets: ['Node/w1'], creationTimestamp: ago(0), ...wish });
  const anomaly = { ...made, metadata: { ...made.metadata, annotations } };
  return decideAnomaly({ ...seenAlone, anomaly, fingerprint: 'f', earlier, analysis }, now);
}
const marks = (around: Around) => decide(around).effects.flatMap((effect) => (effect.kind === 'markIneffective' ? [effect] : []));

describe('what was tried before', () => {
  test('is carried on, and what did not help is told so', () => {
    const history = [row('plan-older', { at: ago(2 * day) }), row('plan-before'), row('plan-before', { outcome: 'Failed' })];
    expect(decide({ earlier: [own(ended({ history }))] }).status?.history).toEqual([
      row('plan-older', { at: ago(2 * day) }),
      row('plan-before', { outcome: 'Ineffective' }),
      row('plan-before', { outcome: 'Failed' }),
    ]);
  });

  test('is forgotten after seven days', () => {
    const history = [row('plan-older', { at: ago(7 * day + 1) }), row('plan-old', { at: ago(7 * day - 1) })];
    expect(decide({ earlier: [own(ended({ finishedAt: ago(day), history }))] }).status?.history).toEqual([history[1]]);
    expect(decide({ earlier: [own(ended({ finishedAt: ago(7 * day + 1) }))] }).status?.history).toBeUndefined();
  });

  test('is bounded: the newest twenty', () => {
    const history = Array.from({ length: 20 }, (_, i) => row(`plan-${i}`));
    const again = decide({ earlier: [own(ended({ history }))] }).status;
    expect(again?.history).toHaveLength(20);
    expect(again?.history?.at(-1)?.plan).toBe('plan-19');
  });

  test('is that of the one that ended last', () => {
    const last = ended({ finishedAt: ago(10), history: [row('plan-last')] }, { name: 'anom-last' });
    expect(decide({ earlier: [own(ended()), own(last)] }).status?.history).toMatchObject([{ plan: 'plan-last' }]);
  });

  test('is known to the plan that is made now', () => {
    const { status, effects } = decide({ earlier: [own(ended())] });
    expect(status).toMatchObject({ phase: 'Planned', history: [{ outcome: 'Ineffective' }], ineffective: 1 });
    expect(effects.map(({ kind }) => kind)).toContain('createPlan');
    expect(validateAnomaly(JSON.parse(JSON.stringify({ ...buildAnomaly({}), status })))).toMatchObject({ ok: true });
  });

  test.each<{ when: string; around: Around }>([
    { when: 'it was only a preview', around: { earlier: [own(ended({}, { mode: 'DryRun' }))] } },
    { when: 'this is only a preview', around: { mode: 'DryRun', earlier: [own(ended())] } },
    { when: 'the plan was that of another namespace', around: { earlier: [{ report: ended() }] } },
  ])('is left out when $when', ({ around }) => {
    expect(decide(around).status).toMatchObject({ phase: 'Planned' });
    expect(decide(around).status?.history).toBeUndefined();
  });
});

describe('a plan was ineffective', () => {
  test('when its signal is back within the verification window, and its anomaly says so', () => {
    const [mark] = marks({ earlier: [own(ended())] });
    expect(mark).toMatchObject({
      anomaly: { metadata: { name: 'anom-before' } },
      status: {
        phase: 'Resolved',
        reason: 'PlanSucceeded',
        finishedAt: ago(100),
        ineffective: 1,
        history: [{ outcome: 'Ineffective' }],
        conditions: [{ type: 'Ineffective', status: 'True', reason: 'SignalReturned', message: expect.stringContaining('anom-again') }],
      },
    });
  });

  test('and that is told even when the process died before, and a plan was made already', () => {
    const status = { phase: 'Planned', ineffective: 1, planRef: { namespace: 'self-healing-platform', name: 'plan-again' } } as const;
    expect(marks({ earlier: [own(ended())], analysis: { kind: 'unread' }, status })).toHaveLength(1);
  });

  test('when what was only part of it is back', () => {
    const report = ended({ phase: 'Suppressed', reason: 'PartOfIncident' }, { name: 'anom-part' });
    expect(marks({ earlier: [{ report, incident: ended() }] })).toMatchObject([{ anomaly: { metadata: { name: 'anom-before' } } }]);
  });

  test.each<{ when: string; around: Around }>([
    { when: 'it stayed away for the window', around: { earlier: [own(ended({ finishedAt: ago(300) }))] } },
    { when: 'the plan failed', around: { earlier: [own(ended({ phase: 'Failed', reason: 'PlanFailed' }))] } },
    { when: 'it is said already', around: { earlier: [own(ended(marked))] } },
    {
      when: 'everything is healthy',
      around: { earlier: [own(ended())], analysis: { kind: 'read', diagnosis: diagnose(world([seenTarget(aNode('w1'))]), { type: 'x' }) } },
    },
    {
      when: 'it only became part of it after the end',
      around: { earlier: [{ report: ended({}, { name: 'anom-part', creationTimestamp: ago(50) }), incident: ended() }] },
    },
  ])('is not said when $when', ({ around }) => expect(marks(around)).toEqual([]));
});

describe('plans that did not help in a row', () => {
  test.each<{ when: string; earlier: Anomaly; count: number | undefined }>([
    { when: 'the second did not help either', earlier: ended({ ineffective: 1 }), count: 2 },
    { when: 'that was counted already', earlier: ended(asked(2)), count: 2 },
    { when: 'one that failed came between', earlier: ended({ phase: 'Failed', reason: 'PlanFailed', ineffective: 2 }), count: 2 },
    { when: 'the last one helped', earlier: ended({ finishedAt: ago(301), ineffective: 2 }), count: undefined },
  ])('are $count when $when', ({ earlier, count }) => {
    expect(decide({ earlier: [own(earlier)] }).status?.ineffective).toBe(count);
  });

  const person = (finishedAt: string, more: Partial<AnomalyStatus> = {}): Earlier => {
    const status = { phase: 'Resolved', reason: 'ResolvedByReporter', ineffective: 3, finishedAt, ...more } as const;
    return { report: buildAnomaly({ name: 'anom-person', status }) };
  };

  test.each([
    { when: 'whoever was asked mended it', who: person(ago(300)), reason: 'PlanCreated', count: undefined },
    { when: 'it is back a moment after that', who: person(ago(299)), reason: 'Ineffective', count: 3 },
    { when: 'that was before the last plan', who: person(ago(5000)), reason: 'Ineffective', count: 3 },
    { when: 'nobody was asked', who: person(ago(300), { ineffective: undefined }), reason: 'Ineffective', count: 3 },
  ])('are followed by $reason when $when', ({ who, reason, count }) => {
    const { status } = decide({ earlier: [own(ended({ ...asked(3), finishedAt: ago(2000) })), who] });
    expect({ reason: status?.reason, count: status?.ineffective }).toEqual({ reason, count });
  });

  test('are three at most: then a person is asked, and told what was tried', () => {
    const { status, effects, requeueAfter } = decide({ earlier: [own(ended({ ineffective: 2 }))] });
    expect(status).toMatchObject({
      phase: 'Pending',
      reason: 'Ineffective',
      blocked: { reason: 'Ineffective', since: now.toISOString() },
      message: expect.stringMatching(/3 plans .*restart_deployment Deployment\/shop\/pay.*clear-block/),
    });
    expect(status?.planRef).toBeUndefined();
    expect(effects.map(({ kind }) => kind)).toEqual(['logSubmitted', 'announce', 'markIneffective']);
    expect(requeueAfter).toBeUndefined();
    const again = decide({ earlier: [own(ended(asked(3)))], status });
    expect(again).toEqual({ status, effects: [], requeueAfter: undefined });
  });

  test.each([
    { when: 'a person says why', annotations: { [keys.clearBlock]: 'a new image is out' }, reason: 'PlanCreated' },
    { when: 'nobody says why', annotations: { [keys.clearBlock]: ' ' }, reason: 'Ineffective' },
  ])('are followed by $reason when $when', ({ annotations, reason }) => {
    expect(decide({ earlier: [own(ended(asked(3)))], annotations }).status).toMatchObject({ reason, ineffective: 3 });
  });
});
