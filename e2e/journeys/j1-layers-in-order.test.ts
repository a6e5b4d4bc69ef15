import { expect, test } from '@jest/globals';
import { auditPosition, auditSince, committedWrites, engineUser, type AuditEntry } from '../harness/audit.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, getDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { journey } from './bench/journey.ts';
import { actionsOf, conditionOf, report, system, untilPlanEnded } from './bench/plans.ts';
import { createdAt, firstTrue, storedOneAfterTheOther } from './bench/transitions.ts';

const seen = journey({ nodes: ['j1-w1', 'j1-w2'], stages: ['reboot-clears-memory-pressure', 'ready-needs-restart'] });
const plan = 'plan-j1';
const stuck = { 'demo.selfheal.dev/ready-needs-restart': 'true' };

test('J1: the application step begins when the infrastructure is healthy, each transition is stored, and the plan is Complete', async () => {
  const { cluster } = seen;
  await createDeployment(cluster, { namespace: 'j1', name: 'pay', replicas: 2, node: 'j1-w1', podLabels: stuck });
  const running = async () => (await podsOf(cluster, 'j1', 'pay')).filter(({ status }) => status.phase === 'Running').length === 2;
  await eventually(running, { within: 30_000, describe: 'the pods run (a restart only makes them Ready)' });
  await setNodeCondition(cluster, 'j1-w1', { type: 'MemoryPressure', status: 'True' });
  const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];

  await report(cluster, { name: 'anom-j1', targets: ['Node/j1-w1'], severity: 'critical' });
  const ended = await untilPlanEnded(cluster, plan);
  const history = await historySince(cluster, revision);

  expect(ended.status).toMatchObject({ phase: 'Succeeded', reason: 'Completed', progress: '2/2', layerPath: 'infra>app' });
  expect(conditionOf(ended, 'Complete')?.status).toBe('True');
  expect(ended.spec.steps.map(({ action }) => action.operation)).toEqual(['drain_and_reboot_node', 'restart_deployment']);
  await untilRolledOut(cluster, 'j1', 'pay');

  const healthy = firstTrue(history, plan, 'InfrastructureHealthy') ?? NaN;
  expect(createdAt(history, 'RemediationAction', 'act-j1-01')).toBeLessThan(healthy);
  expect(createdAt(history, 'RemediationAction', 'act-j1-02')).toBeGreaterThan(healthy);

  expect(storedOneAfterTheOther(history, plan, ({ status }) => status?.phase)).toEqual([
    undefined,
    ...['Pending', 'Executing', 'Verifying', 'Executing', 'Verifying', 'Succeeded'],
  ]);
  expect(storedOneAfterTheOther(history, plan, ({ status }) => status?.steps?.map(({ phase }) => phase).join())).toEqual([
    undefined,
    ...['Pending,Pending', 'Running,Pending', 'Waiting,Pending', 'Succeeded,Pending'],
    ...['Succeeded,Running', 'Succeeded,Waiting', 'Succeeded,Succeeded'],
  ]);
  const ofInfrastructure = storedOneAfterTheOther(history, plan, (stored) => conditionOf(stored, 'InfrastructureHealthy')?.status);
  expect(ofInfrastructure.filter((status) => status !== undefined)).toEqual(['Unknown', 'True']);
  const ofAction = versionsOf(history, 'RemediationAction', 'act-j1-01').map(({ object }) => phaseOf(object));
  expect(ofAction.filter((phase, index) => phase !== ofAction[index - 1])).toEqual(['Admitted', 'Running', 'Succeeded']);

  tellCalls(await auditSince(cluster, position), (await actionsOf(cluster, ended)).length);
  expect((await getDeployment(cluster, 'j1', 'pay')).spec.replicas).toBe(2);
});

test('J1: the node tells who did what to it, and the objects are there to be asked', async () => {
  const { cluster } = seen;
  expect(await kubectl(cluster, ['get', 'anom,rplan,ract', '-n', system, '--no-headers'])).toMatch(/plan-j1 +Succeeded +infra>app +2\/2/);
  await untilHolds(async () => expect(await kubectl(cluster, ['describe', 'node', 'j1-w1'])).toMatch(/coordination-engine/));
});

function phaseOf({ status }: { readonly [field: string]: unknown }): unknown {
  return typeof status === 'object' && status && 'phase' in status ? status.phase : undefined;
}

/** A plan of two steps costs some dozens of calls; what it costs exactly is told, not asserted. */
function tellCalls(audit: readonly AuditEntry[], actions: number): void {
  const ours = audit.filter(({ user, resource }) => user === engineUser && resource !== 'leases');
  const writes = committedWrites(ours);
  const reads = ours.filter(({ verb }) => ['get', 'list'].includes(verb));
  const by = (entries: readonly AuditEntry[]) =>
    Object.entries(Object.groupBy(entries, ({ verb, resource, subresource }) => [verb, resource, subresource].filter(Boolean).join(' ')))
      .map(([what, list]) => `${list?.length} ${what}`)
      .join(', ');
  console.log(`J1 (${actions} actions): ${writes.length} writes (${by(writes)}); ${reads.length} reads (${by(reads)})`);
  expect(writes.length).toBeLessThan(120);
  expect(reads.length).toBeLessThan(200);
}
