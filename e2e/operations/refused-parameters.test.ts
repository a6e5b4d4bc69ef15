import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isClusterScoped } from '../../operator/api/target.ts';
import { makeOperations } from '../../operator/operations/registry.ts';
import { auditPosition, auditSince, committedWrites, engineUser } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { request, untilEnded } from './actions.ts';

let cluster: WorkerCluster;
let operator: Operator;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  operator = await startOperator(cluster);
  await operator.ready();
}, 240_000);

judgeEachTest(() => cluster);

afterAll(() => operator.stop());

const unasked = (): Promise<never> => Promise.reject(new Error('nobody is asked before the parameters fit'));
const models = { ask: unasked, modelUrl: '', modelHosts: [] };
const operations = [...makeOperations({ checks: [], runCheck: unasked }, models, 'self-healing-platform').values()];

test('every operation refuses what is none of its parameters before anything starts', async () => {
  const position = await auditPosition(cluster);
  const names = await Promise.all(
    operations.map(async ({ name: operation, types: [type], targetKinds: kinds }) => {
      const name = `surprise-${operation.replaceAll('_', '-')}`;
      const kind = kinds === 'any' ? 'Deployment' : (kinds[0] ?? 'Deployment');
      const target = isClusterScoped(kind) ? `${kind}/surprise` : `${kind}/surprise/surprise`;
      await request(cluster, { name, type, operation, target, parameters: { surprise: true } });
      return name;
    }),
  );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const { status } = await untilEnded(cluster, name);
    const { phase, reason, message, startedAt, intents } = status ?? {};
    expect({ name, phase, reason, message, startedAt, intents }).toEqual({
      ...{ name, phase: 'Rejected', reason: 'InvalidParameters', startedAt: undefined, intents: undefined },
      message: expect.stringMatching(/^spec\.parameters\.(surprise is not a known parameter|[a-z]+ is required)\.$/i),
    });
  }
  const writes = committedWrites(await auditSince(cluster, position)).filter(({ user }) => user === engineUser);
  const own = ['coordination.selfheal.dev', 'coordination.k8s.io', 'events.k8s.io'];
  expect(writes.filter(({ group }) => !own.includes(group))).toEqual([]);
});
