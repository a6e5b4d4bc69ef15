import { beforeAll, expect, test } from '@jest/globals';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { request, untilAction, untilEnded } from '../operations/actions.ts';
import { journey } from './bench/journey.ts';
import { applyPlan, system } from './bench/plans.ts';

const seen = journey({ nodes: ['j9-r1', 'j9-r2'] });
const ask = (...args: string[]) => kubectl(seen.cluster, [...args, '-n', system]);

beforeAll(async () => {
  await createDeployment(seen.cluster, { namespace: 'j9', name: 'held', node: 'j9-r2' });
  await untilRolledOut(seen.cluster, 'j9', 'held');
  const spec = { minAvailable: '100%', selector: { matchLabels: { app: 'held' } } };
  const metadata = { namespace: 'j9', name: 'held' };
  await applyObjects(seen.cluster, [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec }]);
}, 90_000);

test('J9: kubectl wait returns for the failure of a plan too, and its describe tells why', async () => {
  await applyPlan(seen.cluster, { name: 'plan-j9-fails', steps: [{ target: 'Node/j9-nobody' }] });
  expect(await ask('wait', '--for=condition=Failed', 'rplan/plan-j9-fails', '--timeout=60s')).toContain('condition met');
  await expect(ask('wait', '--for=condition=Complete', 'rplan/plan-j9-fails', '--timeout=1s')).rejects.toThrow('timed out');
  const [plan, action] = [await ask('describe', 'rplan', 'plan-j9-fails'), await ask('describe', 'ract', 'act-j9-fails-01')];
  expect(plan.slice(plan.indexOf('Status:'))).toMatch(/Node\/j9-nobody does not exist/);
  expect(action.slice(action.indexOf('Events:'))).toMatch(/Warning +TargetNotFound .*coordination-engine/);
}, 90_000);

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
}, 120_000);
