import { expect, test } from '@jest/globals';
import type { ScalarMap } from '../../api/generated/types.ts';
import { target } from '../../testing/targets.ts';
import { hintedTargets } from './hints.ts';

test.each<{ when: string; details: ScalarMap | undefined; hints: string[] }>([
  { when: 'a node is named', details: { node: 'worker-1', current_value: 95 }, hints: ['Node/worker-1'] },
  { when: 'a pod is named with its namespace', details: { namespace: 'production', pod: 'app-1' }, hints: ['Pod/production/app-1'] },
  { when: 'only a deployment is named', details: { deployment: 'pay' }, hints: ['Deployment/own/pay'] },
  { when: 'both levels are named', details: { Node: 'w1', stateful_set: 'db' }, hints: ['Node/w1', 'StatefulSet/own/db'] },
  { when: 'a name is an attack', details: { node: 'n1; kubectl delete ns prod' }, hints: [] },
  { when: 'the namespace is no name', details: { namespace: 'A B', pod: 'x' }, hints: [] },
  { when: 'nothing is named', details: { metric: 'memory_usage' }, hints: [] },
  { when: 'there are no details', details: undefined, hints: [] },
])('details give $hints when $when', ({ details, hints }) => {
  expect(hintedTargets(details, 'own')).toEqual(hints.map(target));
});
