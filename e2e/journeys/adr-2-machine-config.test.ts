import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CheckpointStatus, RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint, type PlanWish } from '../../operator/testing/plan-builder.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { installEngine } from '../harness/engine.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { startLatencyExporter, type LatencyExporter } from '../harness/latency-exporter.ts';
import { getPool, untilPoolDegraded, untilPoolUpdated } from '../harness/machine-config-operator.ts';
import { createNodes } from '../harness/nodes.ts';
import { applyOpenshiftCrds, removeOpenshiftCrds } from '../harness/openshift-crds.ts';
import { startOperator, type Operator } from '../harness/operator.ts';
import { applyPlan, untilPlan, untilPlanPhase } from './bench/plans.ts';
import { prometheusStart, startPrometheus, type Prometheus } from '../harness/prometheus.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { judgeEachTest } from '../invariants/judge-each-test.ts';
import { argumentsOf, breakPool, endPlaying, wellPool } from '../operations/pools.ts';

/**
 * The second scenario of the record that the engine goes back to: an update of the machines' configuration leaves its pool degraded, and
 * requests to the application are slow since. Prometheus is real, and so are the kinds of OpenShift; the machine config operator, and how
 * long a request takes, are played by the test.
 */
let cluster: WorkerCluster;
let operator: Operator;
let shop: LatencyExporter;
let prometheus: Prometheus;
const namespace = 'adr-2';
const node = 'adr-2-w1';
const [usual, slow] = [0.08, 2];
const latency = {
  query: 'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[8s])))',
  comparator: '<',
  threshold: 0.5,
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyOpenshiftCrds(cluster);
  await createNodes(cluster, [{ name: node }]);
  await createDeployment(cluster, { namespace, name: 'shop', replicas: 2, node });
  await untilRolledOut(cluster, namespace, 'shop');
  shop = await startLatencyExporter(usual);
  prometheus = await startPrometheus(cluster, [shop.address]);
  const defaults = { operations: { rollback_machine_config: { waitSeconds: 1 } }, pollSeconds: 0.5 };
  operator = await startOperator(cluster, { env: { PROMETHEUS_URL: prometheus.url }, defaults });
  await operator.ready();
}, prometheusStart);

judgeEachTest(() => cluster);

afterAll(async () => {
  await endPlaying();
  await Promise.all([operator.stop(), prometheus.stop(), shop.stop()]);
  await kubectl(cluster, ['delete', 'namespace', namespace, '--wait=false']);
  await kubectl(cluster, ['delete', 'node', node, '--wait=false']);
  await removeOpenshiftCrds(cluster);
});

/** An update of the pool that was well: it is degraded, and requests are slow. */
async function badUpdate(pool: string): Promise<void> {
  shop.latency(usual);
  await wellPool(cluster, pool);
  await breakPool(cluster, pool);
  shop.latency(slow);
}

/** The plan as the record gives it; its application is looked at for that long at most before it is judged. */
function remediation(pool: string, { watching, judging }: { readonly watching: number; readonly judging: number }) {
  const workload = `Deployment/${namespace}/shop`;
  const mcp = `MachineConfigPool/${pool}`;
  const steps: PlanWish['steps'] = [
    { description: 'Check MCO status', operation: 'observe', target: mcp, parameters: { seconds: 1, until: { type: 'mco_stable' } } },
    { description: 'If degraded, roll the MachineConfigs back', operation: 'rollback_machine_config', target: mcp },
    {
      layer: 'application',
      description: 'Monitor application metrics',
      operation: 'observe',
      target: workload,
      parameters: { seconds: watching, until: { type: 'prometheus_query', parameters: latency } },
    },
  ];
  const application = buildCheckpoint('application', 3, ['workload_available', 'pods_running'], { targets: [targetFrom(workload)] });
  const normal = {
    name: 'latency-back-to-normal',
    type: 'prometheus_query' as const,
    timeoutSeconds: judging,
    parameters: { ...latency, forSeconds: 3 },
  };
  const checkpoints = [buildCheckpoint('infrastructure', 2, ['mco_stable']), { ...application, checks: [...application.checks, normal] }];
  return { name: `plan-${pool}`, steps, checkpoints };
}

