import { describe, expect, test } from '@jest/globals';
import { heldSince, judge, type Row } from '../../testing/judge-actions.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { contenderOf } from './contender.ts';
import { nodeSeats, type NodePlace, type NodePlaces } from './node-seats.ts';

const now = Date.UTC(2026, 0, 1) + 3_600_000;

/** Nodes w1.. share so many places, m1.. share one; others are not known. */
function placesOf(max: number, { claimed = [], at }: { claimed?: readonly string[]; at?: number } = {}): { nodes: NodePlaces } {
  const release = at === undefined ? {} : { release: { group: 'worker', at: now + at, everyMs: 2000 } };
  const places: Record<string, NodePlace> = { w: { name: 'worker', max, ...release }, m: { name: 'control-plane', max: 1 } };
  return { nodes: { claimed: claimed.map((node) => ({ node, by: `uid-of-${node}` })), of: (node) => places[node.slice(0, 1)] } };
}

const cordon = (name: string, target: string, more: Partial<Row> = {}): Row => ({
  name,
  target: `Node/${target}`,
  operation: 'cordon_node',
  priority: 3,
  createdAt: name.charCodeAt(0) - 96,
  ...more,
});
const plan = (uid: string) => ({ plan: { name: uid, uid }, planUid: uid });

describe('places on nodes', () => {
  test.each<{ when: string; rows: Row[]; places: { nodes: NodePlaces }; expected: Record<string, string> }>([
    {
      when: 'there are three, the fourth waits',
      rows: ['w1', 'w2', 'w3', 'w4'].map((node, place) => cordon('abcd'.charAt(place), node)),
      places: placesOf(3),
      expected: { a: 'Admitted', b: 'Admitted', c: 'Admitted', d: 'Held/NodeBudget' },
    },
    {
      when: 'one of two is taken by a claim and one by who holds',
      rows: [cordon('a', 'w1', { status: heldSince(1) }), cordon('b', 'w3')],
      places: placesOf(2, { claimed: ['w2'] }),
      expected: { b: 'Held/NodeBudget' },
    },
    {
      when: 'a claim and who holds are on the same node',
      rows: [cordon('a', 'w1', { status: heldSince(1) }), cordon('b', 'w3')],
      places: placesOf(2, { claimed: ['w1'] }),
      expected: { b: 'Admitted' },
    },
    {
      when: 'the node is in flight, its next action needs none',
      rows: [cordon('a', 'w1', plan('p')), cordon('b', 'w2')],
      places: placesOf(1, { claimed: ['w1'] }),
      expected: { a: 'Admitted', b: 'Held/NodeBudget' },
    },
    {
      when: 'the other place is taken by a claim of its own plan, it does not wait for itself',
      rows: [cordon('a', 'w1', { planUid: 'uid-of-w9' }), cordon('b', 'w2')],
      places: placesOf(1, { claimed: ['w9'] }),
      expected: { a: 'Admitted', b: 'Held/NodeBudget' },
    },
    {
      when: 'the other place is taken by work of its own plan, it waits for the end of that',
      rows: [cordon('a', 'w1', { planUid: 'p', status: heldSince(1) }), cordon('b', 'w2', { planUid: 'p' })],
      places: placesOf(1, { claimed: ['w1'] }),
      expected: { b: 'Held/NodeBudget' },
    },
    {
      when: 'two of one plan ask at once for the only one, the older gets it',
      rows: [cordon('a', 'w1', { planUid: 'p' }), cordon('b', 'w2', { planUid: 'p' })],
      places: placesOf(1),
      expected: { a: 'Admitted', b: 'Held/NodeBudget' },
    },
    {
      when: 'one waits for a place, it reserves nothing that whoever has the place may need',
      rows: [
        cordon('a', 'w2'),
        { name: 'b', type: 'resource_scaling', operation: 'scale_workload', target: 'Deployment/shop/pay', nodes: ['w2'], createdAt: 1 },
      ],
      places: placesOf(1, { claimed: ['w9'] }),
      expected: { a: 'Held/NodeBudget', b: 'Admitted before a' },
    },
    {
      when: 'one looks, one gives back, one compensates, one is a dry run and one is on no node, none of them needs one',
      rows: [
        cordon('a', 'w1', { operation: 'observe' }),
        cordon('b', 'w2', { operation: 'uncordon_node' }),
        cordon('c', 'w3', { compensates: { name: 'x', uid: 'y' } }),
        cordon('d', 'w4', { dryRun: true }),
        cordon('e', 'w5', { target: 'Deployment/shop/pay', operation: 'restart_deployment' }),
        cordon('f', 'unknown'),
      ],
      places: placesOf(1, { claimed: ['w9'] }),
      expected: { a: 'Admitted', b: 'Admitted', c: 'Admitted', d: 'Admitted', e: 'Admitted', f: 'Admitted' },
    },
    {
      when: 'the control plane has one of its own',
      rows: [cordon('a', 'm1'), cordon('b', 'm2'), cordon('c', 'w1')],
      places: placesOf(3),
      expected: { a: 'Admitted', b: 'Held/NodeBudget', c: 'Admitted' },
    },
    {
      when: 'the weight of the source counts before the age',
      rows: [cordon('a', 'w1', { source: 'ai_driven', confidence: 0.9 }), cordon('b', 'w2')],
      places: placesOf(1),
      expected: { a: 'Held/NodeBudget', b: 'Admitted' },
    },
    {
      when: 'a storm is over, one goes',
      rows: ['w1', 'w2', 'w3'].map((node, place) => cordon('abc'.charAt(place), node)),
      places: placesOf(3, { at: -100 }),
      expected: { a: 'Admitted', b: 'Held/StormCooldown', c: 'Held/StormCooldown' },
    },
    {
      when: 'one went a moment ago after a storm, none goes but what is in flight',
      rows: [cordon('a', 'w1', plan('p')), cordon('b', 'w2'), cordon('c', 'm1')],
      places: placesOf(3, { at: 1500, claimed: ['w1'] }),
      expected: { a: 'Admitted', b: 'Held/StormCooldown', c: 'Admitted' },
    },
  ])('when $when', ({ rows, places, expected }) => {
    expect(judge(rows, { ...places, exclusivePairs: [] })).toEqual(expected);
    expect(judge(rows.toReversed(), { ...places, exclusivePairs: [] })).toEqual(expected);
  });

  test.each([
    { at: 500, told: [500, 2500, 4500] },
    { at: -500, told: ['now', 1500, 3500] },
    { at: -4500, told: ['now', 1500, 3500] },
  ])('after a storm with the next one at $at are told for $told', ({ at, told }) => {
    const seats = nodeSeats(placesOf(9, { at }).nodes, [], new Date(now));
    const holds = ['w1', 'w2', 'w3'].map((node) => seats.refusal(contenderOf(buildAction(cordon('a', node)))));
    expect(holds.map((hold) => (hold?.until ? hold.until.getTime() - now : 'now'))).toEqual(told);
  });

  test('that are taken are told with their number and one who has one', () => {
    const seats = nodeSeats(placesOf(2, { claimed: ['w7', 'w3'] }).nodes, [], new Date(now));
    expect(seats.refusal(contenderOf(buildAction(cordon('a', 'w1'))))).toEqual({
      reason: 'NodeBudget',
      message: 'As many nodes of worker are worked on as may be at once, which is 2.',
      by: 'Node/w3',
    });
  });
});
