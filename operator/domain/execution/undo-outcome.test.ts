import { expect, test } from '@jest/globals';
import type { Intent } from '../../api/generated/types.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { applicationOf } from './tracking-id.ts';
import { madeEffect, undoOutcome } from './undo-outcome.ts';

const intents = (outcome: Intent['outcome']): Intent[] => [{ step: 'a', token: 't', at: '2026-01-01T00:00:00Z', outcome }];
const compensates = { name: 'act-1', uid: 'uid-act-1' };

test.each([
  { what: 'nothing made', status: {}, of: {}, outcome: undefined },
  { what: 'an effect refused', status: { intents: intents('Failed') }, of: {}, outcome: undefined },
  { what: 'an effect that nothing takes back', status: { intents: intents('Done') }, of: {}, outcome: 'Irreversible' },
  { what: 'all taken back', status: { intents: intents('Undone'), result: { undo: { a: 'Undone' } } }, of: {}, outcome: 'Undone' },
  {
    what: 'one drifted',
    status: { intents: intents('Done'), result: { undo: { a: 'Undone', b: 'Drifted' } } },
    of: {},
    outcome: 'Drifted',
  },
  { what: 'one failed', status: { intents: intents('Done'), result: { undo: { a: 'Drifted', b: 'Failed' } } }, of: {}, outcome: 'Failed' },
  {
    what: 'a result written by somebody else',
    status: { intents: intents('Done'), result: { undo: 'x' } },
    of: {},
    outcome: 'Irreversible',
  },
  {
    what: 'a compensating one without anything to undo',
    status: { phase: 'Succeeded', reason: 'Irreversible' },
    of: { compensates },
    outcome: 'Irreversible',
  },
  {
    what: 'a compensating one of an action that had changed nothing',
    status: { phase: 'Succeeded', reason: 'Undone' },
    of: { compensates },
    outcome: 'Undone',
  },
  { what: 'a compensating one that was refused', status: { phase: 'Failed' }, of: { compensates }, outcome: 'Failed' },
] as const)('$what: $outcome', ({ status, of, outcome }) => {
  const action = buildAction({ ...of, status: status });
  expect(undoOutcome(action)).toBe(outcome);
});

test.each([
  { outcome: 'Done', made: true },
  { outcome: 'Undone', made: true },
  { outcome: undefined, made: true },
  { outcome: 'Failed', made: false },
] as const)('an intent with outcome $outcome: an effect may have been made: $made', ({ outcome, made }) => {
  expect(madeEffect(buildAction({ status: { intents: intents(outcome) } }))).toBe(made);
});

const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
test.each([
  { id: 'app:apps/Deployment:shop/web', of: web, application: { name: 'app' } },
  { id: 'team_app:apps/Deployment:shop/web', of: web, application: { namespace: 'team', name: 'app' } },
  { id: 'app:/Service:shop/web', of: { ...web, apiVersion: 'v1', kind: 'Service' }, application: { name: 'app' } },
  {
    id: 'app:rbac.authorization.k8s.io/Role:shop/a:b',
    of: { ...web, apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', name: 'a:b' },
    application: { name: 'app' },
  },
  { id: 'app:apps/Deployment:shop/other', of: web, application: undefined },
  { id: 'app:apps/StatefulSet:shop/web', of: web, application: undefined },
  { id: 'app:apps/Deployment:other/web', of: web, application: undefined },
  { id: 'app', of: web, application: undefined },
  { id: undefined, of: web, application: undefined },
])('tracking id $id on $of.kind/$of.name: $application', ({ id, of, application }) => {
  expect(applicationOf(id, of)).toEqual(application);
});
