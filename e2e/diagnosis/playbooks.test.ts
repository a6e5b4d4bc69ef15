import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationPlan, RemediationPolicy } from '../../operator/api/generated/types.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, getDeployment, podsOf, untilRolledOut } from '../harness/workloads.ts';
import { journey, shortDefaults } from '../journeys/bench/journey.ts';
import { report, system, untilAnomaly, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';

const namespace = 'playbooks';
const operations = { ...shortDefaults.operations, restart_deployment: { waitSeconds: 1, timeoutSeconds: 4 } };
const checks = { ...shortDefaults.checks, pods_running: { timeoutSeconds: 3 }, endpoints_healthy: { timeoutSeconds: 3 } };

afterAll(async () => {
  await dropPolicy(seen.cluster);
  await kubectl(seen.cluster, ['delete', 'configmap', 'our-playbooks', '-n', system, '--ignore-not-found']);
  await kubectl(seen.cluster, ['delete', 'namespace', namespace, '--wait=false']);
});

const seen = journey({
  nodes: ['pb-w1'],
  stages: ['ready-needs-memory'],
  operator: { defaults: { ...shortDefaults, operations, checks } },
});

beforeAll(async () => {
  const { cluster } = seen;
  for (const name of ['eater', 'other'])
    await createDeployment(cluster, {
      namespace,
      name,
      podLabels: { 'demo.selfheal.dev/ready-needs-memory': 'true' },
      memoryLimit: '64Mi',
    });
  const running = async () => (await podsOf(cluster, namespace, 'other'))[0]?.status.phase === 'Running';
  await eventually(running, { within: 30_000, describe: 'its pod runs and is killed for want of memory' });
});

/** How many playbooks come with the engine. */
let shipped = 0;

const stepsOf = ({ spec }: RemediationPlan) => spec.steps.map(({ playbook, action }) => `${playbook}: ${action.operation}`);

/** The plan for the workload that crashes; it waits for approval, so that nothing is done. */
async function planFor(name: string): Promise<RemediationPlan> {
  await report(seen.cluster, { name: `anom-${name}`, type: 'crashing', mode: 'Approval', targets: [`Deployment/${namespace}/other`] });
  const plan = await untilPlan(seen.cluster, `plan-${name}`, ({ status }) => status?.phase === 'AwaitingApproval');
  await kubectl(seen.cluster, ['delete', 'anomaly', `anom-${name}`, '-n', system]);
  return plan;
}

const playbook = (description: string, parameters = '{seconds: 1}') => `name: restart
description: What our people want.
when: {kinds: [Deployment], namespaces: [${namespace}]}
steps: [{operation: observe, description: '${description} \${name}', parameters: ${parameters}}]
`;

/** Playbooks of kinds that nobody has. */
const ours = (...names: readonly string[]) => names.map((name) => `- {name: ${name}, when: {kinds: [Widget]}, steps: []}\n`).join('');

async function offer(data: Readonly<Record<string, string>>): Promise<void> {
  const metadata = { namespace: system, name: 'our-playbooks', labels: { 'coordination.selfheal.dev/playbooks': 'true' } };
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }]);
}

/** The engine has so many faults of playbooks to tell of; within the time in which a change has to be in force. */
async function untilMetrics(line: string): Promise<void> {
  await eventually(async () => (await seen.operator.metrics()).includes(`\n${line}\n`), {
    within: 30_000,
    describe: `metrics say ${line}`,
  });
}

const inForce = async (): Promise<number> => Number(/^coordination_playbooks (\d+)$/m.exec(await seen.operator.metrics())?.[1]);

interface Told extends KubeObject {
  readonly note?: string;
  readonly reason?: string;
  readonly regarding?: { readonly kind?: string; readonly name?: string };
}

async function toldOf(name: string): Promise<string[]> {
  const { items } = await api<{ items: Told[] }>(seen.cluster, { path: `/apis/events.k8s.io/v1/namespaces/${system}/events` });
  return items
    .filter(({ regarding }) => regarding?.kind === 'ConfigMap' && regarding.name === name)
    .map(({ reason, note }) => `${reason}: ${note}`);
}

async function policySays(): Promise<string> {
  const { status } = await api<RemediationPolicy>(seen.cluster, {
    path: '/apis/coordination.selfheal.dev/v1alpha1/remediationpolicies/cluster',
  });
  const { status: is, reason, message } = status?.conditions?.find(({ type }) => type === 'PlaybooksAccepted') ?? {};
  return `${is} ${reason}: ${message}`;
}

