import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { severityOf, typeOf } from './alert-words.ts';

test.each([
  { word: 'critical', severity: 'critical' },
  { word: 'Critical ', severity: 'critical' },
  { word: 'error', severity: 'high' },
  { word: 'high', severity: 'high' },
  { word: 'major', severity: 'high' },
  { word: 'warning', severity: 'medium' },
  { word: 'medium', severity: 'medium' },
  { word: 'info', severity: 'low' },
  { word: 'low', severity: 'low' },
  { word: 'none', severity: undefined },
  { word: undefined, severity: 'medium' },
  { word: '', severity: 'medium' },
  { word: 'page', severity: 'medium' },
  { word: 'constructor', severity: 'medium' },
])('the severity $word is $severity', ({ word, severity }) => {
  expect(severityOf(word)).toBe(severity);
});

test.each([
  { alertname: 'KubePodCrashLooping', type: 'kube_pod_crash_looping' },
  { alertname: 'HighNodeCPUUsage', type: 'high_node_cpu_usage' },
  { alertname: 'KubeAPIErrorBudgetBurn', type: 'kube_api_error_budget_burn' },
  { alertname: 'etcdMembersDown', type: 'etcd_members_down' },
  { alertname: 'K8sNode2Down', type: 'k8s_node2_down' },
  { alertname: 'probe failed: https://x', type: 'probe_failed_https_x' },
  { alertname: '5xxErrors', type: 'alert_5xx_errors' },
  { alertname: 'Überlauf', type: 'uberlauf' },
  { alertname: '障害', type: 'alert' },
  { alertname: '', type: 'alert' },
  { alertname: '__', type: 'alert' },
  { alertname: 'A'.repeat(300), type: 'a'.repeat(63) },
  { alertname: `${'a'.repeat(62)}Bc`, type: 'a'.repeat(62) },
])('the alert $alertname is of type $type', ({ alertname, type }) => {
  expect(typeOf(alertname)).toBe(type);
});

test('every name has a type that the schema takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      expect(typeOf(name)).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    }),
  );
});
