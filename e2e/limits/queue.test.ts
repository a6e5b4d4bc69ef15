import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { ActionWish } from '../../operator/testing/action-builder.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { currentRevision, historySince, versionsOf, type Version } from '../harness/history.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { journey } from '../journeys/bench/journey.ts';
import { applyPlan, untilPlan, untilPlanEnded } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';
import { actionPath, getAction, request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';

const nodes = ['q-w1', 'q-w2', 'q-w3', 'q-w4', 'q-w5', 'q-w6'];
const seen = journey({ nodes });
afterAll(() => dropPolicy(seen.cluster));

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'q-shop', name: 'web', node: 'q-w6' });
  await applyObjects(seen.cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'q-pub' } }]);
  await untilRolledOut(seen.cluster, 'q-shop', 'web');
});

type Wish = ActionWish & { readonly name: string };
const cordon = (name: string, target: string, wish: ActionWish = {}): Wish => ({ name, operation: 'cordon_node', target, ...wish });
const scale = (name: string, deployment: string, wish: ActionWish = {}): Wish => ({
  name,
  type: 'resource_scaling',
  operation: 'scale_workload',
  target: `Deployment/${deployment}`,
  parameters: { replicas: 1 },
  ...wish,
});
const ask = (...wishes: readonly Wish[]) => Promise.all(wishes.map((wish) => request(seen.cluster, wish)));

const ms = (time: string | undefined): number => Date.parse(time ?? '');
const endOf = ({ status }: RemediationAction): number => ms(status?.finishedAt);
const untilOf = ({ status }: Pick<RemediationAction, 'status'>): number => ms(status?.blocked?.until);
const admittedAt = ({ status }: RemediationAction): number =>
  ms(status?.conditions?.find(({ type, status: is }) => type === 'Admitted' && is === 'True')?.lastTransitionTime);

/** The process dies and another one goes on. */
async function crash(): Promise<void> {
  seen.operator.kill('SIGKILL');
  await seen.operator.ended;
  await seen.startOperator();
}

async function failing(name: string, wish: ActionWish = {}, deployment = 'q-shop/gone'): Promise<RemediationAction> {
  await ask(scale(name, deployment, wish));
  const ended = await untilEnded(seen.cluster, name);
  expect(`${ended.status?.phase}/${ended.status?.reason}`).toBe('Failed/TargetNotFound');
  return ended;
}

const annotate = (kind: 'ract' | 'rplan', name: string, why: string): Promise<string> =>
  kubectl(seen.cluster, ['annotate', kind, name, '-n', 'self-healing-platform', `coordination.selfheal.dev/clear-block=${why}`]);
const clearedIn = ({ status }: Pick<RemediationAction | RemediationPlan, 'status'>): string | undefined =>
  status?.conditions?.find(({ type }) => type === 'BlockCleared')?.message;

/** Milliseconds at which each action was admitted, as the history has it. */
function admissions(history: readonly Version[]): number[] {
  const actions = history.map(({ object }) => object as unknown as RemediationAction).filter(({ kind }) => kind === 'RemediationAction');
  const times = new Map(
    actions.filter(({ status }) => status?.phase === 'Admitted').map((action) => [action.metadata.uid, admittedAt(action)]),
  );
  return [...times.values()].toSorted((a, b) => a - b);
}

