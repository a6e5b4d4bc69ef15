import { describe, expect, test } from '@jest/globals';
import type { AnomalyStatus } from '../../api/generated/types.ts';
import { targetKey } from '../../api/target.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { target } from '../../testing/targets.ts';
import { isCorrelated, suspectOf, type Place } from './suspect.ts';

const pod = target('Pod/shop/pay-1');
const places = new Map<string, Place>([[targetKey(pod), { owner: target('Deployment/shop/pay'), nodes: ['w1', 'w2'] }]]);

function ties(wish: AnomalyWish): string[] {
  const { ties: found } = suspectOf(buildAnomaly({ namespace: 'shop', targets: ['Pod/shop/pay-1'], ...wish }), places);
  return found.map(({ kind, resource }) => `${kind} ${resource}`);
}

describe('an anomaly hangs on', () => {
  test('what it reports, its owner and its nodes, before it is analyzed', () => {
    expect(ties({})).toEqual(['rootCause Deployment/shop/pay', 'owner Deployment/shop/pay', 'node Node/w1', 'node Node/w2']);
  });

  test('the cause that was found', () => {
    const status: AnomalyStatus = { rootCause: { layer: 'infrastructure', target: target('Node/w1') } };
    expect(ties({ status })[0]).toBe('rootCause Node/w1');
  });

  test.each([
    { method: 'ArgoCD', managedBy: 'shop', tie: 'owner Application/shop' },
    { method: 'Helm', managedBy: 'shop/web', tie: 'owner Release/shop/web' },
    { method: 'Operator', managedBy: 'Shop/web', tie: 'owner Shop/web' },
  ] as const)('what rolled it out: $tie', ({ method, managedBy, tie }) => {
    expect(ties({ status: { deployments: [{ target: target('Deployment/shop/pay'), method, managedBy }] } })).toContain(tie);
  });

  test('nothing that rolled it out when nobody knows what did', () => {
    expect(ties({ status: { deployments: [{ target: target('Deployment/shop/pay'), method: 'Unknown' }] } })).toEqual(ties({}));
  });

  test('its targets themselves when they could not be read', () => {
    expect(ties({ targets: ['Deployment/shop/other'] })).toEqual(['rootCause Deployment/shop/other', 'owner Deployment/shop/other']);
  });

  test('no node when it runs on very many', () => {
    const nodes = Array.from({ length: 11 }, (_, i) => `w${i}`);
    const wide = new Map([[targetKey(pod), { owner: pod, nodes }]]);
    const { ties: found } = suspectOf(buildAnomaly({ namespace: 'shop', targets: [pod] }), wide);
    expect(found.filter(({ kind }) => kind === 'node')).toEqual([]);
  });

  test('nothing when it names nothing', () => {
    expect(ties({ targets: [] })).toEqual([]);
  });
});

test('an anomaly began when its reporter saw it, else when it was reported', () => {
  expect(suspectOf(buildAnomaly({ detectedAt: '2026-01-01T00:00:07Z' }), places).since).toBe(Date.UTC(2026, 0, 1, 0, 0, 7));
  expect(suspectOf(buildAnomaly({ creationTimestamp: '2026-01-01T00:00:09Z' }), places).since).toBe(Date.UTC(2026, 0, 1, 0, 0, 9));
});

test.each<{ what: string; wish: AnomalyWish; correlated: boolean }>([
  { what: 'a new one', wish: {}, correlated: true },
  { what: 'one with a plan', wish: { status: { phase: 'Remediating' } }, correlated: true },
  { what: 'one that is over', wish: { status: { phase: 'Suppressed' } }, correlated: false },
  { what: 'one that ended by itself', wish: { resolvedAt: '2026-01-01T00:00:07Z' }, correlated: false },
  { what: 'a preview', wish: { mode: 'DryRun' }, correlated: false },
  { what: 'a mere observation', wish: { mode: 'Observe' }, correlated: false },
])('$what is correlated: $correlated', ({ wish, correlated }) => {
  expect(isCorrelated(buildAnomaly(wish))).toBe(correlated);
});
