import { describe, expect, test } from '@jest/globals';
import { aNode, aPool, configured } from '../../testing/cluster-objects.ts';
import { buildLimitWorld, buildWish, type WishWish } from '../../testing/limit-world.ts';
import { keys } from '../../api/resource.ts';
import type { SeenNode } from '../health/objects.ts';
import { nodeExcluded, isVaguelyExcluded } from './node-excluded.ts';
import { groupedNode } from './node-groups.ts';
import { nodeStorm } from './node-storm.ts';
import type { NodesWorld } from './node-work.ts';
import type { GroupState } from './storms.ts';
import { upgradeGate } from './upgrade-gate.ts';

const now = new Date('2026-01-05T10:00:00Z');

function worldOf(node: SeenNode, more: Partial<NodesWorld> = {}) {
  const nodes: NodesWorld = {
    of: (name) => (name === node.metadata.name ? groupedNode(node, undefined) : undefined),
    group: () => undefined,
    upgrade: { upgrading: false, pools: [] },
    machineOf: () => undefined,
    ...more,
  };
  return buildLimitWorld(now, { nodes });
}

const cordon: WishWish = { works: ['cordon_node Node/w1'] };

describe('a storm holds', () => {
  const health = { name: 'worker', nodes: 7, unhealthy: 4, maxUnhealthy: 3 };
  const storm: GroupState = { ...health, stage: 'storm', storm: { since: 1 } };
  const claimed = aNode('w1', { annotations: { [keys.claim]: 'uid-plan' } });
  const hold = (wish: WishWish, group: GroupState = storm, node = aNode('w1')) =>
    nodeStorm(buildWish(wish), worldOf(node, { group: () => group }), now);

  test.each<{ what: string; wish: WishWish; node?: SeenNode; held: boolean }>([
    { what: 'a new action on a node', wish: cordon, held: true },
    {
      what: 'a plan with a step on a node',
      wish: { kind: 'plan', works: ['restart_deployment Deployment/shop/pay', 'drain_node Node/w1'] },
      held: true,
    },
    { what: 'a plan of an application', wish: { kind: 'plan' }, held: false },
    { what: 'an action on a workload', wish: {}, held: false },
    { what: 'a look at a node', wish: { works: ['observe Node/w1'] }, held: false },
    { what: 'one that gives a node back', wish: { works: ['uncordon_node Node/w1'] }, held: false },
    { what: 'a dry run', wish: { ...cordon, dryRun: true }, held: false },
    { what: 'one that takes something back', wish: { ...cordon, compensates: true }, held: false },
    { what: 'one on a node that nobody knows', wish: { works: ['cordon_node Node/w9'] }, held: false },
    { what: 'the next step of a plan that has begun on the node', wish: { ...cordon, planUid: 'uid-plan' }, node: claimed, held: false },
    { what: 'one of another plan there', wish: { ...cordon, planUid: 'uid-other' }, node: claimed, held: true },
    { what: 'a lone action that has begun there', wish: { ...cordon, uid: 'uid-plan' }, node: claimed, held: false },
  ])('$what: $held', ({ wish, node, held }) => expect(hold(wish, storm, node) !== undefined).toBe(held));

  test('with its numbers while it lasts, and for the cooldown after it', () => {
    expect(hold(cordon)).toMatchObject({
      reason: 'StormActive',
      message: 'Of the 7 nodes of worker 4 are unhealthy and 3 may be (3 healthy < 4), so no action begins on its nodes.',
    });
    const cooldown: GroupState = { ...health, unhealthy: 3, stage: 'cooldown', storm: { endedAt: now.getTime() - 1000 } };
    expect(hold(cordon, cooldown)).toMatchObject({ reason: 'StormCooldown', until: new Date('2026-01-05T10:04:59Z') });
    expect(hold(cordon, { ...cooldown, stage: 'release' })).toBeUndefined();
    expect(hold(cordon, { ...health, unhealthy: 3, stage: 'calm' })).toBeUndefined();
  });
});

