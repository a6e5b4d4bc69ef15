import { describe, expect, test } from '@jest/globals';
import type { Anomaly, AnomalyStatus, ImpactedResource } from '../../api/generated/types.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aWorkload } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { seenWorkload, unavailable, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import { companionsOf } from './join-group.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const planRef = { namespace: 'shop', name: 'plan-x', uid: 'p' };
const hit = (...names: string[]): ImpactedResource[] =>
  names.map((name) => ({ layer: 'application', target: target(`Deployment/shop/${name}`) }));

/** An anomaly in `shop` about the Deployment of its name, one second younger for each letter. */
function member(name: string, more: AnomalyWish = {}): Anomaly {
  const creationTimestamp = `2026-01-01T00:00:0${name.charCodeAt(0) - 97}Z`;
  return buildAnomaly({ name, namespace: 'shop', uid: name, targets: [`Deployment/shop/${name}`], creationTimestamp, ...more });
}

type More = Pick<SeenAnomaly, 'correlating'> & { readonly companions?: string[] };

function decide(anomaly: Anomaly, members: readonly Anomaly[], more: More = {}) {
  const { companions, ...seen } = more;
  const ill = [anomaly.metadata.name, ...(companions ?? [])].map((name) => seenWorkload(unavailable(aWorkload('Deployment', name)), []));
  const analysis = { kind: 'read', diagnosis: diagnose(world(ill), anomaly.spec), ...(companions && { companions }) } as const;
  const group = members.length > 0 ? { cause: 'Application/shop', members } : undefined;
  return decideAnomaly({ ...seenAlone, fingerprint: 'f', anomaly, analysis, group, ...seen }, now);
}

const covering = (...names: string[]): AnomalyStatus => ({ phase: 'Planned', planRef, impactedResources: hit(...names) });

describe('while a correlation is under way', () => {
  const correlating = 'RemediationAction/shop/act-c';

  test('a new anomaly waits, analyzed', () => {
    const { status, effects, requeueAfter } = decide(member('a'), [], { correlating });
    expect(status).toMatchObject({
      phase: 'Pending',
      reason: 'Correlating',
      blocked: { reason: 'Correlating', by: correlating, since: now.toISOString() },
    });
    expect(status?.rootCause?.target?.name).toBe('a');
    expect([effects.map(({ kind }) => kind), requeueAfter]).toEqual([['logSubmitted'], 30]);
  });

  test('it waits no longer than half a minute', () => {
    const waiting = (since: string) =>
      member('a', { status: { phase: 'Pending', reason: 'Correlating', blocked: { reason: 'Correlating', since } } });
    expect(decide(waiting(ago(29)), [], { correlating })).toMatchObject({ status: { phase: 'Pending' }, requeueAfter: 1 });
    expect(decide(waiting(ago(30)), [], { correlating }).status).toMatchObject({ phase: 'Planned' });
  });

  test.each([{ mode: 'DryRun' as const }])('a preview does not wait', ({ mode }) => {
    expect(decide(member('a', { mode }), [], { correlating }).status).toMatchObject({ phase: 'Planned' });
  });
});

