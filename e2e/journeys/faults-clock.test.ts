import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { clear, planName, playOf, provide, untilSettled } from '../faults/scenario.ts';
import { submitPlan } from '../faults/stories.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { expectNoViolations, watchRun } from '../invariants/watch-run.ts';

let cluster: WorkerCluster;
let bench: Bench;
let id: string;
let played = 0;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
}, 180_000);

afterEach(async () => {
  await clear(cluster, id);
  await bench.stop();
}, 60_000);

const seconds = { wait: 6, check: 5 };

test.each([
  { jump: 3600, what: 'an hour ahead' },
  { jump: -3600, what: 'an hour back' },
])(
  'F25: the clock is set $what while a step waits: wait and check take the time that they take, and the Lease stays',
  async ({ jump }) => {
    const shim = join(import.meta.dirname, '../faults/settable-date.ts');
    bench = await openBench(cluster, { env: { NODE_OPTIONS: `--import ${shim}`, CLOCK_JUMP_SECONDS: String(jump) } });
    const run = await watchRun(cluster);
    id = `clock${process.pid.toString(36)}x${(played += 1)}`;
    await provide(cluster, id, { nodes: [`${id}-w1`], deployments: [] });
    await setNodeCondition(cluster, `${id}-w1`, { type: 'MemoryPressure', status: 'True' });
    await submitPlan(cluster, id, {
      steps: [{ operation: 'cordon_node', target: `Node/${id}-w1`, waitSeconds: seconds.wait }],
      checkpoints: [
        buildCheckpoint('infrastructure', 1, ['no_node_pressure'], {
          timeoutSeconds: seconds.check,
          targets: [targetFrom(`Node/${id}-w1`)],
        }),
      ],
    });
    const waits = async () => (await playOf(cluster, id)).plan?.status?.steps?.[0]?.phase === 'Waiting';
    await eventually(waits, { within: 30_000, describe: `the step of ${planName(id)} waits` });
    const begun = performance.now();
    bench.operator().kill('SIGUSR2');

    const { plan } = await untilSettled(cluster, id);
    const took = performance.now() - begun;
    expect(plan?.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
    const whole = (seconds.wait + seconds.check) * 1000;
    expect(took).toBeGreaterThan(whole / 2); // a slow machine may notice late that it waits
    expect(took).toBeLessThan(whole + 30_000);
    expect(bench.operator().logs()).toContain('The wall clock was set.');
    expect(bench.operator().logs()).not.toContain('Standing by');
    await expectNoViolations(run);
  },
  120_000,
);
