import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan } from '../../operator/api/generated/types.ts';
import { buildCheckpoint, type PlanWish, type StepWish } from '../../operator/testing/plan-builder.ts';
import { targetFrom } from '../../operator/testing/action-builder.ts';
import { auditPosition, auditSince, engineUser } from '../harness/audit.ts';
import { api } from '../harness/cluster.ts';
import { consistently, untilHolds } from '../harness/eventually.ts';
import { currentRevision, historySince, type Version } from '../harness/history.ts';
import { kubectl } from '../harness/kubectl.ts';
import { getNode, setNodeCondition, untilNode, type NodeObject } from '../harness/nodes.ts';
import { createDeployment, getDeployment, untilRolledOut } from '../harness/workloads.ts';
import { bookkeeping, untilAsBefore } from './bench/fields.ts';
import { journey } from './bench/journey.ts';
import { actionsOf, applyPlan, conditionOf, report, untilPlan, untilPlanEnded } from './bench/plans.ts';
import { onlyNodes, restoreRole } from './bench/role.ts';
import { createdAt } from './bench/transitions.ts';

const seen = journey({ nodes: ['j2-w1', 'j2-w2', 'j2-w3', 'j2-w4'], stages: ['reboot', 'ready-needs-restart'] });

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'j2', name: 'stuck', podLabels: { 'demo.selfheal.dev/ready-needs-restart': 'true' } });
});

/** Nothing that the plan does makes this one pass. */
const neverPasses = (afterStep: number, timeoutSeconds = 3) =>
  buildCheckpoint('application', afterStep, ['pods_running'], { timeoutSeconds, targets: [targetFrom('Deployment/j2/stuck')] });

async function deployed(name: string): Promise<string> {
  await createDeployment(seen.cluster, { namespace: 'j2', name, replicas: 2 });
  await untilRolledOut(seen.cluster, 'j2', name);
  return `Deployment/j2/${name}`;
}

async function carriedOut(wish: PlanWish & { readonly name: string }): Promise<RemediationPlan> {
  await applyPlan(seen.cluster, wish);
  return untilPlanEnded(seen.cluster, wish.name);
}

const cordon = (node: string): StepWish => ({ operation: 'cordon_node', target: `Node/${node}` });
const scale = (target: string, replicas: number): StepWish => ({
  layer: 'application',
  operation: 'scale_workload',
  target,
  parameters: { replicas },
});
const restart = (target: string): StepWish => ({ layer: 'application', operation: 'restart_deployment', target, undo: 'Irreversible' });
const rows = ({ status }: RemediationPlan) => status?.rollback?.map(({ step, result }) => `${step} ${result}`);
const created = (history: readonly Version[], ...names: string[]) => names.map((name) => createdAt(history, 'RemediationAction', name));
const ascending = (values: readonly (number | undefined)[]) =>
  values.every((value, i) => value !== undefined && (i === 0 || value > (values[i - 1] ?? Infinity)));