describe('the founder of a group', () => {
  const [a, b, c] = [member('a'), member('b'), member('c')];

  test('makes the plan for what all of them report', () => {
    const { status, effects } = decide(a, [c, b, a], { companions: ['b', 'c'] });
    expect(status).toMatchObject({ phase: 'Planned', planRef: { name: 'plan-a' } });
    const plan = effects.find((effect) => effect.kind === 'createPlan')?.plan;
    expect(plan?.spec.steps.map(({ action }) => action.target.name)).toEqual(['a', 'b', 'c']);
  });

  test('looks again when it has not looked at what the others report', () => {
    expect(decide(a, [a, b])).toEqual({ effects: [], requeueAfter: 0 });
    expect(decide(a, [a, b, c], { companions: ['b'] })).toEqual({ effects: [], requeueAfter: 0 });
  });

  test.each<{ who: string; members: Anomaly[]; founder: string }>([
    { who: 'the gravest', members: [a, member('b', { severity: 'critical' }), c], founder: 'b' },
    { who: 'the oldest of the gravest', members: [c, b, a], founder: 'a' },
    {
      who: 'one that is not kept by a missing right',
      members: [member('a', { status: { phase: 'Pending', reason: 'Forbidden' } }), b, c],
      founder: 'b',
    },
    {
      who: 'one that does not wait for an incident elsewhere',
      members: [
        member('a', {
          status: { phase: 'Pending', reason: 'PartOfIncident', blocked: { reason: 'PartOfIncident', since: ago(1), by: 'Anomaly/x/y' } },
        }),
        b,
        c,
      ],
      founder: 'b',
    },
  ])('is $who', ({ members, founder }) => {
    const last = members.find(({ metadata }) => metadata.name === 'c');
    expect(last && decide(last, members).status?.blocked?.by).toBe(`Anomaly/shop/${founder}`);
  });

  test('is the same for all, and has all others as companions', () => {
    const all = [c, a, b];
    expect(companionsOf(a, { cause: 'x', members: all }).map(({ metadata }) => metadata.name)).toEqual(['c', 'b']);
    expect(companionsOf(b, { cause: 'x', members: all })).toEqual([]);
  });
});

describe('another member of a group', () => {
  const b = member('b', { status: { phase: 'Pending', reason: 'Correlating' } });

  test('waits until the founder has a plan', () => {
    const { status, effects, requeueAfter } = decide(b, [member('a'), b]);
    expect(status).toMatchObject({ phase: 'Pending', reason: 'PartOfIncident', blocked: { by: 'Anomaly/shop/a' } });
    expect([effects, requeueAfter]).toEqual([[], 5]);
  });

  test('is part of a plan that repairs what it reports', () => {
    const { status, effects } = decide(b, [member('a', { status: covering('a', 'b') }), b]);
    expect(status).toMatchObject({
      phase: 'Suppressed',
      reason: 'PartOfIncident',
      planRef,
      message: 'It belongs to Application/shop, which plan-x of shop/a handles.',
    });
    expect(effects.map(({ kind }) => kind)).toEqual(['announce']);
  });

  test('waits while the plan is being made', () => {
    const making: AnomalyStatus = { phase: 'Planned', planRef: { namespace: 'shop', name: 'plan-x' }, impactedResources: hit('a', 'b') };
    expect(decide(b, [member('a', { status: making }), b]).status).toMatchObject({ phase: 'Pending', blocked: { by: 'Anomaly/shop/a' } });
  });

  test.each<{ when: string; of: AnomalyWish; own?: AnomalyWish }>([
    { when: 'the plan is for something else', of: { status: covering('a') } },
    { when: 'the plan was asked for in another mode', of: { status: covering('a', 'b'), mode: 'Approval' } },
    { when: 'a model asked for the plan', of: { status: covering('a', 'b'), source: 'ai_driven', confidence: 0.9 } },
    { when: 'a model reports this, and none that', of: { status: covering('a', 'b') }, own: { source: 'ai_driven', confidence: 0.9 } },
    {
      when: 'a model is less sure of this than of that',
      of: { status: covering('a', 'b'), source: 'ai_driven', confidence: 0.9 },
      own: { source: 'ai_driven', confidence: 0.8 },
    },
  ])('has a plan of its own when $when', ({ of, own = {} }) => {
    const one = member('b', own);
    expect(decide(one, [member('a', of), one]).status).toMatchObject({ phase: 'Planned', planRef: { name: 'plan-b' } });
  });

  test('founds the plan for those that an older plan leaves out', () => {
    const planned = member('a', { status: covering('a') });
    const others = [planned, b, member('c')];
    expect(companionsOf(b, { cause: 'x', members: others }).map(({ metadata }) => metadata.name)).toEqual(['c']);
    expect(decide(b, others, { companions: ['c'] }).status).toMatchObject({ phase: 'Planned', planRef: { name: 'plan-b' } });
  });
});
