import { describe, expect, test } from '@jest/globals';
import type { Anomaly, AnomalyStatus, Dependency, ImpactedResource } from '../../api/generated/types.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { target } from '../../testing/targets.ts';
import type { Diagnosis } from '../diagnosis/diagnose.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import type { SeenAnomaly, SeenIncident } from './seen-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const system = 'self-healing-platform';
const planRef = { namespace: system, name: 'plan-node', uid: 'uid-plan-node' };

const hit = (text: string, state = 'Unavailable'): ImpactedResource => {
  const layer = text.startsWith('Node/') ? 'infrastructure' : 'application';
  return { layer, target: target(text), state };
};
const on = (from: string, ...to: string[]): Dependency[] => to.map((node) => ({ from, to: node, via: 'nodeName' }));

/** What was found: the first object that is hit is the cause. */
function found(hits: readonly ImpactedResource[], dependencies: readonly Dependency[] = [], since = ago(1000)): Diagnosis {
  const [cause] = hits;
  if (!cause) throw new Error('something is hit');
  const evidence = [{ what: 'it is so', since }];
  const rootCause = { layer: cause.layer, target: cause.target, evidence };
  return {
    affectedLayers: [...new Set(hits.map(({ layer }) => layer))],
    impactedResources: hits,
    rootCause,
    dependencies,
    deployments: [],
  };
}

/** Node w1 with a plan that restarts pay too. */
function incident(status: Partial<AnomalyStatus> = {}, more: AnomalyWish = {}, steps = ['Node/w1', 'Deployment/shop/pay']): SeenIncident {
  const rootCause = { layer: 'infrastructure', target: target('Node/w1') } as const;
  const anomaly = buildAnomaly({
    name: 'anom-node',
    targets: ['Node/w1'],
    status: { phase: 'Remediating', reason: 'PlanExecuting', planRef, rootCause, ...status },
    ...more,
  });
  const plan = buildPlan({
    name: 'plan-node',
    namespace: anomaly.metadata.namespace,
    steps: steps.map((one) => ({ target: one, operation: 'observe' })),
  });
  return { anomaly, plan };
}

const ended = (seconds: number, reason = 'PlanSucceeded'): Partial<AnomalyStatus> => ({
  phase: reason === 'PlanSucceeded' ? 'Resolved' : 'Failed',
  reason,
  finishedAt: ago(seconds),
});

function decide(diagnosis: Diagnosis, incidents: readonly SeenIncident[], more: Partial<SeenAnomaly> & { wish?: AnomalyWish } = {}) {
  const { wish, ...around } = more;
  const anomaly = buildAnomaly({ name: 'anom-late', targets: ['Deployment/shop/cart'], ...wish });
  return decideAnomaly({ ...seenAlone, fingerprint: 'f', anomaly, incidents, analysis: { kind: 'read', diagnosis }, ...around }, now);
}
const joins = (...about: Parameters<typeof decide>) => decide(...about).status?.reason;

const pay = found([hit('Deployment/shop/pay')]);
const cart = (...nodes: string[]) => found([hit('Deployment/shop/cart')], on('Deployment/shop/cart', ...nodes));

describe('an anomaly becomes part of an incident', () => {
  test.each<{ when: string; diagnosis: Diagnosis; incidents: readonly SeenIncident[] }>([
    { when: 'its cause has a step in the plan', diagnosis: pay, incidents: [incident()] },
    { when: 'its cause stands on what the plan repairs', diagnosis: cart('Node/w1'), incidents: [incident()] },
    {
      when: 'its cause stands on it over another object',
      diagnosis: found(
        [hit('Service/shop/web')],
        [...on('Service/shop/web', 'Deployment/shop/cart'), ...on('Deployment/shop/cart', 'Node/w1')],
      ),
      incidents: [incident()],
    },
    {
      when: 'it runs on every node by its nature',
      diagnosis: found([hit('DaemonSet/kube-system/net')], on('DaemonSet/kube-system/net', 'Node/w1', 'Node/w2')),
      incidents: [incident()],
    },
    {
      when: 'it has operands on the node',
      diagnosis: found([hit('ClusterOperator/dns')], on('ClusterOperator/dns', 'Node/w2', 'Node/w1')),
      incidents: [incident(ended(100))],
    },
    { when: 'the plan ended well a short while ago', diagnosis: pay, incidents: [incident(ended(299))] },
    { when: 'the plan ended badly a short while ago', diagnosis: pay, incidents: [incident(ended(299, 'PlanRolledBack'))] },
    { when: 'the cause itself was reported once more, late', diagnosis: found([hit('Node/w1')]), incidents: [incident(ended(10))] },
  ])('when $when', ({ diagnosis, incidents }) => {
    expect(decide(diagnosis, incidents).status).toMatchObject({ phase: 'Suppressed', reason: 'PartOfIncident', planRef });
  });

  test('that is open rather than of one that has ended, and of the older of two', () => {
    const other = { namespace: system, name: 'plan-b', uid: 'b' };
    const open = incident({ planRef: other }, { name: 'anom-b', creationTimestamp: '2026-01-01T00:00:01Z' });
    const younger = incident({ planRef: { ...other, name: 'plan-c' } }, { name: 'anom-c', creationTimestamp: '2026-01-01T00:00:02Z' });
    expect(decide(pay, [younger, incident(ended(10)), open]).status?.planRef).toEqual(other);
  });

  test('once the plan that is being made is there, and waits until then', () => {
    const { status } = decide(pay, [{ anomaly: incident({ planRef: { namespace: system, name: 'plan-node' } }).anomaly }].map(withHits));
    expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident', blocked: { by: `Anomaly/${system}/anom-node` } });
  });

  test('of the system namespace, when it is a tenant whose workload that plan restarts', () => {
    expect(joins(pay, [incident()], { wish: { namespace: 'shop', targets: ['Deployment/shop/pay'] } })).toBe('PartOfIncident');
  });
});

