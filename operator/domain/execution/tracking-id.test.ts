import { expect, test } from '@jest/globals';
import { applicationOf } from './tracking-id.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

test.each([
  { id: 'web', found: { name: 'web' } },
  { id: 'team_web.1', found: { namespace: 'team', name: 'web.1' } },
  { id: 'a,b', found: undefined },
  { id: 'a=b', found: undefined },
  { id: '.._web', found: undefined },
  { id: 'team_', found: undefined },
  { id: '_web', found: undefined },
  { id: 'x'.repeat(254), found: undefined },
])('the mark of Application $id names $found', ({ id, found }) => {
  expect(applicationOf(`${id}:apps/Deployment:shop/web`, target)).toEqual(found);
});

test.each([undefined, 'web', 'web:apps/Deployment:shop/other'])('the mark %s names none', (id) => {
  expect(applicationOf(id, target)).toBeUndefined();
});
