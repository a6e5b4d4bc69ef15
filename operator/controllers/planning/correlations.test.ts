import { afterEach, describe, expect, test } from '@jest/globals';
import type { Anomaly, RemediationAction, RemediationActionStatus, RemediationPlan } from '../../api/generated/types.ts';
import { kinds } from '../../kube/kinds.ts';
import { buildAction, type ActionWish } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine, type FakeEngine } from '../../testing/fake-engine.ts';
import { unavailable } from '../../testing/seen-world.ts';
import type { Controller } from '../runtime/deps.ts';
import { makePlanningController } from './controller.ts';
import { indexCorrelations } from './correlations.ts';

const system = 'self-healing-platform';
const anomaly = (name: string, namespace = 'shop') =>
  buildAnomaly({ name, namespace, uid: name, targets: [`Deployment/${namespace}/${name}`] });
const found = (...members: string[]): RemediationActionStatus => ({
  phase: 'Succeeded',
  finishedAt: '2026-01-01T00:00:01Z',
  result: { groups: [{ cause: 'Application/shop', tie: 'owner', members: members.map((name) => ({ name, uid: name })) }] },
});
const correlation = (status: RemediationActionStatus, more: ActionWish = {}): RemediationAction =>
  buildAction({ name: 'act-c', namespace: 'shop', type: 'alert_correlation', target: 'Namespace/shop', status, ...more });

describe('what correlations say', () => {
  function engineWith(...objects: (Anomaly | RemediationAction)[]) {
    const engine = fakeEngine({ allow: ['* *'] });
    for (const object of objects) engine.put(object);
    return indexCorrelations(engine.deps.caches, system);
  }
  const namesOf = (correlations: ReturnType<typeof engineWith>, of: Anomaly) =>
    correlations.groupOf(of)?.members.map(({ metadata }) => metadata.name);

  test('is the group of each member', () => {
    const correlations = engineWith(anomaly('a'), anomaly('b'), anomaly('c'), correlation(found('a', 'b')));
    expect(correlations.groupOf(anomaly('a'))?.cause).toBe('Application/shop');
    expect([namesOf(correlations, anomaly('b')), namesOf(correlations, anomaly('c'))]).toEqual([['a', 'b'], undefined]);
  });

  test('is what the latest of them found', () => {
    const later = { ...found('a', 'c'), finishedAt: '2026-01-01T00:00:02Z' };
    const actions = [correlation(found('a', 'b')), correlation(later, { name: 'act-d', uid: 'uid-d' })];
    expect(namesOf(engineWith(anomaly('a'), anomaly('b'), anomaly('c'), ...actions), anomaly('a'))).toEqual(['a', 'c']);
  });

  test.each<{ what: string; objects: (Anomaly | RemediationAction)[] }>([
    {
      what: 'the other member is over',
      objects: [buildAnomaly({ name: 'b', namespace: 'shop', uid: 'b', status: { phase: 'Resolved' } }), correlation(found('a', 'b'))],
    },
    { what: 'the other member is gone', objects: [correlation(found('a', 'b'))] },
    { what: 'the other member is in another namespace', objects: [anomaly('b', 'bank'), correlation(found('a', 'b'))] },
    { what: 'another namespace claims it', objects: [anomaly('b'), correlation(found('a', 'b'), { namespace: 'bank' })] },
    {
      what: 'it is about another namespace',
      objects: [anomaly('b'), correlation(found('a', 'b'), { namespace: system, target: 'Namespace/bank' })],
    },
    { what: 'it failed', objects: [anomaly('b'), correlation({ ...found('a', 'b'), phase: 'Failed' })] },
  ])('is nothing when $what', ({ objects }) => {
    expect(engineWith(anomaly('a'), ...objects).groupOf(anomaly('a'))).toBeUndefined();
  });

  test.each<{ phase: RemediationActionStatus['phase']; more?: ActionWish; awaited: string | undefined }>([
    { phase: undefined, awaited: 'RemediationAction/shop/act-c' },
    { phase: 'Blocked', awaited: 'RemediationAction/shop/act-c' },
    { phase: 'Running', more: { namespace: system }, awaited: `RemediationAction/${system}/act-c` },
    { phase: 'AwaitingApproval', awaited: undefined },
    { phase: 'Succeeded', awaited: undefined },
    { phase: 'Running', more: { dryRun: true }, awaited: undefined },
    { phase: 'Running', more: { namespace: 'bank' }, awaited: undefined },
  ])('is to be waited for in phase $phase: $awaited', ({ phase, more, awaited }) => {
    expect(engineWith(correlation({ phase }, more)).awaited(anomaly('a'))).toBe(awaited);
  });
});

describe('planning', () => {
  const running: Controller[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((controller) => controller.stop()));
  });
  const statusOf = ({ cluster }: FakeEngine, name: string) => cluster.peek<Anomaly>(kinds.Anomaly, { namespace: 'shop', name })?.status;
  const plansOf = ({ cluster }: FakeEngine) =>
    ['a', 'b', 'c'].flatMap(
      (name) => cluster.peek<RemediationPlan>(kinds.RemediationPlan, { namespace: 'shop', name: `plan-${name}` }) ?? [],
    );

  test('holds what is reported during a correlation and makes one plan of the group that it finds', async () => {
    const objects = ['a', 'b', 'c'].map((name) => unavailable(aWorkload('Deployment', name)));
    const engine = fakeEngine({ objects, allow: ['get *', 'list *', 'patch Anomaly/status', 'create RemediationPlan'] });
    engine.put(correlation({ phase: 'Blocked' }));
    const controller = makePlanningController(engine.deps);
    running.push(controller);
    controller.start();
    for (const name of ['a', 'b', 'c']) engine.put(anomaly(name));
    const held = { phase: 'Pending', reason: 'Correlating', blocked: { by: 'RemediationAction/shop/act-c' } };
    await eventually(() => expect(['a', 'b', 'c'].map((name) => statusOf(engine, name))).toMatchObject([held, held, held]));
    expect(plansOf(engine)).toEqual([]);

    const stored = engine.deps.caches.actions.get({ namespace: 'shop', name: 'act-c' });
    if (stored) engine.put({ ...stored, status: found('a', 'b') });
    await eventually(() =>
      expect(['a', 'b', 'c'].map((name) => statusOf(engine, name)?.phase)).toEqual(['Planned', 'Suppressed', 'Planned']),
    );
    const plans = plansOf(engine);
    expect(plans.map(({ spec }) => spec.steps.map(({ action }) => action.target.name))).toEqual([['a', 'b'], ['c']]);
    expect(statusOf(engine, 'b')).toMatchObject({
      reason: 'PartOfIncident',
      planRef: { namespace: 'shop', name: 'plan-a', uid: plans[0]?.metadata.uid },
      message: 'It belongs to Application/shop, which plan-a of shop/a handles.',
    });
  });
});