describe('after a plan ended its targets cool down', () => {
  test('new plans and actions wait until then, also across a restart; its own steps, other targets and a look do not', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { cooldownSeconds: 20 });
    await applyPlan(cluster, {
      name: 'plan-cool',
      steps: [
        { target: 'Node/q-w1' },
        { operation: 'uncordon_node', target: 'Node/q-w1' },
        { layer: 'application', target: 'Deployment/q-shop/web' },
      ],
    });
    const first = await untilPlanEnded(cluster, 'plan-cool');
    expect(first.status?.phase).toBe('Succeeded');
    const until = ms(first.status?.finishedAt) + 20_000;

    const pods = await api<{ items: KubeObject[] }>(cluster, { path: '/api/v1/namespaces/q-shop/pods' });
    const pod = pods.items.find(({ metadata }) => metadata.deletionTimestamp === undefined)?.metadata.name ?? '';
    await applyPlan(cluster, { name: 'plan-cool-2', steps: [{ target: 'Node/q-w1' }, { target: 'Node/q-w3' }] });
    await ask(
      cordon('act-cool-pod', `Pod/q-shop/${pod}`, { type: 'application_remediation', operation: 'delete_pod' }),
      cordon('act-cool-other', 'Node/q-w2'),
      cordon('act-cool-look', 'Node/q-w1', { operation: 'observe' }),
    );
    const plan = await untilPlan(cluster, 'plan-cool-2', ({ status }) => status?.blocked !== undefined);
    const blocked = { reason: 'CoolingDown', by: 'RemediationPlan/self-healing-platform/plan-cool', until: new Date(until).toISOString() };
    expect(plan.status).toMatchObject({ phase: 'Pending', reason: 'CoolingDown', blocked });
    expect((await untilBlocked(cluster, 'act-cool-pod', 'CoolingDown')).status?.blocked).toMatchObject(blocked);
    for (const name of ['act-cool-other', 'act-cool-look'])
      expect((await untilEnded(cluster, name)).status).toMatchObject({ phase: 'Succeeded' });
    await crash();

    const second = await untilPlanEnded(cluster, 'plan-cool-2');
    expect(second.status?.phase).toBe('Succeeded');
    expect(ms(second.status?.startedAt)).toBeGreaterThanOrEqual(until);
    const pending = await untilEnded(cluster, 'act-cool-pod', 60_000);
    expect(pending.status?.phase).toBe('Succeeded');
    expect(admittedAt(pending)).toBeGreaterThanOrEqual(until);
  });
});

