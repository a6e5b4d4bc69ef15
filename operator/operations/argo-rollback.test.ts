import { expect, test } from '@jest/globals';
import type { Application } from './argo-application.ts';
import { previousSync } from './argo-rollback.ts';

const metadata = { namespace: 'argocd', name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const base = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata };
const chart = { repoURL: 'https://charts.invalid', chart: 'web' };
const values = { repoURL: 'https://git.invalid', ref: 'values' };

function application(history: object[], sources?: object[]): Application {
  return { ...base, spec: { ...(sources && { sources }) }, status: { history } };
}

test.each([
  {
    so: 'the sources of then are asked for too',
    of: application([
      { id: 3, revision: 'r1', source: chart },
      { id: 4, revision: 'r2' },
    ]),
    before: { historyId: 3, revision: 'r1' },
    sync: { revision: 'r1', source: chart },
  },
  {
    so: 'several sources get one revision each',
    of: application([{ id: 3, revisions: ['1.0', 'r1'], sources: [chart, values] }], [chart, values]),
    before: { historyId: 3, revision: '1.0, r1' },
    sync: { revisions: ['1.0', 'r1'], sources: [chart, values] },
  },
  {
    so: 'the revision alone will do once the row is gone',
    of: application([{ id: 9, revision: 'r9' }]),
    before: { historyId: 3, revision: 'r1' },
    sync: { revision: 'r1' },
  },
  {
    so: 'a row of another sync that got the same number does not count',
    of: application([{ id: 3, revision: 'r7', source: chart }]),
    before: { historyId: 3, revision: 'r1' },
    sync: { revision: 'r1' },
  },
  {
    so: 'nothing is known of several sources once the row is gone',
    of: application([], [chart, values]),
    before: { historyId: 3, revision: '1.0, r1' },
    sync: undefined,
  },
])('going back, $so', ({ of, before, sync }) => {
  expect(previousSync(of, before)).toEqual(sync);
});
