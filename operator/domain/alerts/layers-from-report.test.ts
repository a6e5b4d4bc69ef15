import { describe, expect, jest, test } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import type { AnomalySpec } from '../../api/generated/types.ts';
import { target } from '../../testing/targets.ts';
import { layerOfTarget, layersFromReport } from './layers-from-report.ts';

interface Row {
  readonly when: string;
  readonly report: Partial<AnomalySpec>;
  readonly layers: readonly string[];
}

const judged = (by: string, rows: readonly Row[]) =>
  test.each(rows)('$when: $layers', ({ report, layers }) => {
    const found = layersFromReport({ type: 'something_wrong', ...report });
    expect(found.layers).toEqual(layers);
    expect(found.what).toContain(by);
  });

describe('kinds come first', () => {
  judged('kinds', [
    {
      when: 'targets',
      report: { targets: [target('Deployment/shop/pay'), target('Node/w1')], description: 'dns' },
      layers: ['infrastructure', 'application'],
    },
    { when: 'a component by its namespace', report: { targets: [target('Deployment/kube-system/coredns')] }, layers: ['platform'] },
    {
      when: 'a node in labels, whatever the words',
      report: { details: { node: 'w1', alertname: 'PodDnsBroken' } },
      layers: ['infrastructure'],
    },
    {
      when: 'a pod in labels before its node',
      report: { details: { node: 'w1', pod: 'pay-1', namespace: 'shop' } },
      layers: ['application'],
    },
    { when: 'a pod without a namespace', report: { details: { pod: 'pay-1' } }, layers: ['application'] },
    { when: 'a node beside a static namespace', report: { details: { node: 'w1', namespace: 'kube-system' } }, layers: ['infrastructure'] },
  ]);
});

describe('labels come second', () => {
  judged('labels', [
    {
      when: 'a namespace of a component',
      report: { details: { namespace: 'kube-system' }, description: 'node flaps' },
      layers: ['platform'],
    },
    {
      when: 'the machine config operator',
      report: { details: { namespace: 'openshift-machine-config-operator' } },
      layers: ['infrastructure'],
    },
    {
      when: 'an exporter of nodes with an unknown address',
      report: { details: { job: 'node-exporter', instance: '10.0.0.1:9100' } },
      layers: ['infrastructure'],
    },
    { when: 'a component as a job', report: { details: { job: 'kube-scheduler' }, description: 'pods hang' }, layers: ['platform'] },
    {
      when: 'what is part of a component',
      report: { details: { kubernetes_operator_part_of: 'ingress-router' }, description: 'node' },
      layers: ['platform'],
    },
    {
      when: 'the namespace as older configurations call it',
      report: { details: { kubernetes_namespace: 'kube-system' }, description: 'node' },
      layers: ['platform'],
    },
    {
      when: 'what an operator installed on top',
      report: { details: { kubernetes_operator_part_of: 'kubevirt' }, description: 'node' },
      layers: ['application'],
    },
  ]);
});

const measured = (expr: string, details = {}) => ({ ...details, generator_url: `http://p/graph?g0.expr=${encodeURIComponent(expr)}` });

describe('metrics come third', () => {
  judged('metrics', [
    { when: 'metrics of a component', report: { details: measured('sum(etcd_x)'), description: 'a node is full' }, layers: ['platform'] },
    { when: 'metrics of nodes', report: { details: measured('sum(node_x)'), description: 'pods hang' }, layers: ['infrastructure'] },
    {
      when: 'metrics of a component in a pod that nobody can find',
      report: { details: measured('sum by (pod) (cilium_x)', { pod: 'cilium-1' }) },
      layers: ['platform'],
    },
  ]);
  judged('kinds', [
    {
      when: 'such a pod of nobody known, although its node can be found',
      report: { details: measured('kube_x', { pod: 'web-1', node: 'w1' }) },
      layers: ['application'],
    },
    {
      when: 'a pod before the metrics',
      report: { details: measured('cilium_x', { pod: 'web-1', namespace: 'shop' }) },
      layers: ['application'],
    },
  ]);
  judged('labels', [
    {
      when: 'the namespace of a component before the metrics',
      report: { details: measured('node_x', { namespace: 'kube-system' }) },
      layers: ['platform'],
    },
  ]);
  judged('metrics of its own', [
    { when: 'a node of its own', report: { details: measured('ring_x', { alertname: 'RingNodeDown' }) }, layers: ['application'] },
    {
      when: 'a node label of its own',
      report: { details: measured('ring_x', { node: 'ring-1' }), description: 'node ring-1 has no disk left' },
      layers: ['application'],
    },
  ]);
  judged('words', [
    {
      when: 'an operator with metrics of its own',
      report: { details: measured('ring_x', { alertname: 'RingOperatorDown' }) },
      layers: ['platform'],
    },
    {
      when: 'an operator by its summary',
      report: { details: measured('ring_x', { alertname: 'RingDown', annotation_summary: 'The operator is down' }) },
      layers: ['platform'],
    },
  ]);
});

describe('words come last', () => {
  judged('words', [
    { when: 'the name of an alert', report: { details: { alertname: 'KubeNodeNotReady' } }, layers: ['infrastructure'] },
    { when: 'the type of a report', report: { type: 'node_pressure' }, layers: ['infrastructure'] },
    {
      when: 'the name before the description',
      report: { details: { alertname: 'KubeCPUOvercommit' }, description: 'too much for pods if a node fails' },
      layers: ['platform'],
    },
    {
      when: 'a description',
      report: { description: 'Pod crash caused by insufficient node resources' },
      layers: ['infrastructure', 'application'],
    },
    {
      when: 'what measures everything says nothing',
      report: { details: { job: 'kube-state-metrics' }, description: 'Node is not ready' },
      layers: ['infrastructure'],
    },
    { when: "a user's job says nothing", report: { details: { job: 'node-api' }, description: 'latency' }, layers: ['application'] },
    { when: "a user's namespace says less", report: { details: { namespace: 'shop' }, description: 'dns fails' }, layers: ['platform'] },
  ]);
});

test.each([
  { report: { details: { namespace: 'shop' } }, what: 'of no component' },
  { report: { description: 'postgres connection timeout' }, what: 'nothing in the report' },
  { report: {}, what: 'nothing in the report' },
])('what says nothing belongs to an application: $report', ({ report, what }) => {
  const found = layersFromReport({ type: 'case', ...report });
  expect(found.layers).toEqual(['application']);
  expect(found.what).toContain(what);
});

test('the expression of a rule is parsed once', () => {
  const parse = jest.spyOn(parser, 'parse');
  const details = { generator_url: 'http://p/graph?g0.expr=node_load1', instance: 'w1:9100', node: 'w1', pod: 'hosts-1' };
  expect(layersFromReport({ type: 'case', details }).layers).toEqual(['infrastructure']);
  expect(parse).toHaveBeenCalledTimes(1);
  parse.mockRestore();
});

test.each([
  ['Node/w1', 'infrastructure'],
  ['ClusterOperator/dns', 'platform'],
  ['Pod/shop/pay', 'application'],
  ['Pod/kube-system/coredns', 'platform'],
  ['DaemonSet/openshift-machine-config-operator/machine-config-daemon', 'infrastructure'],
])('%s belongs to the %s layer', (text, layer) => {
  expect(layerOfTarget(target(text))).toBe(layer);
});
