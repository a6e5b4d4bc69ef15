import { expect, test } from '@jest/globals';
import { keys } from '../api/resource.ts';
import type { Application } from './argo-application.ts';
import { lookFor } from './argo-operation.ts';
import type { EffectContext } from './operation.ts';

const token = 'token-1';
const ours = { info: [{ name: keys.token, value: token }] };
const theirs = { info: [{ name: 'reason', value: 'release' }] };
const metadata = { namespace: 'argocd', name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };

function look(operation: object | undefined, status: object = {}) {
  const application = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: {}, operation, status } as Application;
  return lookFor(application, { intent: { token } } as EffectContext);
}

const blocked = 'Sync operation blocked by sync window';
const gitOps = { reason: 'GitOpsManaged' };

test.each([
  { when: 'nothing was asked', operation: undefined, state: undefined, seen: { kind: 'absent' } },
  { when: 'somebody else asked', operation: theirs, state: { phase: 'Running', operation: theirs }, seen: { kind: 'absent' } },
  { when: 'it was asked and not taken up', operation: ours, state: undefined, seen: { kind: 'working', begun: false } },
  {
    when: 'it was asked while the last one of somebody else is still told of',
    operation: ours,
    state: { phase: 'Succeeded', operation: theirs },
    seen: { kind: 'working', begun: false },
  },
  {
    when: 'it is under way',
    operation: ours,
    state: { phase: 'Running', operation: ours, message: 'one hook' },
    seen: { kind: 'working', message: 'Argo CD syncs the Application. one hook' },
  },
  {
    when: 'a window closed before anything was done',
    operation: ours,
    state: { phase: 'Running', operation: ours, message: blocked },
    seen: { kind: 'working', begun: false, blocked: gitOps },
  },
  {
    when: 'a window closed when some of it was done',
    operation: ours,
    state: { phase: 'Running', operation: ours, message: blocked, syncResult: { resources: [{}] } },
    seen: { kind: 'working', begun: true, blocked: gitOps },
  },
  {
    when: 'it succeeded',
    operation: undefined,
    state: { phase: 'Succeeded', operation: ours, syncResult: { revision: 'r2' } },
    seen: { kind: 'done', result: { revision: 'r2' } },
  },
  {
    when: 'it succeeded for several sources',
    operation: undefined,
    state: { phase: 'Succeeded', operation: ours, syncResult: { revision: '', revisions: ['1.0', 'r2'] } },
    seen: { kind: 'done', result: { revision: '1.0, r2' } },
  },
  {
    when: 'it failed',
    operation: undefined,
    state: { phase: 'Error', operation: ours, message: 'no such commit' },
    seen: { kind: 'failed', reason: 'SyncFailed', message: 'The sync failed: no such commit', begun: true },
  },
])('our operation is $seen.kind when $when', ({ operation, state, seen }) => {
  expect(look(operation, { operationState: state })).toMatchObject(seen);
});