describe('what failed three times in a row', () => {
  test('S33: is left alone for a while, then one try is made; a restart forgets nothing, and another namespace goes on', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { breakers: { target: { failures: 3, openSeconds: 20 } } });
    await failing('act-fail-1');
    await failing('act-fail-2');
    const third = await failing('act-fail-3');
    await ask(scale('act-fail-4', 'q-shop/gone'), scale('act-fail-5', 'q-shop/gone', { parameters: { replicas: 2 }, priority: 4 }));
    const held = await untilBlocked(cluster, 'act-fail-4', 'ConsecutiveFailures');
    expect(held.status?.blocked).toMatchObject({ by: 'RemediationAction/self-healing-platform/act-fail-3' });
    expect(untilOf(held)).toBe(endOf(third) + 20_000);
    await failing('act-fail-elsewhere', {}, 'q-pub/gone');
    await crash();

    const fourth = await untilEnded(cluster, 'act-fail-4', 60_000);
    expect(fourth.status?.phase).toBe('Failed');
    expect(admittedAt(fourth)).toBeGreaterThanOrEqual(endOf(third) + 20_000);
    const fifth = await untilAction(cluster, 'act-fail-5', (action) => untilOf(action) === endOf(fourth) + 20_000);
    expect(fifth.status?.reason).toBe('ConsecutiveFailures');

    await createDeployment(cluster, { namespace: 'q-shop', name: 'gone', node: 'q-w6' });
    expect((await untilEnded(cluster, 'act-fail-5', 60_000)).status?.phase).toBe('Succeeded');
    await ask(scale('act-fail-6', 'q-shop/gone'));
    expect((await untilEnded(cluster, 'act-fail-6')).status?.phase).toBe('Succeeded');
  });

  test('S33: is tried at once when a person says why, which is recorded and told', async () => {
    const { cluster } = seen;
    await applyPolicy(cluster, { breakers: { target: { failures: 1, openSeconds: 600 } } });
    await failing('act-clear-1', {}, 'q-pub/cleared');
    await ask(scale('act-clear-2', 'q-pub/cleared'), scale('act-clear-3', 'q-pub/cleared', { parameters: { replicas: 2 } }));
    await applyPlan(cluster, { name: 'plan-clear', steps: [{ layer: 'application', target: 'Deployment/q-pub/cleared' }] });
    for (const name of ['act-clear-2', 'act-clear-3']) await untilBlocked(cluster, name, 'ConsecutiveFailures');
    await untilPlan(cluster, 'plan-clear', ({ status }) => status?.blocked?.reason === 'ConsecutiveFailures');
    await annotate('ract', 'act-clear-2', 'the Deployment is back');
    const tried = await untilEnded(cluster, 'act-clear-2');
    expect(clearedIn(tried)).toMatch(/failed again and again: the Deployment is back/);
    expect(tried.status).toMatchObject({ phase: 'Failed', reason: 'TargetNotFound' });
    await untilAction(cluster, 'act-clear-3', (action) => untilOf(action) === endOf(tried) + 600_000);
    await createDeployment(cluster, { namespace: 'q-pub', name: 'cleared', node: 'q-w6' });
    await annotate('rplan', 'plan-clear', 'now it is');
    const plan = await untilPlanEnded(cluster, 'plan-clear');
    expect([plan.status?.phase, clearedIn(plan)]).toEqual(['Succeeded', expect.stringContaining('now it is')]);
    const told = /BlockCleared .*plan-clear: It is tried .*now it is/;
    await untilHolds(async () => expect(await kubectl(cluster, ['get', 'events', '-n', 'self-healing-platform'])).toMatch(told));
  });

  test('of what models ask for lets nothing more of it begin, but what a rule asks for and what a person approves', async () => {
    const { cluster } = seen;
    const model = { source: 'ai_driven', confidence: 0.95 } as const;
    await applyPolicy(cluster, { breakers: { aiDriven: { failures: 3, windowSeconds: 40 } } });
    const first = await failing('act-ai-1', model, 'q-pub/a');
    await failing('act-ai-2', model, 'q-pub/b');
    await failing('act-ai-3', model, 'q-pub/c');
    await ask(cordon('act-ai-4', 'Node/q-w3', model), cordon('act-ai-5', 'Node/q-w4', model), cordon('act-rule', 'Node/q-w5'));
    for (const name of ['act-ai-4', 'act-ai-5']) {
      const held = await untilBlocked(cluster, name, 'SourceSuspended');
      expect(untilOf(held)).toBe(endOf(first) + 40_000);
    }
    expect((await untilEnded(cluster, 'act-rule')).status?.phase).toBe('Succeeded');
    const approval = { decision: 'Approved', by: 'ann' };
    await api(cluster, { method: 'PATCH', path: actionPath('act-ai-5'), body: { spec: { approval } } });
    const approved = await untilEnded(cluster, 'act-ai-5');
    expect(approved.status?.phase).toBe('Succeeded');
    expect(admittedAt(approved)).toBeLessThan(endOf(first) + 40_000);
    await crash();
    const last = await untilEnded(cluster, 'act-ai-4', 90_000);
    expect(last.status?.phase).toBe('Succeeded');
    expect(admittedAt(last)).toBeGreaterThanOrEqual(endOf(first) + 40_000);
  });
});

/** Once none of them waits for anything but a token: the one whose token comes last. */
async function untilLastInLine(names: readonly string[]): Promise<RemediationAction> {
  const attempt = async (): Promise<RemediationAction> => {
    const actions = await Promise.all(names.map((name) => getAction(seen.cluster, name)));
    const reasons = actions.map(({ status }) => status?.blocked?.reason);
    const [last] = actions.filter((_, place) => reasons[place] === 'RateLimited').toSorted((a, b) => untilOf(b) - untilOf(a));
    if (last && !reasons.includes('Suspended')) return last;
    throw new Error(`they wait for ${reasons.join()}`);
  };
  return eventually(attempt, { within: 30_000, describe: 'all have a token or are told when it comes' });
}

