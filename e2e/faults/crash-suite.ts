import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installEngine } from '../harness/engine.ts';
import { applyStages } from '../harness/stages.ts';
import { workerCluster } from '../harness/worker-cluster.ts';
import { openBench } from './bench.ts';
import { crashAtEach, learn, type Crash, type Lesson, type Stage } from './crash-run.ts';
import { aThird, killPoints, type KillPoint, type WriteClass } from './kill-points.ts';
import type { Scenario } from './scenario.ts';

/** CRASH_POINTS=all takes every write; otherwise a third of those that are no intent, effect or outcome, by this seed. */
const all = process.env['CRASH_POINTS'] === 'all';
const seed = Number(process.env['CRASH_SEED'] ?? '20260101');

/** Defines the tests that kill the operator at the writes of a scenario, one playing per kill. */
export function describeCrashes(scenario: Scenario): void {
  describe(`${scenario.name}, with the operator killed before a write leaves or before its answer comes`, () => {
    let stage: Stage;
    let lesson: Lesson;
    const told: string[] = [];
    let killed = 0;

    beforeAll(async () => {
      const cluster = await workerCluster();
      await installEngine(cluster);
      const bench = await openBench(cluster);
      await applyStages(cluster, ['ready-needs-restart', 'reboot-clears-memory-pressure']);
      stage = { cluster, bench, scenario };
      lesson = await learn(stage);
    }, 240_000);

    afterAll(async () => {
      await stage.bench.stop();
      console.log(`${scenario.name}: ${lesson.writes.length} writes, killed at ${killed} points: ${told.join('; ')}`);
    });

    const pointsOf = (...classes: readonly WriteClass[]): KillPoint[] =>
      killPoints(lesson.writes.filter((write) => classes.includes(write.class)));

    async function crashAll(what: string, points: readonly KillPoint[]): Promise<Crash[]> {
      const begun = performance.now();
      const crashes = await crashAtEach(stage, lesson, points);
      const seconds = (performance.now() - begun) / 1000 / Math.max(1, points.length);
      killed += crashes.filter(({ hit }) => hit).length;
      told.push(`${points.length} at ${what}, ${seconds.toFixed(1)} s each`);
      return crashes;
    }

    test.each(['intent', 'effect', 'outcome'] as const)(
      'at every %s write it ends as if nothing had happened, with each effect once',
      async (kind) => {
        const crashes = await crashAll(`${kind} writes`, pointsOf(kind));
        expect(crashes.length).toBeGreaterThan(0);
        expect(crashes.filter(({ hit, faults }) => !hit || faults.length > 0)).toEqual([]);
      },
      900_000,
    );

    test(`at ${all ? 'every' : 'a third of every'} other write it ends as if nothing had happened, with each effect once`, async () => {
      const points = all ? pointsOf('other') : aThird(pointsOf('other'), seed);
      const crashes = await crashAll(all ? 'other writes' : `other writes (a third, seed ${seed})`, points);
      const missed = crashes.filter(({ hit }) => !hit);
      told.push(`${missed.length} of them did not come this time`);
      expect(crashes.filter(({ faults }) => faults.length > 0)).toEqual([]);
      expect(missed.length).toBeLessThanOrEqual(points.length / 5);
    }, 1_800_000);
  });
}
