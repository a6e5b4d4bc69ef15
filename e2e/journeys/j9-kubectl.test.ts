import { expect, test } from '@jest/globals';
import { kubectl } from '../harness/kubectl.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { journey } from './bench/journey.ts';
import { report, system, untilPlan } from './bench/plans.ts';
import { eventually } from '../harness/eventually.ts';

const seen = journey({ nodes: ['j9-w1'], stages: ['reboot-clears-memory-pressure'] });
const run = (...args: string[]) => kubectl(seen.cluster, args);

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
    { within: 10_000, describe: 'the Events of the node are written' },
  );
  const events = described.slice(described.indexOf('Events:'));
  for (const reason of ['NodeCordoned', 'NodeUncordoned']) expect(events).toMatch(new RegExp(`Normal +${reason} .*coordination-engine`));
  expect(events).toMatch(/act-j9-01|plan-j9/);

  const ofPlan = await run('describe', 'rplan', 'plan-j9', '-n', system);
  expect(ofPlan.slice(ofPlan.indexOf('Events:'))).toMatch(/plan|step|checkpoint/i);
}, 90_000);

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
