import { describe, expect, test } from '@jest/globals';
import type { RemediationPolicy } from '../../api/generated/types.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import type { RightsReport } from '../rights/rights-report.ts';
import { policyStatus, quietNodes, summaryOf, type NodesReport, type PolicyFacts } from './policy-status.ts';

const granted: RightsReport = { asked: true, missing: [] };
const effective = [{ field: 'suspended', value: 'false', source: 'Default' }] as const;
const first = new Date('2026-01-05T10:00:00Z');
const later = new Date('2026-01-05T11:00:00Z');
const badZone = { name: 'night', schedule: '0 22 * * *', durationSeconds: 60, timeZone: 'Mars/Olympus' };
const badCron = { name: 'noon', schedule: '61 12 * * *', durationSeconds: 60 };
const storm: NodesReport = {
  ...quietNodes,
  nodeGroups: [{ name: 'worker', nodes: 7, unhealthy: 4, maxUnhealthy: 3, stormSince: first.toISOString() }],
  storm: { status: 'True', reason: 'StormActive', message: 'Too many nodes of worker are unhealthy.' },
};

const statusOf = (
  policy: RemediationPolicy,
  nodes = quietNodes,
  now = first,
  { refusedPlaybooks = [], rights = granted }: Partial<PolicyFacts> = {},
) => policyStatus(policy, { effective, nodes, refusedPlaybooks, rights }, now);
/** No ConfigMap offers a playbook that is refused, and the engine has every right. */
const taken = { PlaybooksAccepted: 'True/PlaybooksAccepted', RightsGranted: 'True/RightsGranted' };
const shown = (status: ReturnType<typeof statusOf>) =>
  Object.fromEntries((status.conditions ?? []).map(({ type, status, reason }) => [type, `${status}/${reason}`]));

describe('the status of a policy', () => {
  test.each([
    {
      of: 'a good policy',
      spec: {},
      nodes: quietNodes,
      conditions: { Accepted: 'True/Accepted', Suspended: 'False/NotSuspended', StormActive: 'False/NoStorm', ...taken },
      reason: 'Accepted',
    },
    {
      of: 'a suspended one',
      spec: { suspended: true, maintenanceWindows: [badZone] },
      nodes: storm,
      conditions: { Accepted: 'False/InvalidPolicy', Suspended: 'True/Suspended', StormActive: 'True/StormActive', ...taken },
      reason: 'Suspended',
    },
    {
      of: 'one that cannot be meant so',
      spec: { maintenanceWindows: [badZone] },
      nodes: storm,
      conditions: { Accepted: 'False/InvalidPolicy', Suspended: 'False/NotSuspended', StormActive: 'True/StormActive', ...taken },
      reason: 'InvalidPolicy',
    },
    {
      of: 'a good policy in a storm',
      spec: {},
      nodes: storm,
      conditions: { Accepted: 'True/Accepted', Suspended: 'False/NotSuspended', StormActive: 'True/StormActive', ...taken },
      reason: 'StormActive',
    },
  ])('of $of says $reason', ({ spec, nodes, conditions, reason }) => {
    const status = statusOf(buildPolicy(spec), nodes);
    expect(shown(status)).toEqual(conditions);
    expect(status.reason).toBe(reason);
    expect(status.nodeGroups).toEqual(nodes.nodeGroups);
  });

  test('names every field that cannot be meant so, and what is wrong', () => {
    const { message } = statusOf(buildPolicy({ maintenanceWindows: [badZone, badCron] }));
    expect(message).toBe(
      'spec.maintenanceWindows[0].timeZone (night): nobody knows the time zone Mars/Olympus; ' +
        'spec.maintenanceWindows[1].schedule (noon): "61 12 * * *" cannot be read as five cron fields. ' +
        'Such a window counts as closed; the rest holds.',
    );
  });

  test('tells which playbooks are refused, before it tells of a storm', () => {
    const status = statusOf(buildPolicy({}), storm, first, { refusedPlaybooks: ['mine/a: playbook p: steps: is required'] });
    expect(shown(status)).toMatchObject({ Accepted: 'True/Accepted', PlaybooksAccepted: 'False/PlaybookRefused' });
    expect(status).toMatchObject({
      reason: 'PlaybookRefused',
      message: 'What was taken before stays in force: mine/a: playbook p: steps: is required',
    });
  });

  test.each([
    { by: ['rbac'], condition: 'False/MissingRights', reason: 'MissingRights', when: 'each installation has it' },
    { by: ['node-drain', 'pod-eviction'], condition: 'False/NotOptedIn', reason: 'Accepted', when: 'it is to opt in to' },
  ])('lists a right that is missing, and says $reason when $when', ({ by, condition, reason }) => {
    const right = { verb: 'create', group: '', resource: 'pods/eviction', by } as const;
    const status = statusOf(buildPolicy({}), quietNodes, first, { rights: { asked: true, missing: [right] } });
    expect(status.missingRights).toEqual([{ right: 'create pods/eviction', grantedBy: expect.stringContaining('config/') as unknown }]);
    expect(shown(status)).toMatchObject({ RightsGranted: condition });
    expect(status.reason).toBe(reason);
  });

  test('keeps what another replica found to be missing until this one has asked', () => {
    const right = { verb: 'patch', group: '', resource: 'nodes', by: ['node-drain'] } as const;
    const policy = buildPolicy({});
    const status = statusOf(policy, quietNodes, first, { rights: { asked: true, missing: [right] } });
    expect(statusOf({ ...policy, status }, quietNodes, later, { rights: { asked: false, missing: [] } })).toEqual(status);
  });

  test('tells what holds, and of which generation', () => {
    const policy = buildPolicy({});
    const { effective: told, observedGeneration } = statusOf(policy);
    expect({ told, observedGeneration }).toEqual({ told: effective, observedGeneration: policy.metadata.generation });
  });

  test('is the same on the next pass', () => {
    const policy = buildPolicy({ maintenanceWindows: [badCron] });
    const status = statusOf(policy, storm);
    expect(statusOf({ ...policy, status }, storm, later)).toEqual(status);
  });

  test('keeps since when a condition is so while it stays so', () => {
    const before = statusOf(buildPolicy({ suspended: true }));
    const { conditions = [] } = statusOf({ ...buildPolicy({}), status: before }, quietNodes, later);
    const times = Object.fromEntries(conditions.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]));
    const at = first.toISOString();
    expect(times).toEqual({ Accepted: at, Suspended: later.toISOString(), StormActive: at, PlaybooksAccepted: at, RightsGranted: at });
  });

  test('says nothing before there are conditions', () => expect(summaryOf([])).toEqual({}));
});
