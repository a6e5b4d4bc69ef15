import { afterEach, beforeEach } from '@jest/globals';
import type { Cluster } from '../harness/cluster.ts';
import { expectNoViolations, watchRun, type WatchedRun } from './watch-run.ts';

/** True afterwards: after each test of the file, what happened on the cluster meanwhile is held against the engine's promises. */
export function judgeEachTest(cluster: () => Cluster): void {
  let run: WatchedRun | undefined;
  beforeEach(async () => {
    run = await watchRun(cluster());
  });
  afterEach(async () => {
    if (run) await expectNoViolations(run);
  });
}
