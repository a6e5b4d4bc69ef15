import { expect, test } from '@jest/globals';
import { carriedLabels, shownWith } from './carried-labels.ts';

const carried = (expr: string, texts: readonly string[] = [], labels = {}) => carriedLabels({ expr, labels, texts });

test.each<{ when: string; expr: string; texts?: string[]; names: string[] }>([
  { when: 'nothing is measured', expr: 'vector(1)', names: [] },
  { when: 'something is absent', expr: 'absent(up{job="etcd"})', names: ['job'] },
  { when: 'it is summed up', expr: '# why\nsum by (namespace, job_name) (rate(x{job="y"}[5m])) > 1', names: ['job_name', 'namespace'] },
  { when: 'it is summed up to nothing', expr: 'sum(rate(x{job="y"}[5m])) > 1', names: [] },
  {
    when: 'the texts quote what is kept',
    expr: 'sum(x)',
    texts: ['{{ $labels.node }} of {{$labels.cluster}}'],
    names: ['cluster', 'node'],
  },
  {
    when: 'a pod was measured',
    expr: 'up{job="web"} == 0',
    names: ['container', 'endpoint', 'instance', 'job', 'namespace', 'pod', 'service'],
  },
  { when: 'the kubelet was measured', expr: 'up{job="kubelet"} == 0', names: ['endpoint', 'instance', 'job', 'namespace', 'service'] },
  { when: 'objects were counted', expr: 'kube_job_failed > 0', names: ['job_name'] },
])('an alert carries $names when $when', ({ expr, texts, names }) => {
  expect(Object.keys(carried(expr, texts)).toSorted()).toEqual(names);
});

test('values are those of the query, of the job, or made up', () => {
  expect(carried('up{job="kube-scheduler"} == 0')).toMatchObject({ namespace: 'kube-system', pod: 'kube-scheduler-x2x7z' });
  expect(carried('kube_pod_status{job="kube-state-metrics"} == 0')).toMatchObject({
    namespace: 'shop',
    pod: expect.stringMatching(/^web-/),
  });
  expect(carried("kube_pod_status{namespace='kube-system'} == 0", ['{{ $labels.namespace }}'])).toMatchObject({ namespace: 'kube-system' });
  expect(carried('up{job=~"a|b",namespace="monitoring"} == 0')).toMatchObject({ job: 'a', namespace: 'monitoring' });
  expect(carried('sum(x)', ['{{ $labels.device }}'], { severity: 'info' })).toEqual({ device: 'some-device', severity: 'info' });
});

test('texts show the values of labels and leave out what is worked out', () => {
  const text = 'Node {{ $labels.node }} of {{$labels.zone}} is at {{ $value | humanize }} %.';
  expect(shownWith({ node: 'w1' }, text)).toBe('Node w1 of  is at  %.');
});