describe('J2: a checkpoint that never passes', () => {
  test('after a reboot that did not help: only what ran is undone, and the node is as it was but for the reboot', async () => {
    const { cluster } = seen;
    await createDeployment(cluster, { namespace: 'j2', name: 'on-w1', replicas: 2, node: 'j2-w1' });
    await untilRolledOut(cluster, 'j2', 'on-w1');
    await setNodeCondition(cluster, 'j2-w1', { type: 'MemoryPressure', status: 'True' });
    const isTainted = ({ spec }: NodeObject) => spec.taints?.some(({ key }) => key === 'node.kubernetes.io/memory-pressure') ?? false;
    await untilNode(cluster, 'j2-w1', isTainted);
    const before = [await getNode(cluster, 'j2-w1'), await getDeployment(cluster, 'j2', 'on-w1')] as const;
    const revision = await currentRevision(cluster);

    await report(cluster, { name: 'anom-j2', targets: ['Node/j2-w1'], severity: 'critical' });
    const plan = await untilPlanEnded(cluster, 'plan-j2');

    expect(plan.status).toMatchObject({ phase: 'RolledBack', message: expect.stringContaining('no_node_pressure') });
    expect(conditionOf(plan, 'InfrastructureHealthy')).toMatchObject({ status: 'False', reason: 'CheckpointFailed' });
    const [step] = plan.spec.steps;
    expect(plan.status?.rollback?.map(({ step }) => step)).toEqual([step?.name]);
    const history = await historySince(cluster, revision);
    expect(created(history, 'act-j2-02')).toEqual([undefined]);

    const irreversible = [/^\.status\.nodeInfo\.bootID$/];
    await untilAsBefore(before[0], () => getNode(cluster, 'j2-w1'), [...bookkeeping, ...irreversible]);
    await setNodeCondition(cluster, 'j2-w1', { type: 'MemoryPressure', status: 'False' });
    await untilRolledOut(cluster, 'j2', 'on-w1');
    const evicted = [/^\.status\.conditions\.\[(Available|Progressing)\]/];
    await untilAsBefore(before[1], () => getDeployment(cluster, 'j2', 'on-w1'), [...bookkeeping, ...evicted]);
  });

  test('S21: after cordon, scale and restart: the restart stays, then the replicas and the cordon are taken back, each once', async () => {
    const { cluster } = seen;
    const target = await deployed('s21');
    const before = [await getNode(cluster, 'j2-w2'), await getDeployment(cluster, 'j2', 's21')] as const;
    const [revision, position] = [await currentRevision(cluster), await auditPosition(cluster)];

    const steps = [cordon('j2-w2'), scale(target, 3), restart(target)];
    const plan = await carriedOut({ name: 'plan-s21', steps, checkpoints: [neverPasses(3)] });

    expect(plan.status).toMatchObject({ phase: 'RolledBack', rollbackSummary: '2 undone, 1 irreversible' });
    expect(conditionOf(plan, 'RolledBack')?.status).toBe('True');
    expect(conditionOf(plan, 'Failed')?.status).toBe('True');
    expect(rows(plan)).toEqual(['step-3 Irreversible', 'step-2 Undone', 'step-1 Undone']);
    const history = await historySince(cluster, revision);
    const inOrder = ['act-s21-01', 'act-s21-02', 'act-s21-03', 'act-s21-02-undo', 'act-s21-01-undo'];
    expect(ascending(created(history, ...inOrder))).toBe(true);
    expect((await actionsOf(cluster, plan)).map(({ metadata }) => metadata.name)).toEqual(inOrder.toSorted());

    const written = (await auditSince(cluster, position)).filter(
      ({ user, verb, code }) => user === engineUser && verb !== 'get' && code < 300,
    );
    const effects = written.filter(({ resource, name }) => (resource === 'nodes' && name === 'j2-w2') || name === 's21');
    expect(effects.filter(({ subresource }) => subresource === 'scale')).toHaveLength(2);
    const cordons = effects.filter(({ requestObject }) => JSON.stringify(requestObject).includes('"unschedulable"'));
    expect(cordons.map(({ requestObject }) => /"unschedulable":(\w+)/.exec(JSON.stringify(requestObject))?.[1])).toEqual([
      'true',
      expect.stringMatching('null|false'),
    ]);

    await untilRolledOut(cluster, 'j2', 's21');
    await untilAsBefore(before[0], () => getNode(cluster, 'j2-w2'), bookkeeping);
    const irreversible = [
      /^\.spec\.template\.metadata\.annotations/,
      /^\.metadata\.annotations\.deployment\.kubernetes\.io\/revision$/,
      /^\.status\.conditions\.\[(Available|Progressing)\]/,
    ];
    await untilAsBefore(before[1], () => getDeployment(cluster, 'j2', 's21'), [...bookkeeping, ...irreversible]);
  });

  test('S21 again, but somebody scaled to 5 meanwhile: that stays 5, the step is Drifted, the rest is undone', async () => {
    const { cluster } = seen;
    const target = await deployed('drift');
    await applyPlan(cluster, { name: 'plan-drift', steps: [cordon('j2-w2'), scale(target, 3)], checkpoints: [neverPasses(2, 20)] });
    await untilPlan(cluster, 'plan-drift', ({ status }) => status?.phase === 'Verifying');
    await kubectl(cluster, ['scale', 'deployment/drift', '-n', 'j2', '--replicas=5']);

    const plan = await untilPlanEnded(cluster, 'plan-drift', 120_000);
    expect(plan.status).toMatchObject({ phase: 'RolledBack', reason: 'RollbackPartial' });
    expect(rows(plan)).toEqual(['step-2 Drifted', 'step-1 Undone']);
    expect(plan.status?.rollback?.[0]?.message).toMatch(/from 3 to 5/);
    expect((await getDeployment(cluster, 'j2', 'drift')).spec.replicas).toBe(5);
    expect((await getNode(cluster, 'j2-w2')).spec.unschedulable ?? false).toBe(false);
  });

  test('what another cordoned before stays cordoned, and a plan with rollbackPolicy Never undoes nothing', async () => {
    const { cluster } = seen;
    const target = await deployed('never');
    await kubectl(cluster, ['cordon', 'j2-w4']);
    const foreign = await carriedOut({ name: 'plan-foreign', steps: [cordon('j2-w4'), scale(target, 3)], checkpoints: [neverPasses(2)] });
    expect(foreign.status?.phase).toBe('RolledBack');
    expect((await getNode(cluster, 'j2-w4')).spec.unschedulable).toBe(true);
    expect((await getDeployment(cluster, 'j2', 'never')).spec.replicas).toBe(2);

    const never = await carriedOut({
      name: 'plan-never',
      steps: [scale(target, 3)],
      checkpoints: [neverPasses(1)],
      rollbackPolicy: 'Never',
    });
    expect(never.status).toMatchObject({ phase: 'Failed', reason: 'CheckpointFailed' });
    expect((await getDeployment(cluster, 'j2', 'never')).spec.replicas).toBe(3);
  });
});

