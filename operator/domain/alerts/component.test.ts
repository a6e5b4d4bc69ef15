import { expect, test } from '@jest/globals';
import { layerOfJob, layerOfNamespace } from './component.ts';

test.each([
  ['openshift-machine-config-operator', 'infrastructure'],
  ['openshift-machine-api', 'platform'],
  ['openshift-etcd', 'platform'],
  ['openshift-ovn-kubernetes', 'platform'],
  ['openshift-monitoring', 'platform'],
  ['openshift-user-workload-monitoring', 'application'],
  ['openshift-operators', 'application'],
  ['openshift-logging', 'application'],
  ['openshift-local-storage', 'application'],
  ['kube-system', 'platform'],
  ['calico-system', 'platform'],
  ['tigera-operator', 'platform'],
  ['kubecost', undefined],
  ['default', undefined],
  ['shop', undefined],
  ['system-tests', undefined],
  ['my-openshift-shop', undefined],
])('what runs in namespace %s belongs to the %s layer', (namespace, layer) => {
  expect(layerOfNamespace(namespace)).toBe(layer);
});

test.each([
  ['kube-scheduler', 'platform'],
  ['apiserver', 'platform'],
  ['etcd', 'platform'],
  ['monitoring/prometheus-k8s', 'platform'],
  ['cluster-version-operator', 'platform'],
  ['rook-ceph-mgr', 'platform'],
  ['cert-manager', 'platform'],
  ['ingress-nginx-controller', 'platform'],
  ['istio-system/pilot', 'platform'],
  ['weave-net', 'platform'],
  ['hubble-metrics', 'platform'],
  ['vpa-recommender', 'platform'],
  ...['contour-shop', 'felix-pay', 'flannel-shop', 'gatekeeper-api', 'hubble-images', 'pilot-shop'].map((job) => [job, undefined] as const),
  ...['rook-chess', 'trident-api', 'vpa-reports', 'weave-orders', 'shop/pilot-shop'].map((job) => [job, undefined] as const),
  ['certificates-shop', undefined],
  ['kube-state-metrics', undefined],
  ['openshift-state-metrics', undefined],
  ['node-api', undefined],
  ['ingress-shop', undefined],
  ['', undefined],
])('job %s belongs to the %s layer', (job, layer) => {
  expect(layerOfJob(job)).toBe(layer);
});
