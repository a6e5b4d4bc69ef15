import { expect, test } from '@jest/globals';
import type { ScalarMap } from '../../api/generated/types.ts';
import { labelsOf } from './labels.ts';
import { ruleOf } from './owner.ts';

const labelled = (expr: string, labels: ScalarMap = {}) =>
  labelsOf({ ...labels, generator_url: `http://p/graph?g0.expr=${encodeURIComponent(expr)}` });

test.each<{ when: string; expr: string; labels?: ScalarMap; owner: string | undefined }>([
  { when: 'what is measured first is of a component', expr: 'etcd_lag > 1 and on(node) node_load1', owner: 'platform' },
  { when: 'what is measured first is of nobody known', expr: 'basket_size > 9 unless on(node) node_load1', owner: 'own' },
  {
    when: 'only what narrows it down is known',
    expr: 'kube_deployment_status_replicas_unavailable > 0 and on() node_load1 > 4',
    owner: undefined,
  },
  {
    when: 'something else is in the namespace of a component',
    expr: 'basket_size > 9 unless on() up{namespace="kube-system"}',
    owner: 'own',
  },
  { when: 'it asks in the namespace of a component', expr: 'sum(basket_size{namespace="openshift-etcd"})', owner: 'platform' },
  { when: 'it asks whether a component is there', expr: 'absent(up{job="cert-manager"})', owner: 'platform' },
  { when: 'it asks whether an agent of nodes is there', expr: 'absent(up{job="kubelet"})', owner: 'infrastructure' },
  { when: 'it asks whether something else is there', expr: 'absent(up{job="basket"})', owner: 'own' },
  { when: 'the alert tells the job', expr: 'up == 0', labels: { job: 'etcd' }, owner: 'platform' },
  { when: 'it is about a process of a component', expr: 'process_open_fds{job="etcd"} > 9', owner: 'platform' },
  { when: 'it is about a process', expr: 'process_open_fds > 9', owner: 'own' },
  { when: 'everything is measured by that job', expr: 'kube_pod_info{job="kube-state-metrics"}', owner: undefined },
  { when: 'everything is measured by that probe', expr: 'probe_success{job="blackbox-http"} == 0', owner: undefined },
  { when: 'nothing is measured', expr: 'vector(1)', labels: { job: 'basket' }, owner: undefined },
])('the rule is of $owner when $when', ({ expr, labels, owner }) => {
  expect(ruleOf(labelled(expr, labels)).owner).toBe(owner);
});

test('without an expression nothing is known of its owner', () => {
  expect(ruleOf(labelsOf({ job: 'basket' })).owner).toBeUndefined();
});

test.each([
  ['node_load1 > 9', true],
  ['100 * node_memory_free_bytes / node_memory_total_bytes', true],
  ['node_collector_evictions_total > 1', false],
  ['kube_node_info', false],
  ['basket_size > 1 and node_load1', false],
])('%s is what runs on the node says: %s', (expr, expected) => {
  expect(ruleOf(labelled(expr)).measuresNodes).toBe(expected);
});
