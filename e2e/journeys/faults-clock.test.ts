import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { buildCheckpoint } from '../../operator/testing/plan-builder.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { eachTestPlays } from '../faults/playing.ts';
import { planName, playOf, provide, untilSettled } from '../faults/scenario.ts';
import { submitPlan } from '../faults/stories.ts';
import { eventually } from '../harness/eventually.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { expectNoViolations, watchRun } from '../invariants/watch-run.ts';

const play = eachTestPlays('clock', { prepare: (there, name) => provide(there, name, { nodes: [`${name}-w1`], deployments: [] }) });
let bench: Bench;

afterEach(() => bench.stop());

const seconds = { wait: 6, check: 5 };

/** Far less than the jump, and more than a busy API server may take for an answer. */
const usualLease = { LEASE_DURATION_SECONDS: '15', LEASE_RENEW_SECONDS: '10', LEASE_RETRY_SECONDS: '2' };

test.each([
  { jump: 3600, what: 'an hour ahead' },
  { jump: -3600, what: 'an hour back' },
])('F25: the clock is set $what while a step waits: wait and check take the time that they take, and the Lease stays', async ({ jump }) => {
  const shim = join(import.meta.dirname, '../faults/settable-date.ts');
  bench = await openBench(play.cluster, { env: { ...usualLease, NODE_OPTIONS: `--import ${shim}`, CLOCK_JUMP_SECONDS: String(jump) } });
  const earlier = bench.operator().logs().length; // of operators of that name
  const run = await watchRun(play.cluster);
  await setNodeCondition(play.cluster, `${play.id}-w1`, { type: 'MemoryPressure', status: 'True' });
  await submitPlan(play.cluster, play.id, {
    steps: [{ operation: 'cordon_node', target: `Node/${play.id}-w1`, waitSeconds: seconds.wait }],
    checkpoints: [
      buildCheckpoint('infrastructure', 1, ['no_node_pressure'], {
        timeoutSeconds: seconds.check,
        targets: [targetFrom(`Node/${play.id}-w1`)],
      }),
    ],
  });
  const waits = async () => (await playOf(play.cluster, play.id)).plan?.status?.steps?.[0]?.phase === 'Waiting';
  await eventually(waits, { within: 30_000, describe: `the step of ${planName(play.id)} waits` });
  const begun = performance.now();
  bench.operator().kill('SIGUSR2');

  const { plan } = await untilSettled(play.cluster, play.id);
  const took = performance.now() - begun;
  expect(plan?.status).toMatchObject({ phase: 'RolledBack', reason: 'CheckpointFailed' });
  const whole = (seconds.wait + seconds.check) * 1000;
  expect(took).toBeGreaterThan(whole / 2); // a slow machine may notice late that it waits
  const logged = bench.operator().logs().slice(earlier);
  expect(logged).toContain('The wall clock was set.');
  expect(logged).not.toContain('Standing by');
  await expectNoViolations(run);
});
