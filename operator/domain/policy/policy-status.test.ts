import { describe, expect, test } from '@jest/globals';
import type { RemediationPolicy } from '../../api/generated/types.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { policyStatus, quietNodes, summaryOf, type NodesReport } from './policy-status.ts';

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

const statusOf = (policy: RemediationPolicy, nodes = quietNodes, now = first, refusedPlaybooks: readonly string[] = []) =>
  policyStatus(policy, { effective, nodes, refusedPlaybooks }, now);
/** No ConfigMap offers a playbook that is refused. */
const taken = { PlaybooksAccepted: 'True/PlaybooksAccepted' };
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
    const status = statusOf(buildPolicy({}), storm, first, ['mine/a: playbook p: steps: is required']);
    expect(shown(status)).toMatchObject({ Accepted: 'True/Accepted', PlaybooksAccepted: 'False/PlaybookRefused' });
    expect(status).toMatchObject({
      reason: 'PlaybookRefused',
      message: 'What was taken before stays in force: mine/a: playbook p: steps: is required',
    });
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
    expect(times).toEqual({ Accepted: at, Suspended: later.toISOString(), StormActive: at, PlaybooksAccepted: at });
  });

  test('says nothing before there are conditions', () => expect(summaryOf([])).toEqual({}));
});