describe('a node is left alone', () => {
  const exclude = 'remediation.medik8s.io/exclude-from-remediation';
  const taint = (key: string) => ({ spec: { taints: [{ key, effect: 'NoSchedule' }] } });

  test.each<{ with: string; node: SeenNode; named?: string }>([
    { with: 'nothing', node: aNode('w1') },
    { with: 'the label of medik8s "true"', node: aNode('w1', { labels: { [exclude]: 'true' } }), named: exclude },
    { with: 'the label of medik8s "false"', node: aNode('w1', { labels: { [exclude]: 'false' } }) },
    { with: 'the label of medik8s ""', node: aNode('w1', { labels: { [exclude]: '' } }) },
    {
      with: 'skip-remediation',
      node: aNode('w1', { annotations: { 'cluster.x-k8s.io/skip-remediation': '' } }),
      named: 'skip-remediation',
    },
    { with: 'paused', node: aNode('w1', { annotations: { 'cluster.x-k8s.io/paused': 'true' } }), named: 'cluster.x-k8s.io/paused' },
    {
      with: 'do-not-disrupt "true"',
      node: aNode('w1', { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } }),
      named: 'do-not-disrupt',
    },
    { with: 'do-not-disrupt "false"', node: aNode('w1', { annotations: { 'karpenter.sh/do-not-disrupt': 'false' } }) },
    { with: "cluster-autoscaler's taint", node: aNode('w1', taint('ToBeDeletedByClusterAutoscaler')), named: 'ToBeDeleted' },
    { with: 'another taint', node: aNode('w1', taint('gpu')) },
  ])('with $with when $named says so', ({ node, named }) => {
    const hold = nodeExcluded(buildWish(cordon), worldOf(node), now);
    expect(hold?.reason).toBe(named && 'NodeExcluded');
    expect(hold?.message ?? '').toContain(named ?? '');
  });

  test('when its Machine is to be skipped, also by a plan that has begun, but not by what gives it back', () => {
    const machine = { who: 'its Machine capi/m-1', annotations: { 'cluster.x-k8s.io/skip-remediation': 'true' } };
    const world = worldOf(aNode('w1', { annotations: { [keys.claim]: 'uid-plan' } }), { machineOf: () => machine });
    expect(nodeExcluded(buildWish({ ...cordon, planUid: 'uid-plan' }), world, now)).toMatchObject({
      message: 'Node/w1 is left alone: its Machine capi/m-1 has the annotation cluster.x-k8s.io/skip-remediation.',
      by: 'Node/w1',
    });
    expect(nodeExcluded(buildWish({ works: ['uncordon_node Node/w1'] }), world, now)).toBeUndefined();
  });

  test.each([
    { value: '', vague: true },
    { value: 'true', vague: false },
    { value: 'false', vague: false },
  ])('vaguely by the value "$value": $vague', ({ value, vague }) =>
    expect(isVaguelyExcluded(aNode('w1', { labels: { [exclude]: value } }))).toBe(vague),
  );
});

describe('an upgrade holds', () => {
  const labels = { 'node-role.kubernetes.io/worker': '' };
  const node = aNode('w1', { labels, annotations: configured() });
  const torn = aNode('w1', { labels, annotations: configured('rendered-1', 'rendered-2') });
  const calm = { upgrading: false, pools: [aPool('worker')] };
  const paused = { upgrading: false, pools: [aPool('worker', { spec: { paused: true } }), aPool('master')] };
  const updating = { upgrading: false, pools: [aPool('worker', { conditions: { Updated: 'False', Updating: 'True' } })] };
  const elsewhere = { upgrading: false, pools: [aPool('worker'), aPool('master', { spec: { paused: true } })] };

  test.each<{ when: string; node: SeenNode; upgrade: NodesWorld['upgrade']; wish?: WishWish; reason?: string; by?: string }>([
    { when: 'nothing goes on', node, upgrade: calm },
    { when: 'nothing of it is installed', node: aNode('w1'), upgrade: { upgrading: false, pools: [] } },
    { when: 'it could not be read', node, upgrade: undefined, reason: 'TargetUnreadable' },
    {
      when: 'the cluster is upgraded',
      node,
      upgrade: { ...calm, upgrading: true },
      reason: 'ClusterUpgrading',
      by: 'ClusterVersion/version',
    },
    { when: 'the pool is paused', node, upgrade: paused, reason: 'PoolPaused', by: 'MachineConfigPool/worker' },
    { when: 'the pool is updating', node, upgrade: updating, reason: 'PoolUpdating', by: 'MachineConfigPool/worker' },
    { when: 'the node is behind', node: torn, upgrade: calm, reason: 'PoolUpdating', by: 'Node/w1' },
    { when: 'another pool is paused', node, upgrade: elsewhere },
    { when: 'an application is meant', node, upgrade: { ...paused, upgrading: true }, wish: {} },
    { when: 'the pool itself is meant', node, upgrade: updating, wish: { works: ['rollback_machine_config MachineConfigPool/worker'] } },
    { when: 'its state is only watched', node: torn, upgrade: updating, wish: { works: ['monitor_mco Node/w1'] } },
  ])('by $reason when $when', ({ node: one, upgrade, wish = cordon, reason, by }) => {
    const hold = upgradeGate(buildWish(wish), worldOf(one, { upgrade }), now);
    expect([hold?.reason, hold?.by]).toEqual([reason, by]);
  });
});
