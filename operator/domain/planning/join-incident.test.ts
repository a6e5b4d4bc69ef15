import { describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../api/generated/types.ts';
import { incidentName } from '../../api/names.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode, aPod, aWorkload } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { decideAnomaly } from './decide-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const system = 'self-healing-platform';
const pods = [aPod('pay-1', { spec: { nodeName: 'w1' }, ready: false })];
const onIllNode = world([seenWorkload(unavailable(aWorkload('Deployment', 'pay')), pods)], {
  nodes: [aNode('w1', { conditions: { MemoryPressure: 'True' } })],
});
const name = incidentName(target('Node/w1'));

function decide(wish: AnomalyWish, sameCause: readonly Anomaly[] = []) {
  const anomaly = buildAnomaly({ name: 'anom-pay', namespace: 'shop', targets: ['Deployment/shop/pay'], ...wish });
  const takenNames = new Set(sameCause.map(({ metadata }) => metadata.name));
  const analysis = { kind: 'read', diagnosis: diagnose(onIllNode, anomaly.spec) } as const;
  return decideAnomaly({ ...seenAlone, fingerprint: 'f', anomaly, sameCause, takenNames, analysis }, now);
}

const incident = (more: AnomalyWish = {}) =>
  buildAnomaly({ name, targets: ['Node/w1'], reporter: 'planning', details: { raised_for: 'shop/anom-pay' }, ...more });
const planned = { phase: 'Planned', planRef: { namespace: system, name: `plan-x`, uid: 'p' } } as const;

describe('a tenant whose pods stand on an ill node', () => {
  test('reports the node in the system namespace and waits', () => {
    const { status, effects, requeueAfter } = decide({ severity: 'critical', source: 'ai_driven', confidence: 0.9, requestedBy: 'jo' });
    expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident', blocked: { by: `Anomaly/${system}/${name}` } });
    expect(status?.planRef).toBeUndefined();
    expect(requeueAfter).toBe(5);
    expect(effects.find((effect) => effect.kind === 'raiseIncident')?.incident).toMatchObject({
      metadata: { name, namespace: system },
      spec: {
        reporter: 'planning',
        severity: 'critical',
        source: 'ai_driven',
        confidence: 0.9,
        requestedBy: 'jo',
        reports: 1,
        targets: [target('Node/w1')],
      },
    });
    expect(name).toMatch(/^anom-node-[0-9a-f]{10}$/);
  });

  test('waits while the incident has no plan, and raises no other', () => {
    const { status, effects } = decide({ status: { phase: 'Pending' } }, [incident()]);
    expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident' });
    expect(effects).toEqual([]);
  });

  test('waits while the plan of the incident is being made', () => {
    const making = incident({ status: { phase: 'Planned', planRef: { namespace: system, name: 'plan-x' } } });
    expect(decide({ status: { phase: 'Pending' } }, [making]).status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident' });
  });

  test('is part of the incident once that has a plan, and was its first report', () => {
    const { status, effects } = decide({ status: { phase: 'Pending' } }, [incident({ status: planned })]);
    expect(status).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident', planRef: planned.planRef });
    expect(effects.map(({ kind }) => kind)).toEqual(['announce']);
  });

  test('adds a report to an incident that another raised', () => {
    const { status, effects } = decide({ status: { phase: 'Pending' } }, [
      incident({ status: planned, details: { raised_for: 'bank/anom-x' } }),
    ]);
    expect(status).toMatchObject({ phase: 'Suppressed', planRef: planned.planRef });
    expect(effects.map(({ kind }) => kind)).toEqual(['addReport', 'announce']);
  });

  test('joins an incident about the node that a person reported', () => {
    const theirs = buildAnomaly({
      name: 'anom-theirs',
      targets: ['Node/w1'],
      status: { ...planned, rootCause: { layer: 'infrastructure', target: target('Node/w1') } },
    });
    const { status, effects } = decide({ status: { phase: 'Pending' } }, [theirs]);
    expect(status).toMatchObject({ phase: 'Suppressed', planRef: planned.planRef });
    expect(effects.map(({ kind }) => kind)).toEqual(['announce']);
  });

  test.each([
    { when: 'an earlier incident ended', earlier: incident({ status: { ...planned, phase: 'Resolved' } }) },
    { when: 'the open incident is only a preview', earlier: incident({ mode: 'DryRun', status: planned }) },
  ])('raises one with the next number when $when', ({ earlier }) => {
    const { effects } = decide({ status: { phase: 'Pending' } }, [earlier]);
    expect(effects).toMatchObject([{ kind: 'raiseIncident', incident: { metadata: { name: `${name}-r2` } } }]);
  });

  test('fails with the incident that could not be planned', () => {
    const { status } = decide({ status: { phase: 'Pending' } }, [incident({ status: { phase: 'Failed', message: 'no such node' } })]);
    expect(status).toMatchObject({ phase: 'Failed', reason: 'NoPlan', message: expect.stringContaining('no such node') });
  });

  test('whose own workload is the cause plans for itself', () => {
    const early = seenWorkload(unavailable(aWorkload('Deployment', 'pay')), []);
    const anomaly = buildAnomaly({ name: 'anom-pay', namespace: 'shop', targets: ['Deployment/shop/pay'] });
    const analysis = { kind: 'read', diagnosis: diagnose(world([early]), anomaly.spec) } as const;
    expect(decideAnomaly({ ...seenAlone, anomaly, analysis }, now).status).toMatchObject({
      phase: 'Planned',
      planRef: { namespace: 'shop', name: 'plan-pay' },
    });
  });
});

describe('in the system namespace', () => {
  const other = (more: AnomalyWish = {}) =>
    buildAnomaly({
      name: 'anom-node',
      targets: ['Node/w1'],
      status: { ...planned, rootCause: { layer: 'infrastructure', target: target('Node/w1') } },
      ...more,
    });

  test('an anomaly whose cause has an open plan becomes part of it', () => {
    expect(decide({ namespace: system }, [other()]).status).toMatchObject({
      phase: 'Suppressed',
      reason: 'PartOfIncident',
      planRef: planned.planRef,
    });
  });

  test.each([
    { when: 'that plan has ended', of: other({ status: { phase: 'Resolved', planRef: planned.planRef } }) },
    { when: 'the other has no plan yet', of: other({ status: { phase: 'Pending' } }) },
    { when: 'the other only observes', of: other({ mode: 'Observe' }) },
    { when: 'the other is in another namespace', of: other({ namespace: 'shop' }) },
  ])('it plans for itself when $when', ({ of }) => {
    expect(decide({ namespace: system }, [of]).status).toMatchObject({ phase: 'Planned' });
  });
});
