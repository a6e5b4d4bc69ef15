import { describe, expect, test } from '@jest/globals';
import type { ScalarMap } from '../../api/generated/types.ts';
import { targetString } from '../../api/target.ts';
import { target } from '../../testing/targets.ts';
import { targetsFromDetails } from './targets-from-details.ts';

interface Row {
  readonly when: string;
  readonly details: ScalarMap | undefined;
  readonly found: readonly string[];
}

const named = (rows: readonly Row[]) =>
  test.each(rows)('$when', ({ details, found }) => {
    expect(targetsFromDetails(details, 'own').map(targetString)).toEqual(found);
  });

/** What kube-state-metrics adds of its own, where its labels do not give way. */
const ksm = {
  job: 'kube-state-metrics',
  service: 'kube-state-metrics',
  container: 'kube-rbac-proxy-main',
  pod: 'kube-state-metrics-b894d84cc-d6htw',
  endpoint: 'https-main',
  instance: '10.0.2.15:8443',
};
const nodeExporter = {
  job: 'node-exporter',
  service: 'node-exporter',
  namespace: 'monitoring',
  pod: 'node-exporter-x7k2p',
  container: 'node-exporter',
};
const kubelet = { job: 'kubelet', service: 'kubelet', endpoint: 'https-metrics', namespace: 'kube-system' };

describe('what a report in words names by kind', () => {
  named([
    { when: 'a node', details: { node: 'worker-1', current_value: 95 }, found: ['Node/worker-1'] },
    { when: 'a pod with its namespace', details: { namespace: 'production', pod: 'app-1' }, found: ['Pod/production/app-1'] },
    { when: 'a deployment in the namespace of the report', details: { deployment: 'pay' }, found: ['Deployment/own/pay'] },
    { when: 'two layers, however they are written', details: { Node: 'w1', stateful_set: 'db' }, found: ['StatefulSet/own/db', 'Node/w1'] },
    { when: 'nothing where a name is an attack', details: { node: 'n1; kubectl delete ns prod' }, found: [] },
    { when: 'nothing where the namespace is no name', details: { namespace: 'A B', pod: 'x' }, found: [] },
    { when: 'nothing where the namespace is too long a name', details: { namespace: 'a'.repeat(64), pod: 'x' }, found: [] },
    { when: 'nothing where a name is empty', details: { node: '' }, found: [] },
    { when: 'nothing where it names nothing', details: { metric: 'memory_usage' }, found: [] },
    { when: 'nothing without details', details: undefined, found: [] },
  ]);
});

