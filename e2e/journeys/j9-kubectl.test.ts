import { beforeAll, expect, test } from '@jest/globals';
import { eventually, untilHolds } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { request, untilAction, untilEnded } from '../operations/actions.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, report, system, untilPlan } from './bench/plans.ts';

const seen = journey({ nodes: ['j9-w1', 'j9-r1', 'j9-r2'], stages: ['reboot-clears-memory-pressure'] });
const run = (...args: string[]) => kubectl(seen.cluster, args);
const ask = (...args: string[]) => run(...args, '-n', system);

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'j9', name: 'held', node: 'j9-r2' });
  await untilRolledOut(seen.cluster, 'j9', 'held');
  const spec = { minAvailable: '100%', selector: { matchLabels: { app: 'held' } } };
  const metadata = { namespace: 'j9', name: 'held' };
  await applyObjects(seen.cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec }]);
});

test('J9: `kubectl wait --for=condition=Complete rplan/...` returns when the plan is Complete, `kubectl describe node` tells why it was drained', async () => {
  await setNodeCondition(seen.cluster, 'j9-w1', { type: 'MemoryPressure', status: 'True' });
  await report(seen.cluster, { name: 'anom-j9', targets: ['Node/j9-w1'], severity: 'critical' });
  await untilPlan(seen.cluster, 'plan-j9', () => true);
  const waited = await run('wait', '--for=condition=Complete', '--timeout=60s', 'rplan/plan-j9', '-n', system);
  expect(waited).toMatch(/remediationplan.coordination.selfheal.dev\/plan-j9 condition met/);

  const described = await eventually(
    async () => {
      const text = await run('describe', 'node', 'j9-w1');
      return text.includes('NodeUncordoned') && text;
    },
    { within: 30_000, describe: 'the Events of the node are written' },
  );
  const events = described.slice(described.indexOf('Events:'));
  for (const reason of ['NodeCordoned', 'NodeUncordoned']) expect(events).toMatch(new RegExp(`Normal +${reason} .*coordination-engine`));
  expect(events).toMatch(/act-j9-01|plan-j9/);

  const ofPlan = await run('describe', 'rplan', 'plan-j9', '-n', system);
  expect(ofPlan.slice(ofPlan.indexOf('Events:'))).toMatch(/plan|step|checkpoint/i);
});

test.each([
  { path: 'rplan.spec.steps', says: [/Steps by order/, /waitSeconds/, /required/, /undo/] },
  { path: 'ract.status.intents', says: [/token/, /outcome/] },
  { path: 'anom.spec.targets', says: [/apiVersion/, /name/] },
])('J9: `kubectl explain $path` explains each field', async ({ path, says }) => {
  const text = await run('explain', path);
  for (const word of says) expect(text).toMatch(word);
});

test('J9: `kubectl get remediation` shows all three kinds by their category', async () => {
  const text = await run('get', 'remediation', '-n', system);
  for (const name of [
    'anomaly.coordination.selfheal.dev/anom-j9',
    'remediationplan.coordination.selfheal.dev/plan-j9',
    'remediationaction.coordination.selfheal.dev/act-j9-01',
  ])
    expect(text).toContain(name);
});

test('J9: kubectl wait returns for the failure of a plan too, and its describe tells why', async () => {
  await applyPlan(seen.cluster, { name: 'plan-j9-fails', steps: [{ target: 'Node/j9-nobody' }] });
  expect(await ask('wait', '--for=condition=Failed', 'rplan/plan-j9-fails', '--timeout=60s')).toContain('condition met');
  await expect(ask('wait', '--for=condition=Complete', 'rplan/plan-j9-fails', '--timeout=1s')).rejects.toThrow('timed out');
  const plan = await ask('describe', 'rplan', 'plan-j9-fails');
  expect(plan.slice(plan.indexOf('Status:'))).toMatch(/Node\/j9-nobody does not exist/);
  await untilHolds(async () => {
    const action = await ask('describe', 'ract', 'act-j9-fails-01');
    expect(action.slice(action.indexOf('Events:'))).toMatch(/Warning +TargetNotFound .*coordination-engine/);
  });
});

test('J9: kubectl get ract shows who runs, who waits for whom, and who lost', async () => {
  const { cluster } = seen;
  await request(cluster, { name: 'act-j9-drain', target: 'Node/j9-r2', operation: 'drain_node' });
  await untilAction(cluster, 'act-j9-drain', ({ status }) => status?.blocked?.reason === 'EvictionBlocked');
  await request(cluster, { name: 'act-j9-again', target: 'Node/j9-r2', operation: 'drain_node' });
  await request(cluster, { name: 'act-j9-late', target: 'Node/j9-r2', operation: 'uncordon_node', priority: 1 });
  await request(cluster, { name: 'act-j9-unsure', target: 'Node/j9-r1', source: 'ai_driven', confidence: 0.2 });
  await untilEnded(cluster, 'act-j9-again');
  await untilAction(cluster, 'act-j9-late', ({ status }) => status?.phase === 'Blocked');
  await untilAction(cluster, 'act-j9-unsure', ({ status }) => status?.phase === 'AwaitingApproval');

  const text = await ask('get', 'ract', '--no-headers', 'act-j9-drain', 'act-j9-again', 'act-j9-late', 'act-j9-unsure');
  const [drain, again, late, unsure] = text.trim().split('\n');
  expect(drain).toMatch(/^act-j9-drain +Running +node_remediation +drain_node +j9-r2 +deterministic +3 /);
  expect(again).toMatch(/^act-j9-again +Superseded .*DuplicateOf/);
  expect(late).toMatch(/^act-j9-late +Blocked .*TargetBusy/);
  expect(unsure).toMatch(/^act-j9-unsure +AwaitingApproval .*LowConfidence/);
  expect(await ask('get', 'ract', '-o', 'wide', '--no-headers', 'act-j9-late')).toContain(`RemediationAction/${system}/act-j9-drain`);

  await kubectl(cluster, ['delete', 'pdb', 'held', '-n', 'j9']);
  const both = ['ract/act-j9-drain', 'ract/act-j9-late'];
  expect(await ask('wait', '--for=jsonpath={.status.phase}=Succeeded', ...both, '--timeout=60s')).toContain('act-j9-late condition met');
});