describe('J2, S22: an inverse that the API server refuses', () => {
  afterEach(() => restoreRole(seen.cluster));

  test('ends the plan RollbackFailed after the others were tried, without endless retries, and tells a person what to do', async () => {
    const { cluster } = seen;
    const target = await deployed('s22');
    const steps = [cordon('j2-w2'), cordon('j2-w3'), scale(target, 3)];
    await applyPlan(cluster, { name: 'plan-s22', steps, checkpoints: [neverPasses(3, 20)] });
    await untilPlan(cluster, 'plan-s22', ({ status }) => status?.phase === 'Verifying');
    await onlyNodes(cluster, ['j2-w2']);
    const position = await auditPosition(cluster);

    const plan = await untilPlanEnded(cluster, 'plan-s22', 120_000);
    expect(plan.status?.phase).toBe('RollbackFailed');
    expect(rows(plan)).toEqual(['step-3 Undone', 'step-2 Failed', 'step-1 Undone']);
    expect((await getDeployment(cluster, 'j2', 's22')).spec.replicas).toBe(2);
    expect((await getNode(cluster, 'j2-w2')).spec.unschedulable ?? false).toBe(false);
    expect((await getNode(cluster, 'j2-w3')).spec.unschedulable).toBe(true);

    const refused = async () =>
      (await auditSince(cluster, position)).filter(({ name, verb, code }) => name === 'j2-w3' && verb === 'patch' && code === 403).length;
    const tried = await refused();
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(3);
    await consistently(async () => (await refused()) === tried, { during: 3_000, describe: 'nothing is tried again' });
    await untilHolds(async () => {
      const warnings = await kubectl(cluster, ['get', 'events', '-A', '--field-selector', 'type=Warning', '--no-headers']);
      expect(warnings).toMatch(
        /PlanRollbackFailed .*remediationplan\/plan-s22 .*To be done by hand: step-2 .* set Node\/j2-w3\.spec\.unschedulable/,
      );
      expect(await kubectl(cluster, ['describe', 'node', 'j2-w3'])).toMatch(/Warning +PlanRollbackFailed .*back to false/);
    });
    await api(cluster, { method: 'PATCH', path: '/api/v1/nodes/j2-w3', body: { spec: { unschedulable: null } } });
  });
});