const isHealthy = (type: string) => (plan: RemediationPlan) =>
  plan.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;

const said = ({ checks = [] }: Partial<CheckpointStatus> = {}) => checks.map(({ type, result }) => `${type} ${result}`);

const resultsOf = ({ status }: RemediationPlan) => status?.checkpoints?.map(({ result }) => result);

function expectNormal({ status }: RemediationPlan): void {
  expect(status?.steps?.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  expect(status?.checkpoints?.map(said)).toEqual([
    ['mco_stable Passed'],
    ['workload_available Passed', 'pods_running Passed', 'prometheus_query Passed'],
  ]);
  expect(status?.checkpoints?.[1]?.checks?.[2]?.message).toMatch(/^The value has been < 0\.5 for 3 s \(0\.0\d+\)$/);
}

describe('an update of the machines that slows the application down', () => {
  test('is rolled back, the pool is well again, and the latency is back to normal', async () => {
    await badUpdate('adr-well');
    await applyPlan(cluster, remediation('adr-well', { watching: 60, judging: 60 }));
    const stable = await untilPlan(cluster, 'plan-adr-well', isHealthy('InfrastructureHealthy'), 90_000);
    expect(resultsOf(stable)).toEqual(['Passed', 'Pending']);
    expect(await argumentsOf(cluster, '99-adr-well')).toEqual(['good']);
    shop.latency(usual); // with the old configuration requests are as fast as they were
    const plan = await untilPlanPhase(cluster, 'plan-adr-well', 'Succeeded');
    expectNormal(plan);
    expect((await untilPoolUpdated(cluster, 'adr-well')).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Degraded', status: 'False' }),
    );
  }, 240_000);

  test('is put back as it was when the latency stays high: it was not the cause', async () => {
    await badUpdate('adr-slow');
    const { spec } = await getPool(cluster, 'adr-slow');
    await applyPlan(cluster, remediation('adr-slow', { watching: 1, judging: 6 }));
    const plan = await untilPlanPhase(cluster, 'plan-adr-slow', 'RolledBack', 120_000);
    const { status } = plan;
    expect(status).toMatchObject({ reason: 'CheckpointFailed', rollback: [{ step: 'step-2', result: 'Undone' }] });
    expect(status?.message).toMatch(/prometheus_query \(latency-back-to-normal\): The value is not < 0\.5 \(\d[\d.]*\)/);
    expect(resultsOf(plan)).toEqual(['Passed', 'Failed']);
    expect(await argumentsOf(cluster, '99-adr-slow')).toEqual(['broken']);
    expect((await untilPoolDegraded(cluster, 'adr-slow')).spec.configuration.name).toBe(spec.configuration.name);
  }, 240_000);

  test('is rolled back by a plan of the engine, too, when the degraded pool is reported', async () => {
    await badUpdate('adr-told');
    const where = { namespace: 'self-healing-platform', name: 'anom-adr-told' };
    const target = targetFrom('MachineConfigPool/adr-told');
    const spec = { type: 'mco_degraded', severity: 'high', source: 'deterministic', targets: [target] };
    await applyObjects(cluster, [{ apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'Anomaly', metadata: where, spec }]);
    const plan = await untilPlanPhase(cluster, 'plan-adr-told', 'Succeeded', 120_000);
    expect(plan.spec.steps).toMatchObject([{ action: { operation: 'rollback_machine_config', target } }]);
    expect(said(plan.status?.checkpoints?.[0])).toEqual([
      'node_ready NotApplicable',
      'no_node_pressure NotApplicable',
      'mco_stable Passed',
    ]);
    expect(await argumentsOf(cluster, '99-adr-told')).toEqual(['good']);
  }, 240_000);
});
