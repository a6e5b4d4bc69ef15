import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { installEngine } from './engine.ts';
import { startOperator, type Operator, type OperatorOptions } from './operator.ts';
import { workerCluster, type WorkerCluster } from './worker-cluster.ts';

let cluster: WorkerCluster;
const running: Operator[] = [];

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
});

afterEach(async () => {
  for (const operator of running.splice(0)) await operator.stop();
});

async function start(options: OperatorOptions): Promise<Operator> {
  const operator = await startOperator(cluster, options);
  running.push(operator);
  return operator;
}

test.each(['production', 'test'] as const)(
  'the %s build gets ready as its own ServiceAccount and ends well when told to',
  async (build) => {
    const operator = await start({ build });
    await operator.ready();
    expect((await operator.get('/health')).status).toBe(200);
    expect(await operator.metrics()).toContain('coordination_');
    operator.kill('SIGTERM');
    expect(await operator.ended).toBe(0);
  },
);

test('two replicas run side by side and both get ready', async () => {
  const operators = [await start({ replica: 'engine-0' }), await start({ replica: 'engine-1' })];
  await Promise.all(operators.map((operator) => operator.ready()));
  expect(operators.map((operator) => operator.running())).toEqual([true, true]);
});

test('an operator that ends instead of getting ready is reported at once, with its last words', async () => {
  const operator = await start({ env: { CONFIDENCE_THRESHOLD: '7' } });
  await expect(operator.ready()).rejects.toThrow(/^operator-\S+ ended \(\d+\) instead of serving\n[^]*CONFIDENCE_THRESHOLD/);
});
