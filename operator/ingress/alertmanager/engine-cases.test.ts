import { expect, test } from '@jest/globals';
import { layersFromReport } from '../../domain/alerts/layers-from-report.ts';
import { isTakenAtItsWord } from '../../domain/alerts/reported-hits.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import { builtInDefaults } from '../../domain/planning/defaults.ts';
import { planFor } from '../../domain/planning/plan-for.ts';
import { builtInPlaybooks } from '../../domain/playbooks/shipped.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { caseIds, givenBy } from '../../testing/engine-cases.ts';
import { alert, receiving, webhook } from '../../testing/receive-alerts.ts';
import { seenTarget, world } from '../../testing/seen-world.ts';

type Labels = Readonly<Record<string, string>>;
type Sent = Readonly<Record<string, unknown>> & { readonly alerts: readonly { readonly status: string }[] };

interface Row {
  readonly id: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly spec: object;
  readonly layer: string;
}

const rows: readonly Row[] = [
  {
    id: 'am-01-high-node-cpu',
    labels: { alertname: 'HighNodeCPUUsage', severity: 'warning', component: 'infrastructure', instance: 'worker-1' },
    spec: { type: 'high_node_cpu_usage', severity: 'medium', source: 'deterministic' },
    layer: 'infrastructure',
  },
  {
    id: 'am-02-node-config-drift',
    labels: { alertname: 'NodeConfigurationDrift', severity: 'warning', component: 'machine-config', node: 'worker-1' },
    spec: { severity: 'medium', details: { node: 'worker-1' } },
    layer: 'infrastructure',
  },
  {
    id: 'am-03-coordination-engine-down',
    labels: { alertname: 'CoordinationEngineDown', severity: 'critical', component: 'coordination-engine', job: 'coordination-engine' },
    spec: { severity: 'critical', mode: 'Observe' },
    layer: 'application',
  },
  {
    id: 'am-04-model-latency',
    labels: { alertname: 'ModelServingLatencyHigh', severity: 'warning', component: 'model-serving' },
    spec: { severity: 'medium', mode: 'Observe' },
    layer: 'application',
  },
  {
    id: 'am-08-probe-failure',
    labels: { alertname: 'ProbeFailure', instance: 'https://server.example.org', job: 'http_checks', severity: 'critical' },
    spec: { type: 'probe_failure', severity: 'critical', mode: 'Observe' },
    layer: 'application',
  },
];

/** The cases are years old; what they tell began an hour ago here. */
function recent(sent: Sent): object {
  return { ...sent, alerts: sent.alerts.map((one) => ({ ...one, startsAt: '2025-12-31T23:00:00Z' })) };
}

const given = ({ id, labels }: Row): object => recent(givenBy<Sent>(id, webhook([alert({ labels })]) as Sent));

test.each(rows)('$id: one anomaly, of the layer $layer', async (row) => {
  const { post, stored } = receiving();
  expect((await post(given(row))).body.results).toEqual({ created: 1 });
  const [anomaly, ...others] = await stored();
  expect(others).toEqual([]);
  expect(anomaly?.spec).toMatchObject(row.spec);
  expect(anomaly && layersFromReport(anomaly.spec).layers).toContain(row.layer);
});

test('am-02-node-config-drift: the machine config operator is waited for', async () => {
  const { post, stored } = receiving();
  const row = rows.find(({ id }) => id.startsWith('am-02'));
  if (row) await post(given(row));
  const [anomaly] = await stored();
  if (!anomaly) throw new Error('it is stored');
  const node = world([seenTarget(aNode('worker-1'))]);
  const diagnosis = diagnose(node, anomaly.spec, isTakenAtItsWord(anomaly.spec, builtInPlaybooks));
  const { mode, steps } = planFor(diagnosis, anomaly, builtInDefaults);
  expect({ mode, operations: steps.map(({ action }) => action.operation) }).toEqual({ mode: 'Automatic', operations: ['monitor_mco'] });
});

test('am-06-resolved: an end makes no anomaly, and is written on the one that there is', async () => {
  const { post, stored } = receiving();
  const [first] = rows;
  const labels = first?.labels ?? {};
  const resolved = recent(givenBy<Sent>('am-06-resolved', webhook([alert({ status: 'resolved', labels })]) as Sent)) as Sent;
  expect((await post(resolved)).body.results).toEqual({ ignored: 1 });
  expect(await stored()).toEqual([]);
  await post({ ...resolved, status: 'firing', alerts: resolved.alerts.map((one) => ({ ...one, status: 'firing' })) });
  expect((await post(resolved)).body.results).toEqual({ resolved: 1 });
  expect((await stored())[0]?.spec.resolvedAt).toBeDefined();
});

test('am-07-duplicate: two deliveries are one anomaly', async () => {
  const { post, stored } = receiving();
  const [first] = rows;
  if (!first) throw new Error('there are rows');
  await post(given(first));
  expect((await post(given(first))).body.results).toEqual({ repeated: 1 });
  expect(await stored()).toHaveLength(1);
});

test('no case is left out', () => {
  const shown = [...rows.map(({ id }) => id), 'am-06-resolved', 'am-07-duplicate'];
  expect(caseIds('am-').filter((id) => !shown.includes(id))).toEqual([]);
});