describe('what the labels of an alert name', () => {
  named([
    {
      when: 'the node, not the exporter of its metrics',
      details: { ...ksm, namespace: 'monitoring', node: 'w1', condition: 'Ready' },
      found: ['Node/w1'],
    },
    { when: 'the deployment, not the exporter', details: { ...ksm, namespace: 'shop', deployment: 'pay' }, found: ['Deployment/shop/pay'] },
    {
      when: 'the exporter when it is ill itself',
      details: { ...ksm, namespace: 'monitoring', reason: 'CrashLoopBackOff' },
      found: [`Pod/monitoring/${ksm.pod}`],
    },
    {
      when: 'a crashed pod of another exporter',
      details: { ...ksm, namespace: 'monitoring', pod: 'node-exporter-x7k2p', container: 'node-exporter' },
      found: ['Pod/monitoring/node-exporter-x7k2p'],
    },
    {
      when: 'what is exported, not where the exporter runs',
      details: { ...ksm, namespace: 'monitoring', exported_namespace: 'shop', exported_pod: 'pay-1' },
      found: ['Pod/shop/pay-1'],
    },
    {
      when: 'a Job by job_name; job is what was scraped',
      details: { job: 'kube-state-metrics', namespace: 'shop', job_name: 'nightly' },
      found: ['Job/shop/nightly'],
    },
    {
      when: 'a claim before the node that mounts it',
      details: { ...kubelet, namespace: 'shop', persistentvolumeclaim: 'data', node: 'w1' },
      found: ['PersistentVolumeClaim/shop/data', 'Node/w1'],
    },
    { when: 'a volume', details: { persistentvolume: 'pv-1', phase: 'Failed' }, found: ['PersistentVolume/pv-1'] },
    { when: 'an autoscaler', details: { namespace: 'shop', horizontalpodautoscaler: 'web' }, found: ['HorizontalPodAutoscaler/shop/web'] },
    { when: 'a budget', details: { namespace: 'shop', poddisruptionbudget: 'web' }, found: ['PodDisruptionBudget/shop/web'] },
    { when: 'a quota', details: { namespace: 'shop', resourcequota: 'cpu', resource: 'requests.cpu' }, found: ['ResourceQuota/shop/cpu'] },
    {
      when: 'a container by its pod',
      details: { namespace: 'shop', pod: 'pay-1', container: 'main', instance: 'w1' },
      found: ['Pod/shop/pay-1'],
    },
    {
      when: 'a pod that the kubelet measured',
      details: { ...kubelet, namespace: 'shop', pod: 'pay-1', node: 'w1', instance: '10.0.0.1:10250' },
      found: ['Pod/shop/pay-1', 'Node/w1'],
    },
    {
      when: 'a pod that measures itself',
      details: { job: 'payments', namespace: 'shop', pod: 'payments-1', instance: '10.1.2.3:8080' },
      found: ['Pod/shop/payments-1'],
    },
    {
      when: 'a workload by its type',
      details: { namespace: 'shop', workload: 'pay', workload_type: 'deployment' },
      found: ['Deployment/shop/pay'],
    },
    {
      when: 'an object by its kind',
      details: { involved_object_kind: 'Pod', involved_object_name: 'pay-1', involved_object_namespace: 'shop', namespace: 'monitoring' },
      found: ['Pod/shop/pay-1'],
    },
    { when: 'nothing by a kind that is not known', details: { owner_kind: 'Kafka', owner_name: 'main' }, found: [] },
    {
      when: 'an aggregated API',
      details: { name: 'v1beta1.metrics.k8s.io', namespace: 'kube-system' },
      found: ['APIService/v1beta1.metrics.k8s.io'],
    },
    {
      when: 'an Application',
      details: { job: 'argocd-metrics', namespace: 'argocd', name: 'shop', sync_status: 'OutOfSync', dest_namespace: 'shop' },
      found: ['Application/argocd/shop'],
    },
    {
      when: 'a service when all that it fetches is down',
      details: { job: 'pay', namespace: 'shop', service: 'pay' },
      found: ['Service/shop/pay'],
    },
    { when: 'nothing but a namespace', details: { namespace: 'shop', severity: 'info' }, found: [] },
  ]);
});

describe('what the labels of an alert of OpenShift name', () => {
  const mco = {
    namespace: 'openshift-machine-config-operator',
    job: 'machine-config-daemon',
    pod: 'machine-config-daemon-abcde',
    container: 'kube-rbac-proxy',
  };
  named([
    {
      when: 'a cluster operator',
      details: {
        job: 'cluster-version-operator',
        namespace: 'openshift-cluster-version',
        name: 'dns',
        pod: 'cluster-version-operator-1',
        reason: 'X',
      },
      found: ['ClusterOperator/dns'],
    },
    {
      when: 'the version of the cluster',
      details: { namespace: 'openshift-cluster-version', name: 'version', reason: 'X' },
      found: ['ClusterVersion/version'],
    },
    { when: 'a systemd unit is none', details: { ...nodeExporter, name: 'crio.service', instance: 'w1:9100' }, found: ['Node/w1'] },
    { when: 'a pool', details: { namespace: mco.namespace, pool: 'worker' }, found: ['MachineConfigPool/worker'] },
    { when: 'the pool of something else is none', details: { namespace: 'rook', pool: 'replicapool' }, found: [] },
    { when: 'the node of a daemon, not the daemon', details: { ...mco, node: 'w1' }, found: ['Node/w1'] },
    {
      when: 'the node that the controller tells of',
      details: { ...mco, job: 'machine-config-controller', pod: 'machine-config-controller-1', exported_node: 'w1' },
      found: ['Node/w1'],
    },
  ]);
});

