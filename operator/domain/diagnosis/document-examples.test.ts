import { expect, test } from '@jest/globals';
import type { Layer } from '../../api/generated/types.ts';
import { aClusterOperator, aNode, aPod, aService, aSlice, aWorkload, configured } from '../../testing/cluster-objects.ts';
import { givenBy } from '../../testing/engine-cases.ts';
import { seenTarget, seenWorkload, since, unavailable, world } from '../../testing/seen-world.ts';
import { diagnose } from './diagnose.ts';
import { targetOf, type SeenTarget, type SeenWorld } from './seen.ts';

const minute = (n: number) => `2026-01-01T10:${String(n).padStart(2, '0')}:00Z`;
const pay = aWorkload('Deployment', 'pay');
const on = { spec: { nodeName: 'w1' } };
const loop = [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }];
const crashing = seenWorkload(unavailable(pay), [since(aPod('pay-1', { ...on, ready: false, containers: loop }), 'Ready', minute(10))]);
const ill = (type: string) => since(aNode('w1', { conditions: { [type]: 'True' } }), type, minute(5));
const service = aService('pay');
const unreachable: SeenTarget = {
  kind: 'service',
  asked: targetOf(service),
  target: targetOf(service),
  service,
  slices: [aSlice(service, [{ ready: false }])],
  pods: [],
};

interface Signals {
  readonly description: string;
  readonly signals?: readonly { readonly layer: Layer; readonly state: string }[];
}

/** The examples of the document, each as the objects that show what it tells. */
const examples: readonly { id: string; own: Signals; seen: SeenWorld; type: string; layers: Layer[] }[] = [
  {
    id: 'layer-13-seed-example1',
    own: { description: 'Pod crash caused by insufficient node resources' },
    seen: world([crashing], { nodes: [ill('MemoryPressure')] }),
    type: 'pod_crash',
    layers: ['infrastructure', 'application'],
  },
  {
    id: 'layer-14-seed-example2',
    own: { description: 'Application degradation after OS update' },
    seen: world([seenWorkload(pay, [aPod('pay-1', on)])], { nodes: [aNode('w1', { annotations: configured('a', 'b') })] }),
    type: 'increased_latency',
    layers: ['infrastructure', 'application'],
  },
  {
    id: 'layer-15-seed-example3',
    own: { description: 'Network connectivity issues' },
    seen: world([
      unreachable,
      seenTarget(aClusterOperator('network', { Degraded: 'True' })),
      seenTarget(ill('FrequentUnregisterNetDevice')),
    ]),
    type: 'service_unavailable',
    layers: ['infrastructure', 'platform', 'application'],
  },
];

test.each(examples)('$id: $layers are hit, and the lowest is the cause', ({ id, own, seen, type, layers }) => {
  const { description } = givenBy(id, own);
  const { affectedLayers, rootCause } = diagnose(seen, { type, description });
  expect([affectedLayers, rootCause?.layer]).toEqual([layers, layers[0]]);
});
