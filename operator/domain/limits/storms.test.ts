import { describe, expect, test } from '@jest/globals';
import { groupState, laterOf, stormsIn, type Storm } from './storms.ts';
import { nodesReport, stagesOf } from './nodes-report.ts';

const cooldownMs = 2000;
const group = (unhealthy: number) => ({ name: 'worker', nodes: 7, unhealthy, maxUnhealthy: 3 });

/** What each look says when so many are ill at that time: `stage since endedAt`. */
function play(looks: readonly (readonly [now: number, unhealthy: number])[], waits = false): string[] {
  let known: Storm | undefined;
  return looks.map(([now, unhealthy]) => {
    const { stage, storm } = groupState(group(unhealthy), known, { now, cooldownMs, waitsSince: () => waits });
    known = storm;
    return [stage, storm?.since ?? '-', storm?.endedAt ?? '-'].join(' ');
  });
}

describe('a storm', () => {
  test.each<{ when: string; looks: (readonly [number, number])[]; waits?: boolean; said: string[] }>([
    { when: 'as many are ill as may be', looks: [[1000, 3]], said: ['calm - -'] },
    {
      when: 'one more is ill',
      looks: [
        [1000, 4],
        [5000, 5],
      ],
      said: ['storm 1000 -', 'storm 1000 -'],
    },
    {
      when: 'it ends, and nothing waits',
      looks: [
        [1000, 4],
        [2000, 3],
        [3999, 0],
        [4000, 0],
      ],
      said: ['storm 1000 -', 'cooldown - 2000', 'cooldown - 2000', 'calm - -'],
    },
    {
      when: 'it ends, and something waits',
      looks: [
        [1000, 4],
        [2000, 3],
        [4000, 3],
        [9000, 3],
      ],
      waits: true,
      said: ['storm 1000 -', 'cooldown - 2000', 'release - 2000', 'release - 2000'],
    },
    {
      when: 'a further one comes within the cooldown, which begins anew',
      looks: [
        [1000, 4],
        [2000, 3],
        [3000, 4],
        [3500, 3],
        [5000, 3],
        [5500, 3],
      ],
      said: ['storm 1000 -', 'cooldown - 2000', 'storm 3000 -', 'cooldown - 3500', 'cooldown - 3500', 'calm - -'],
    },
    {
      when: 'the clock is set back meanwhile',
      looks: [
        [9000, 4],
        [5000, 4],
        [6000, 3],
        [1000, 3],
        [3000, 3],
      ],
      said: ['storm 9000 -', 'storm 5000 -', 'cooldown - 6000', 'cooldown - 1000', 'calm - -'],
    },
  ])('is as it should be when $when', ({ looks, waits, said }) => expect(play(looks, waits)).toEqual(said));

  test('that ended while nobody looked ended now', () => {
    const before = { since: 1000 };
    expect(groupState(group(0), before, { now: 50_000, cooldownMs, waitsSince: () => false })).toMatchObject({
      stage: 'cooldown',
      storm: { endedAt: 50_000 },
    });
  });

  test('is over at once without a cooldown', () =>
    expect(groupState(group(0), { since: 1 }, { now: 5, cooldownMs: 0, waitsSince: () => true }).stage).toBe('calm'));

  test.each<{ a?: Storm; b?: Storm; later?: Storm }>([
    { a: undefined, b: undefined, later: undefined },
    { a: { since: 1 }, b: undefined, later: { since: 1 } },
    { a: undefined, b: { endedAt: 1 }, later: { endedAt: 1 } },
    { a: { since: 2 }, b: { endedAt: 1 }, later: { since: 2 } },
    { a: { since: 1 }, b: { endedAt: 2 }, later: { endedAt: 2 } },
  ])('that two remember as $a and $b is $later', ({ a, b, later }) => expect(laterOf(a, b)).toEqual(later));
});

describe('the report of the nodes', () => {
  const calm = { ...group(1), stage: 'calm' } as const;
  const storm = { ...group(4), stage: 'storm', storm: { since: 1000 } } as const;
  const cooldown = { ...group(3), name: 'gpu', stage: 'cooldown', storm: { endedAt: 5000 } } as const;

  test.each([
    { of: 'a calm group', groups: [calm], condition: 'False/NoStorm', listed: [] },
    { of: 'a storm', groups: [cooldown, storm], condition: 'True/StormActive', listed: ['gpu', 'worker'] },
    { of: 'a cooldown', groups: [calm, cooldown], condition: 'True/StormCooldown', listed: ['gpu'] },
    { of: 'a release', groups: [{ ...cooldown, stage: 'release' as const }], condition: 'False/NoStorm', listed: ['gpu'] },
  ])('of $of says $condition', ({ groups, condition, listed }) => {
    const report = nodesReport(groups, cooldownMs);
    expect(`${report.storm.status}/${report.storm.reason}`).toBe(condition);
    expect(report.nodeGroups.map(({ name }) => name)).toEqual(listed);
  });

  test('shows in which stage each group is, and that what a storm held is being let go', () => {
    const release = { ...cooldown, name: 'arm', stage: 'release' } as const;
    const report = nodesReport([calm, storm, cooldown, release], cooldownMs);
    expect(report.nodeGroups.map(({ name, stage }) => `${name} ${stage}`)).toEqual(['worker Active', 'gpu Cooling', 'arm Releasing']);
    expect([report.releases, nodesReport([storm], cooldownMs).releases]).toEqual([true, false]);
    expect(nodesReport([release], cooldownMs).storm.message).toBe('What a storm among the nodes of arm held begins one by one.');
    expect(Object.fromEntries(stagesOf([calm, storm, cooldown, release, release]))).toEqual({ Active: 1, Cooling: 1, Releasing: 2 });
  });

  test('remembers storms, tells numbers, and says when to look again', () => {
    const report = nodesReport([storm, cooldown], cooldownMs);
    expect(stormsIn(report.nodeGroups)).toEqual(
      new Map([
        ['worker', { since: 1000 }],
        ['gpu', { endedAt: 5000 }],
      ]),
    );
    expect(report.storm.message).toBe(
      'Of the 7 nodes of worker 4 are unhealthy and 3 may be (3 healthy < 4), so no action begins on its nodes.',
    );
    expect(report.changesAt).toEqual(new Date(7000));
    expect(nodesReport([storm], cooldownMs).changesAt).toBeUndefined();
  });
});
