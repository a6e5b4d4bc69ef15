import { describe, expect, test } from '@jest/globals';
import { shippedRights, type ShippedRight } from '../../api/generated/shipped-rights.ts';
import { grantWords, missingRows, rightsCondition, rightsNote, rightsReadings, unasked } from './rights-report.ts';

const patchNodes: ShippedRight = { verb: 'patch', group: '', resource: 'nodes', by: ['node-drain'] };
const evict: ShippedRight = { verb: 'create', group: '', resource: 'pods/eviction', by: ['node-drain', 'pod-eviction'] };
const patchDeployments: ShippedRight = { verb: 'patch', group: 'apps', resource: 'deployments', by: ['rbac'] };
const reportOf = (...missing: readonly ShippedRight[]) => ({ asked: true, missing });

test.each([
  { when: 'nothing is missing', report: reportOf(), status: 'True', reason: 'RightsGranted', message: /every right/ },
  {
    when: 'powers were not opted in to',
    report: reportOf(patchNodes, evict),
    status: 'False',
    reason: 'NotOptedIn',
    message:
      /: config\/opt-in\/node-drain \(patch nodes\); config\/opt-in\/node-drain or config\/opt-in\/pod-eviction \(create pods\/eviction\)\.$/,
  },
  {
    when: 'what each installation has is missing too',
    report: reportOf(patchNodes, patchDeployments),
    status: 'False',
    reason: 'MissingRights',
    message: /^The engine may not patch deployments\.apps, which config\/rbac grants/,
  },
])('the condition is $status/$reason when $when', ({ report, status, reason, message }) => {
  expect(rightsCondition(report)).toEqual({ status, reason, message: expect.stringMatching(message) as unknown });
});

test('each row of the status names the right and what grants it', () => {
  expect(missingRows(reportOf(evict, { ...patchDeployments, namespace: 'shop' }))).toEqual([
    { right: 'create pods/eviction', grantedBy: 'config/opt-in/node-drain or config/opt-in/pod-eviction' },
    { right: 'patch deployments.apps in shop', grantedBy: 'config/rbac' },
  ]);
});

describe('the metric', () => {
  test('has nothing before the API server was asked', () => expect(rightsReadings(unasked, shippedRights)).toEqual([]));

  test('has the same series whatever is missing, 1 for what is', () => {
    const none = rightsReadings(reportOf(), shippedRights);
    const some = rightsReadings(reportOf(evict), shippedRights);
    const series = (rows: typeof none) => rows.map(({ resource, verb }) => `${verb} ${resource}`);
    expect(series(some)).toEqual(series(none));
    expect(new Set(series(none)).size).toBe(none.length);
    expect(none.filter(({ value }) => value !== 0)).toEqual([]);
    expect(some.filter(({ value }) => value !== 0)).toEqual([{ resource: 'pods/eviction', verb: 'create', value: 1 }]);
  });
});

test.each([
  { when: 'nobody asked yet', report: unasked, note: 'rights: the API server was not asked yet' },
  { when: 'nothing is missing', report: reportOf(), note: undefined },
  {
    when: 'something is',
    report: reportOf(patchNodes),
    note: 'rights: what needs one of these waits: patch nodes (config/opt-in/node-drain)',
  },
])('the note of readiness is "$note" when $when', ({ report, note }) => expect(rightsNote(report)).toBe(note));

test('all that is shipped is granted by something that is there, each once', () => {
  const words = shippedRights.map(({ verb, group, resource, namespace, name }) => [verb, group, resource, namespace, name].join(' '));
  expect(new Set(words).size).toBe(words.length);
  expect(shippedRights.filter(({ by }) => by.length === 0)).toEqual([]);
  expect(grantWords({ by: ['rbac', 'node-drain'] })).toBe('config/rbac');
});

test('as many as can be missing fit into the status', () => {
  const rows = missingRows({ missing: shippedRights });
  expect(rows.length).toBeLessThanOrEqual(256);
  expect(new Set(rows.map(({ right }) => right)).size).toBe(rows.length);
});