describe('the instance that was measured', () => {
  const nodes = (text: string) => ({ '10.0.0.7': 'w7', w1: 'w1', 'fd00::7': 'w7' })[text];
  test.each<Row>([
    { when: 'is a node when the kubelet was measured', details: { job: 'kubelet', instance: 'w9' }, found: ['Node/w9'] },
    { when: 'is a node when its exporter was measured', details: { ...nodeExporter, instance: 'w9:9100' }, found: ['Node/w9'] },
    { when: 'is a node by its address', details: { ...nodeExporter, instance: '10.0.0.7:9100' }, found: ['Node/w7'] },
    { when: 'is a node by an address of IPv6', details: { job: 'kubelet', instance: '[fd00::7]:10250' }, found: ['Node/w7'] },
    { when: 'is a node whoever measured it, if a node is called so', details: { alertname: 'X', instance: 'w1:1234' }, found: ['Node/w1'] },
    { when: 'is no node by an address that none has', details: { ...nodeExporter, instance: '10.9.9.9:9100' }, found: [] },
    { when: 'is no node by an address of IPv6 that none has', details: { job: 'kubelet', instance: '[fd00::9]:10250' }, found: [] },
    { when: 'is no node when an API server was measured', details: { job: 'apiserver', instance: 'master:6443' }, found: [] },
    {
      when: 'does not count beside a pod',
      details: { job: 'kubelet', instance: 'w1', pod: 'pay-1', namespace: 'shop' },
      found: ['Pod/shop/pay-1'],
    },
    {
      when: 'does not count beside the name of the node',
      details: { job: 'kubelet', instance: '10.0.0.9', node: 'w1' },
      found: ['Node/w1'],
    },
  ])('$when', ({ details, found }) => {
    expect(targetsFromDetails(details, 'own', nodes).map(targetString)).toEqual(found);
  });
});

describe('what the rule measures', () => {
  const nodes = (text: string) => ({ '10.0.0.7': 'w7', w1: 'w1' })[text];
  const rule = (metric: string) => ({ generator_url: `http://prometheus/graph?g0.expr=${metric}+%3E+1` });
  test.each<Row>([
    { when: 'a node of an application is none', details: { ...rule('ring_size'), node: 'ring-1' }, found: [] },
    { when: 'unless the cluster has one of that name', details: { ...rule('ring_size'), node: 'w1' }, found: ['Node/w1'] },
    {
      when: 'a node by an exporter of another name',
      details: { ...rule('node_load1'), job: 'hosts', instance: 'w9:9100' },
      found: ['Node/w9'],
    },
    {
      when: 'not the pod of that exporter',
      details: { ...rule('node_load1'), job: 'hosts', instance: '10.0.0.7:9100', pod: 'hosts-x2x7z', namespace: 'ops' },
      found: ['Node/w7'],
    },
    {
      when: 'a pod that was measured beside no node',
      details: { ...rule('node_load1'), pod: 'hosts-x2x7z', namespace: 'ops' },
      found: ['Pod/ops/hosts-x2x7z'],
    },
    {
      when: 'a pod as older configurations call it',
      details: { ...rule('ring_size'), kubernetes_pod_name: 'ring-1', kubernetes_namespace: 'shop' },
      found: ['Pod/shop/ring-1'],
    },
    { when: 'a pod by its name', details: { pod_name: 'ring-1', namespace: 'shop' }, found: ['Pod/shop/ring-1'] },
  ])('$when', ({ details, found }) => {
    expect(targetsFromDetails(details, 'own', nodes).map(targetString)).toEqual(found);
  });
});

test('targets have the apiVersion of their kinds', () => {
  const details = { namespace: 'shop', persistentvolumeclaim: 'data', horizontalpodautoscaler: 'web', cronjob: 'nightly' };
  expect(targetsFromDetails(details, undefined)).toMatchObject([
    { apiVersion: 'v1' },
    { apiVersion: 'autoscaling/v2' },
    { apiVersion: 'batch/v1' },
  ]);
  expect(targetsFromDetails({ node: 'w1' }, undefined)).toEqual([target('Node/w1')]);
});
