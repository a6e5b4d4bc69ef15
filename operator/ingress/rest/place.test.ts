import { expect, test } from '@jest/globals';
import type { AnomalySpec } from '../../api/generated/types.ts';
import type { Caller } from '../auth/caller.ts';
import { placesOf } from './place.ts';

const system = 'self-healing-platform';
const notebook = { username: 'system:serviceaccount:lab:notebook', groups: [] };
const alice = { username: 'alice', groups: [] };

test.each<{ details: AnomalySpec['details']; caller: Caller; places: string[] }>([
  { details: { node: 'worker-1', metric: 'memory_usage' }, caller: notebook, places: [system] },
  { details: { namespace: 'production', pod: 'app-server-abc123' }, caller: notebook, places: ['production'] },
  { details: { namespace: 'production', pod: 'app-server-abc123', node: 'worker-1' }, caller: notebook, places: [system, 'production'] },
  { details: { namespace: 'production' }, caller: notebook, places: ['production'] },
  { details: { namespace: 'Not a namespace' }, caller: notebook, places: ['lab'] },
  { details: { metric: 'x' }, caller: notebook, places: ['lab'] },
  { details: undefined, caller: alice, places: [system] },
])('a report of $details by $caller.username may be stored in $places', ({ details, caller, places }) => {
  expect(placesOf(details, caller, system)).toEqual(places);
});
