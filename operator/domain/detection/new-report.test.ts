import { expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { target } from '../../testing/targets.ts';
import { newReport } from './new-report.ts';

const place = { systemNamespace: 'self-healing-platform', protectedNamespaces: ['kube-*'] };
const illness = { type: 'node_not_ready', severity: 'high', what: 'Ready is False', since: at(7), lastsSeconds: 300 } as const;
const facts = { illness, illnesses: [illness, { ...illness, what: 'MemoryPressure is True' }] };
const reported = (named: string, more: object = {}) =>
  newReport({ detector: 'nodes', target: target(named), illnesses: [] }, { ...facts, ...more }, place, new Date(at(307)));

test('a report says what is wrong with what, and who says so', () => {
  expect(reported('Node/worker-1')).toMatchObject({
    kind: 'Anomaly',
    metadata: { namespace: 'self-healing-platform', name: expect.stringMatching(/^anom-node-worker-1-[0-9a-f]{10}$/) as unknown },
    spec: {
      type: 'node_not_ready',
      severity: 'high',
      source: 'deterministic',
      reporter: 'detector/nodes',
      targets: [{ kind: 'Node', name: 'worker-1' }],
      description: 'Node/worker-1: Ready is False; MemoryPressure is True',
      detectedAt: at(307),
    },
  });
});

test('the same is reported by the same name, a repetition by another', () => {
  expect(reported('Node/worker-1')).toEqual(reported('Node/worker-1'));
  expect(reported('Node/worker-1', { after: at(400) }).metadata.name).not.toBe(reported('Node/worker-1').metadata.name);
});

test.each([
  { named: 'Deployment/shop/pay', namespace: 'shop', mode: undefined },
  { named: 'Deployment/kube-system/dns', namespace: 'kube-system', mode: 'Observe' },
  { named: 'Node/worker-1', namespace: 'self-healing-platform', mode: undefined },
])('$named is reported in $namespace with mode $mode', ({ named, namespace, mode }) => {
  const { metadata, spec } = reported(named);
  expect({ namespace: metadata.namespace, mode: spec.mode }).toEqual({ namespace, mode });
});
