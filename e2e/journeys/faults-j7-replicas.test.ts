import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openBench, type Bench } from '../faults/bench.ts';
import type { ApiCall } from '../faults/api-call.ts';
import { classOf, concerns } from '../faults/kill-points.ts';
import { effectsOf } from '../faults/end-state.ts';
import { eachTestPlays } from '../faults/playing.ts';
import { planName, untilSettled } from '../faults/scenario.ts';
import { rollback } from '../faults/stories.ts';
import { eventually } from '../harness/eventually.ts';
import { expectNoViolations, watchRun } from '../invariants/watch-run.ts';

const play = eachTestPlays('j7x', { stages: ['ready-needs-restart'], prepare: (there, name) => rollback.prepare(there, name) });
let leader: Bench;
let standby: Bench;

beforeEach(async () => {
  leader = await openBench(play.cluster, { replica: 'engine-a' });
  await leads(leader);
  standby = await openBench(play.cluster, { replica: 'engine-b' });
});

afterEach(async () => {
  await leader.stop();
  await standby.stop();
});

const wholePlan = [`cordon nodes/ID-w1`, 'scale deployments/ID/pay', 'scale deployments/ID/pay', 'uncordon nodes/ID-w1'];

async function leads({ operator }: Bench): Promise<void> {
  await eventually(() => operator().logs().includes('Leading'), { within: 20_000, describe: `${operator().name} leads` });
}

const isEffect = (call: ApiCall): boolean => concerns(call, play.id) && classOf(call) === 'effect';

describe('J7: of two replicas', () => {
  test.each([
    { when: 'before', what: 'killed before its first effect leaves' },
    { when: 'after-commit', what: 'killed when its first effect is made but not answered' },
  ] as const)('the leader is $what: the other goes on, and each effect is made once', async ({ when }) => {
    const run = await watchRun(play.cluster);
    const killed = leader.proxy.arm({ match: isEffect, when, do: { kind: 'kill', kill: () => leader.operator().kill('SIGKILL') } });
    await rollback.begin(play.cluster, play.id);
    const { plan } = await untilSettled(play.cluster, play.id);
    expect(killed.hits()).toBe(1);
    expect(plan?.status?.phase).toBe('RolledBack');
    expect(effectsOf(await run.observation(), play.id)).toEqual(wholePlan);
    await expectNoViolations(run);
  });

  test.each(['first', 'second', 'third', 'last'])(
    'the leader is stopped (SIGSTOP) with its %s effect on the way, which arrives when the other has done it, and then wakes up',
    async (which) => {
      const run = await watchRun(play.cluster);
      const nth = ['first', 'second', 'third', 'last'].indexOf(which) + 1;
      const stopped = leader.proxy.arm({
        match: isEffect,
        nth,
        when: 'before',
        do: {
          kind: 'meanwhile',
          act: async () => {
            leader.operator().kill('SIGSTOP');
            await untilSettled(play.cluster, play.id);
          },
        },
      });
      await rollback.begin(play.cluster, play.id);
      const { plan } = await untilSettled(play.cluster, play.id);
      leader.operator().kill('SIGCONT');
      expect(stopped.hits()).toBe(1);
      expect(plan?.status?.phase).toBe('RolledBack');
      await isQuiet(leader);
      expect(effectsOf(await run.observation(), play.id)).toEqual(wholePlan);
      await expectNoViolations(run);
      expect(leader.operator().running()).toBe(true);
    },
  );

  test('a stopped leader that wakes up in the middle of the work of the other does nothing', async () => {
    const run = await watchRun(play.cluster);
    const woken = standby.proxy.arm({
      match: isEffect,
      nth: 2,
      when: 'before',
      do: { kind: 'meanwhile', act: () => Promise.resolve(leader.operator().kill('SIGCONT')) },
    });
    leader.proxy.arm({
      match: (call) => concerns(call, play.id) && call.name === planName(play.id),
      when: 'before',
      do: { kind: 'meanwhile', act: () => Promise.resolve(leader.operator().kill('SIGSTOP')) },
    });
    await rollback.begin(play.cluster, play.id);
    await untilSettled(play.cluster, play.id);
    await isQuiet(leader);
    expect(woken.hits()).toBe(1);
    expect(effectsOf(await run.observation(), play.id)).toEqual(wholePlan);
    await expectNoViolations(run);
  });
});

/** Returns when the replica knows that it does not lead; by then it has tried all that it had begun. */
async function isQuiet({ operator }: Bench): Promise<void> {
  await eventually(() => operator().logs().includes('Standing by'), { within: 20_000, describe: `${operator().name} stands by` });
}
