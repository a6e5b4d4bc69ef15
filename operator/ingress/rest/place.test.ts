import { expect, test } from '@jest/globals';
import type { AnomalySpec } from '../../api/generated/types.ts';
import type { Caller } from '../auth/caller.ts';
import { placesOf } from './place.ts';

const system = 'self-healing-platform';
const notebook = { username: 'system:serviceaccount:lab:notebook', groups: [] };
const nodes = () => (name: string) => (['w1', '10.0.0.7'].includes(name) ? 'w1' : undefined);
const ownRule = { generator_url: 'http://prometheus/graph?g0.expr=ring_size+%3E+1' };
const alice = { username: 'alice', groups: [] };

test.each<{ details: AnomalySpec['details']; caller: Caller; places: string[] }>([
  { details: { node: 'worker-1', metric: 'memory_usage' }, caller: notebook, places: [system] },
  { details: { namespace: 'production', pod: 'app-server-abc123' }, caller: notebook, places: ['production'] },
  { details: { namespace: 'production', pod: 'app-server-abc123', node: 'worker-1' }, caller: notebook, places: [system, 'production'] },
  { details: { namespace: 'production' }, caller: notebook, places: ['production'] },
  { details: { namespace: 'Not a namespace' }, caller: notebook, places: ['lab'] },
  { details: { metric: 'x' }, caller: notebook, places: ['lab'] },
  { details: { ...ownRule, node: 'w1' }, caller: notebook, places: [system] },
  { details: { ...ownRule, node: 'ring-1' }, caller: notebook, places: ['lab'] },
  { details: { instance: '10.0.0.7:9100', namespace: 'shop' }, caller: notebook, places: [system, 'shop'] },
  { details: undefined, caller: alice, places: [system] },
])('a report of $details by $caller.username may be stored in $places', ({ details, caller, places }) => {
  expect(placesOf(details, caller, { systemNamespace: system, nodes })).toEqual(places);
});