describe('playbooks of a ConfigMap', () => {
  test('replace a shipped one and add another, without a restart and within two seconds', async () => {
    await applyPolicy(seen.cluster, {});
    expect(stepsOf(await planFor('shipped'))).toEqual(['restart: restart_deployment']);
    shipped = await inForce();
    await offer({
      'restart.yaml': playbook('Wait for'),
      'more.yaml': `${ours('ours', 'ours-too')}- {name: volume, disabled: true}\n`,
    });
    await untilMetrics(`coordination_playbooks ${shipped + 1}`); // two more and one less
    const plan = await planFor('override');
    expect(stepsOf(plan)).toEqual(['restart: observe']);
    expect(plan.spec.steps[0]?.description).toBe('Wait for other');
  });

  test('that are wrong are refused with name, path and reason, and those before stay in force', async () => {
    await offer({
      'restart.yaml': playbook('Wait longer for', '{until: {type: prayer}}'),
      'more.yaml': '{name: Ours, when: {}, steps: []}',
    });
    await untilMetrics('coordination_playbooks_refused 2');
    const fault =
      'our-playbooks/restart.yaml: playbook restart: steps[0].parameters: parameters.until.type must be equal to one of the allowed values';
    const shape = 'our-playbooks/more.yaml: playbook Ours: name: must match pattern';
    await eventually(
      async () => {
        const told = await toldOf('our-playbooks');
        expect(told).toContain(`PlaybookRefused: ${fault}`);
        expect(told.join()).toContain(`PlaybookRefused: ${shape}`);
        const said = await policySays();
        expect(said).toMatch(/^False PlaybookRefused: What was taken before stays in force: /);
        for (const part of [fault, shape]) expect(said).toContain(part);
        expect(seen.operator.logs()).toContain(`A playbook is refused: ${fault}`);
        return true;
      },
      { within: 30_000, describe: 'the refusal is told' },
    );
    expect((await planFor('refused')).spec.steps[0]?.description).toBe('Wait for other');
  });

  test('hold again once they are mended, and the shipped ones once the ConfigMap is gone', async () => {
    await offer({ 'restart.yaml': playbook('Wait longer for'), 'more.yaml': ours('ours') });
    await untilMetrics(`coordination_playbooks ${shipped + 1}`);
    await untilMetrics('coordination_playbooks_refused 0');
    expect((await planFor('mended')).spec.steps[0]?.description).toBe('Wait longer for other');
    await eventually(async () => (await policySays()).startsWith('True PlaybooksAccepted'), {
      within: 30_000,
      describe: 'the policy says so',
    });
    await kubectl(seen.cluster, ['delete', 'configmap', 'our-playbooks', '-n', system]);
    await untilMetrics(`coordination_playbooks ${shipped}`);
    expect(stepsOf(await planFor('gone'))).toEqual(['restart: restart_deployment']);
  });
});

describe('a workload that is killed for want of memory', () => {
  const reportIt = (name: string) => report(seen.cluster, { name, type: 'crashing', targets: [`Deployment/${namespace}/eater`] });

  test('is restarted first; when that did not help, the next plan gives it half as much memory again', async () => {
    const { cluster } = seen;
    await reportIt('anom-oom-1');
    const first = await untilPlanEnded(cluster, 'plan-oom-1');
    expect(stepsOf(first)).toEqual(['restart: restart_deployment']);
    expect(first.status?.phase).not.toBe('Succeeded');
    await untilAnomaly(cluster, 'anom-oom-1', ({ status }) => status?.finishedAt !== undefined);

    await reportIt('anom-oom-2');
    const second = await untilPlanEnded(cluster, 'plan-oom-2');
    expect(stepsOf(second)).toEqual(['oom-more-memory: update_resources']);
    expect(second.spec.steps[0]?.action.parameters).toEqual({ containers: [{ name: 'main', limits: { memory: '96Mi' } }] });
    expect(second.status).toMatchObject({ phase: 'Succeeded' });
    await untilRolledOut(cluster, namespace, 'eater');
    const { spec } = await getDeployment(cluster, namespace, 'eater');
    expect(JSON.stringify(spec.template)).toContain('"limits":{"memory":"96Mi"}');
    const { status } = await untilAnomaly(cluster, 'anom-oom-2', (anomaly) => anomaly.status?.phase === 'Resolved');
    expect(status?.history?.map(({ plan, operation }) => `${plan} ${operation}`)).toEqual([
      'plan-oom-1 restart_deployment',
      'plan-oom-2 update_resources',
    ]);
  });
});

test('a situation without a remedy gets a plan that looks on and names the runbook of the alert', async () => {
  const details = { alertname: 'EverythingIsOdd', runbook_url: 'https://runbooks.example/everything-is-odd' };
  await report(seen.cluster, { name: 'anom-odd', type: 'everything_is_odd', mode: 'Automatic', details });
  const plan = await untilPlanEnded(seen.cluster, 'plan-odd');
  expect(stepsOf(plan)).toEqual(['look-on: observe']);
  expect(plan.spec.steps[0]?.description).toMatch(
    /a person should look at it too; runbook: https:\/\/runbooks\.example\/everything-is-odd$/,
  );
});
