import { describe, expect, test } from '@jest/globals';
import { kinds } from '../../kube/kinds.ts';
import type { RemediationPolicy } from '../../api/generated/types.ts';
import { quietNodes, type NodesReport } from '../../domain/policy/policy-status.ts';
import { at } from '../../testing/action-builder.ts';
import { eventually } from '../../testing/eventually.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { makePolicyStatusController, recordPolicyStatus } from './policy-status.ts';

const policies = kinds.RemediationPolicy;
const group = { name: 'worker', nodes: 7, unhealthy: 4, maxUnhealthy: 3 };
const storm: NodesReport = {
  ...quietNodes,
  nodeGroups: [{ ...group, stage: 'Active' }],
  storm: { status: 'True', reason: 'StormActive', message: 'Too many are unhealthy.' },
};

/** An engine whose controller runs; its storm can be switched. */
function stage(before: readonly RemediationPolicy[] = []) {
  const engine = fakeEngine({ allow: ['patch RemediationPolicy/status'] });
  for (const policy of before) engine.put(policy);
  let report = quietNodes;
  const controller = makePolicyStatusController(engine.deps, () => report);
  controller.start();
  const stored = () => engine.cluster.peek<RemediationPolicy>(policies, { name: 'cluster' });
  const shown = () => stored()?.status?.reason;
  let nodes = 0;
  /** A node is seen for the first time, and the report is another one from then on. */
  const setReport = (next: NodesReport): void => {
    report = next;
    nodes += 1;
    const metadata = { name: `w${nodes}`, uid: `uid-w${nodes}`, resourceVersion: String(nodes), creationTimestamp: '2026-01-01T00:00:00Z' };
    engine.deps.caches.nodes.upsert({ apiVersion: 'v1', kind: 'Node', metadata });
  };
  return { ...engine, controller, stored, shown, setReport };
}

describe('the status of the policy', () => {
  test('is written when the policy appears, with the epoch of the leader', async () => {
    const { put, stored, controller } = stage();
    put(buildPolicy({ maxActiveActions: 3 }));
    await eventually(() => expect(stored()?.status).toMatchObject({ reason: 'Accepted', epoch: 1 }));
    expect(stored()?.status?.effective?.find(({ field }) => field === 'maxActiveActions')).toEqual({
      field: 'maxActiveActions',
      value: '3',
      source: 'Policy',
      variable: 'MAX_ACTIVE_ACTIONS',
    });
    await controller.stop();
  });

  test('is written once for one spec, and again for another', async () => {
    const { put, shown, cluster, controller, setReport } = stage([buildPolicy({})]);
    await eventually(() => expect(shown()).toBe('Accepted'));
    setReport(quietNodes);
    put(buildPolicy({ suspended: true }));
    await eventually(() => expect(shown()).toBe('Suspended'));
    await controller.stop();
    expect(cluster.calls.map(({ verb, what }) => `${verb} ${what}`)).toEqual([
      'patch RemediationPolicy/status',
      'patch RemediationPolicy/status',
    ]);
  });

  test('follows the nodes', async () => {
    const { shown, setReport, controller } = stage([buildPolicy({})]);
    await eventually(() => expect(shown()).toBe('Accepted'));
    setReport(storm);
    await eventually(() => expect(shown()).toBe('StormActive'));
    await controller.stop();
  });
});

test('without a policy nothing is written, and the log says how to make one', async () => {
  const { cluster, logged, controller } = stage();
  await controller.stop();
  expect({ calls: cluster.calls, logged }).toEqual({ calls: [], logged: [expect.stringContaining('There is no RemediationPolicy')] });
});

test('without a policy a storm is noticed when a node changes, and told in each of its stages', async () => {
  const { cluster, logged, controller, setReport } = stage();
  const releasing: NodesReport = { ...quietNodes, nodeGroups: [{ ...group, stage: 'Releasing' }], releases: true };
  for (const [place, report] of [storm, releasing, quietNodes].entries()) {
    setReport(report);
    await eventually(() => expect(logged).toHaveLength(place + 2));
  }
  await controller.stop();
  const told = logged.slice(1);
  expect({ calls: cluster.calls, told }).toEqual({
    calls: [],
    told: ['A storm among the nodes', 'A storm among the nodes is over', 'A storm among the nodes is over'],
  });
});

test.each([
  { what: 'what is let go, which shows in no node', policy: true, nodes: { ...quietNodes, releases: true }, again: { after: 5000 } },
  { what: 'the end of a cooldown', policy: false, nodes: { ...quietNodes, changesAt: new Date(at(7)) }, again: { after: 7000 } },
  { what: 'what comes first', policy: true, nodes: { ...quietNodes, releases: true, changesAt: new Date(at(7)) }, again: { after: 5000 } },
  { what: 'nothing', policy: true, nodes: quietNodes, again: undefined },
])('$what makes it look again', async ({ policy, nodes, again }) => {
  const { deps, put, clock } = fakeEngine({ allow: ['patch RemediationPolicy/status'] });
  clock.setNow(new Date(at(0)));
  if (policy) put(buildPolicy({}));
  expect(await recordPolicyStatus(deps, nodes)).toEqual(again);
});

test('with a policy the log does not say that there is none', async () => {
  const { logged, shown, controller } = stage([buildPolicy({})]);
  await eventually(() => expect(shown()).toBe('Accepted'));
  await controller.stop();
  expect(logged).toEqual([]);
});