function withHits({ anomaly }: SeenIncident): SeenIncident {
  return { anomaly: { ...anomaly, status: { ...anomaly.status, impactedResources: [hit('Deployment/shop/pay')] } } };
}

describe('an anomaly has a plan of its own', () => {
  const wasPart = buildAnomaly({ name: 'anom-earlier', status: { phase: 'Suppressed', reason: 'PartOfIncident', planRef } });

  test.each<{ when: string; diagnosis: Diagnosis; incidents: readonly SeenIncident[]; around?: Parameters<typeof decide>[2] }>([
    { when: 'the plan ended too long ago', diagnosis: pay, incidents: [incident(ended(301))] },
    { when: 'the plan has nothing to do with it', diagnosis: cart('Node/w2'), incidents: [incident()] },
    { when: 'it stands on another node too', diagnosis: cart('Node/w1', 'Node/w2'), incidents: [incident()] },
    { when: 'another node is its cause', diagnosis: found([hit('Node/w2'), hit('Deployment/shop/pay')]), incidents: [incident()] },
    {
      when: 'the node was looked at and is not its cause',
      diagnosis: found([hit('Deployment/shop/cart'), hit('Node/w1')], on('Deployment/shop/cart', 'Node/w1')),
      incidents: [incident()],
    },
    {
      when: 'the same was reported before, and that plan was for it',
      diagnosis: pay,
      incidents: [incident(ended(10))],
      around: { earlier: [{ report: wasPart }] },
    },
    {
      when: 'the cause broke again after its plan',
      diagnosis: found([hit('Node/w1')], [], ago(5)),
      incidents: [incident(ended(10))],
    },
    {
      when: 'what the plan only moved broke by itself after it',
      diagnosis: found([hit('Deployment/shop/pay', 'ErrImagePull')], [], ago(5)),
      incidents: [incident(ended(10))],
    },
    { when: 'the plan was stopped before it began', diagnosis: pay, incidents: [incident(ended(10, 'ResolvedByReporter'))] },
    { when: 'the plan is only a preview', diagnosis: pay, incidents: [incident({}, { mode: 'DryRun' })] },
    { when: 'the plan is that of a tenant', diagnosis: pay, incidents: [incident({}, { namespace: 'shop' })] },
    {
      when: 'nothing is joined late',
      diagnosis: pay,
      incidents: [incident(ended(1))],
      around: { terms: { ...seenAlone.terms, joinSeconds: 0 } },
    },
  ])('when $when', ({ diagnosis, incidents, around }) => {
    expect(decide(diagnosis, incidents, around).status).toMatchObject({ phase: 'Planned', planRef: { name: 'plan-late' } });
  });
});

describe('what nobody has judged yet', () => {
  const node = (more: AnomalyWish = {}): Anomaly =>
    buildAnomaly({ name: 'anom-node', targets: ['Node/w1'], creationTimestamp: ago(2), ...more });

  test('is waited for by what stands on it', () => {
    const { status, requeueAfter } = decide(cart('Node/w1'), [], { unheard: [node()] });
    expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident', blocked: { by: `Anomaly/${system}/anom-node` } });
    expect(requeueAfter).toBe(5);
  });

  test.each<{ when: string; unheard: Anomaly; nodes: readonly string[] }>([
    { when: 'it takes too long', unheard: node({ creationTimestamp: ago(31) }), nodes: ['Node/w1'] },
    { when: 'it is about something else', unheard: node(), nodes: ['Node/w2'] },
    { when: 'it only observes', unheard: node({ mode: 'Observe' }), nodes: ['Node/w1'] },
    { when: 'a tenant reports it', unheard: node({ namespace: 'shop' }), nodes: ['Node/w1'] },
  ])('is not waited for when $when', ({ unheard, nodes }) => {
    expect(joins(cart(...nodes), [], { unheard: [unheard] })).toBe('PlanCreated');
  });
});

test('what has the cause of an incident for which a person is asked waits with it, without looking again and again', () => {
  const asked = buildAnomaly({
    name: 'anom-asked',
    targets: ['Deployment/shop/pay'],
    status: { phase: 'Pending', reason: 'Ineffective', rootCause: { layer: 'application', target: target('Deployment/shop/pay') } },
  });
  const { status, requeueAfter } = decide(pay, [], { sameCause: [asked] });
  expect(requeueAfter).toBeUndefined();
  expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident', blocked: { by: `Anomaly/${system}/anom-asked` } });
});