describe('of more than may be admitted at once', () => {
  test('each waits for its token and is told when that comes; a restart gives none away', async () => {
    const { cluster } = seen;
    const rate = { perMinute: 30, burst: 2 };
    // Nothing begins before all of them are there, however slowly they come.
    await applyPolicy(cluster, { admissions: rate, suspended: true });
    const revision = await currentRevision(cluster);
    const names = nodes.map((_, i) => `act-rate-${i}`);
    await ask(...names.map((name, i) => cordon(name, `Node/${nodes[i]}`, { operation: 'uncordon_node' })));
    for (const name of names) await untilBlocked(cluster, name, 'Suspended');
    await applyPolicy(cluster, { admissions: rate });
    const last = await untilLastInLine(names);
    expect(untilOf(last)).toBeGreaterThan(Date.now());
    await crash();
    const ended = await Promise.all(names.map((name) => untilEnded(cluster, name)));
    expect(ended.map(({ status }) => status?.phase)).toEqual(names.map(() => 'Succeeded'));
    const history = await historySince(cluster, revision);
    const times = admissions(history);
    expect(times).toHaveLength(6);
    const tooMany = times.flatMap((from, i) =>
      times.slice(i).filter((to, j) => j + 1 > rate.burst + ((to - from) * rate.perMinute) / 60_000 + 1e-6),
    );
    expect(tooMany).toEqual([]);
    const untils = versionsOf(history, 'RemediationAction', last.metadata.name).map(({ object }) =>
      untilOf(object as unknown as RemediationAction),
    );
    expect(new Set(untils.filter((until) => !Number.isNaN(until))).size).toBeLessThanOrEqual(3);
  });
});

describe('outside of a maintenance window', () => {
  const always = { name: 'always', schedule: '* * * * *', durationSeconds: 120 };
  /** Opens in eleven hours or so, wherever the test runs. */
  const later = (hour: number): { name: string; schedule: string; durationSeconds: number } => ({
    name: 'later',
    schedule: `0 ${hour} * * *`,
    durationSeconds: 60,
  });

  test('what changes something waits until it opens; what has begun, what is not covered and a look go on', async () => {
    const { cluster } = seen;
    const hour = (new Date().getUTCHours() + 12) % 24;
    await applyPlan(cluster, {
      name: 'plan-begun',
      steps: [
        { target: 'Node/q-w1', waitSeconds: 10 },
        { operation: 'uncordon_node', target: 'Node/q-w1' },
      ],
    });
    await untilPlan(cluster, 'plan-begun', ({ status }) => status?.phase === 'Executing');
    await applyPolicy(cluster, { maintenanceWindows: [{ ...later(hour), operations: ['cordon_node', 'uncordon_node'] }] });
    await ask(
      cordon('act-window', 'Node/q-w2'),
      cordon('act-window-look', 'Node/q-w2', { operation: 'observe' }),
      scale('act-window-free', 'q-shop/web', { parameters: { replicas: 2 } }),
    );
    await applyPlan(cluster, { name: 'plan-window', steps: [{ target: 'Node/q-w3' }] });
    const held = await untilBlocked(cluster, 'act-window', 'MaintenanceWindowClosed');
    expect(new Date(untilOf(held)).getUTCHours()).toBe(hour);
    expect((await untilPlan(cluster, 'plan-window', ({ status }) => status?.blocked !== undefined)).status?.reason).toBe(
      'MaintenanceWindowClosed',
    );
    for (const name of ['act-window-look', 'act-window-free']) expect((await untilEnded(cluster, name)).status?.phase).toBe('Succeeded');
    expect((await untilPlanEnded(cluster, 'plan-begun')).status?.phase).toBe('Succeeded');

    await applyPolicy(cluster, { maintenanceWindows: [{ ...always, timeZone: 'Mars/Olympus' }] });
    await untilAction(cluster, 'act-window', ({ status }) => status?.blocked?.until === undefined && status?.phase === 'Blocked');
    await applyPolicy(cluster, { maintenanceWindows: [always, later(hour)] });
    expect((await untilEnded(cluster, 'act-window')).status?.phase).toBe('Succeeded');
    expect((await untilPlanEnded(cluster, 'plan-window')).status?.phase).toBe('Succeeded');
  });
});
