import { describe, expect, test } from '@jest/globals';
import type { PlaybookWhen } from '../../api/generated/playbook.ts';
import { target } from '../../testing/targets.ts';
import { matches } from './matches.ts';
import type { Situation } from './situation.ts';

const pay = target('Deployment/shop/pay');
const node = target('Node/w1');
const edges = [
  { from: 'Deployment/shop/pay', to: 'Node/w1', via: 'nodeName' },
  { from: 'Service/shop/pay', to: 'Deployment/shop/pay', via: 'endpoints' },
];
const situation: Situation = {
  target: pay,
  layer: 'application',
  words: ['CrashLoopBackOff', 'GrowsTo 4'],
  isCause: true,
  nothingElse: false,
  deployment: { target: pay, method: 'Manual', managedBy: 'shop', revision: 2 },
  report: { type: 'pod_crash', details: { alertname: 'KubePodCrashLooping' }, recommendedAction: 'restart_pod' },
  reported: target('Pod/shop/pay-1'),
  history: [
    { plan: 'plan-1', operation: 'restart_deployment', target: 'Deployment/shop/pay', outcome: 'Ineffective', at: '2026-01-01T00:00:00Z' },
    { plan: 'plan-1', operation: 'observe', target: 'Deployment/shop/pay', outcome: 'Succeeded', at: '2026-01-01T00:00:00Z' },
    { plan: 'plan-2', operation: 'rollout_undo', target: 'Deployment/shop/cart', outcome: 'Failed', at: '2026-01-01T00:00:00Z' },
  ],
  diagnosis: {
    affectedLayers: ['infrastructure', 'application'],
    impactedResources: [
      { layer: 'infrastructure', target: node, state: 'MemoryPressure, Updating' },
      { layer: 'application', target: pay, state: 'CrashLoopBackOff' },
      { layer: 'application', target: target('Service/shop/pay'), state: 'NoReadyEndpoints' },
    ],
    dependencies: edges,
    deployments: [],
  },
};

describe('a condition of a playbook', () => {
  test.each<{ yes: PlaybookWhen; no?: PlaybookWhen }>([
    { yes: {}, no: { nothingElse: true } },
    { yes: { layers: ['platform', 'application'] }, no: { layers: ['platform'] } },
    { yes: { kinds: ['Deployment'] }, no: { kinds: ['Deploy*'] } },
    { yes: { namespaces: ['sh*'] }, no: { namespaces: ['sh'] } },
    { yes: { names: ['p?y', 'x'] }, no: { names: ['!pay'] } },
    { yes: { words: { any: ['OOMKilled', 'CrashLoopBackOff'] } }, no: { words: { any: ['OOMKilled'] } } },
    { yes: { words: { all: ['CrashLoopBackOff', 'GrowsTo'] } }, no: { words: { all: ['CrashLoopBackOff', 'Grows'] } } },
    { yes: { words: { none: ['OOMKilled'] } }, no: { words: { any: ['CrashLoopBackOff'], none: ['GrowsTo'] } } },
    { yes: { traits: ['Ill', 'Revised', 'HasDependants'] }, no: { traits: ['Ill', 'OwnerKnown'] } },
    { yes: { methods: ['Manual', 'Unknown'] }, no: { methods: ['ArgoCD'] } },
    { yes: { cause: true }, no: { cause: false } },
    {
      yes: { dependsOn: { via: 'nodeName', kinds: ['Node'], words: { any: ['Updating'] } } },
      no: { dependsOn: { words: { any: ['NotReady'] } } },
    },
    { yes: { dependsOn: { kinds: ['Node'] } }, no: { dependsOn: { kinds: ['MachineConfigPool'] } } },
    { yes: { types: ['pod_*'] }, no: { types: ['pod'] } },
    { yes: { alerts: ['Kube*Crash*'] }, no: { alerts: ['KubePod'] } },
    { yes: { recommends: ['restart_*'] }, no: { recommends: ['scale_*'] } },
    { yes: { after: { operations: ['restart_deployment'] } }, no: { after: { operations: ['restart_deployment', 'rollout_undo'] } } },
    { yes: { after: { operations: ['observe'], outcomes: ['Succeeded'] } }, no: { after: { operations: ['observe'] } } },
  ])('$yes holds and $no does not', ({ yes, no }) => {
    expect(matches(yes, situation)).toBe(true);
    if (no) expect(matches(no, situation)).toBe(false);
  });

  test('about how it was deployed or what the alert is called holds of nothing of which that is not known', () => {
    const unknown = { ...situation, deployment: undefined, report: { type: 'pod_crash', details: undefined } };
    const bare = { ...unknown, target: node };
    expect(matches({ methods: ['Manual'] }, bare)).toBe(false);
    expect(matches({ alerts: ['*'] }, bare)).toBe(false);
    expect(matches({ recommends: ['*'] }, bare)).toBe(false);
    expect(matches({ namespaces: ['*'] }, bare)).toBe(false);
    expect(matches({ traits: ['Revised'] }, bare)).toBe(false);
  });
});
