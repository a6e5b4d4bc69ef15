import { afterEach, describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { kinds } from '../../kube/kinds.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { FakeCluster } from '../../testing/fake-cluster.ts';
import { replicaPod } from '../../testing/execution-engine.ts';
import { clientFor } from './lying-client.ts';
import { mutant } from './mutants.ts';

afterEach(() => {
  Reflect.deleteProperty(globalThis, '__TEST_BUILD__');
  delete process.env['ENGINE_MUTANT'];
});

/** As in a test build that was started with this defect. */
function withDefect(name: string): void {
  Reflect.set(globalThis, '__TEST_BUILD__', true);
  process.env['ENGINE_MUTANT'] = name;
}

const key = { name: 'w1' };

test('outside a test build there is no defect, whatever the environment says', () => {
  process.env['ENGINE_MUTANT'] = 'no-intent';
  const cluster = new FakeCluster();
  expect([mutant('no-intent'), clientFor(cluster, 'a') === cluster]).toEqual([false, true]);
});

describe('the defect', () => {
  test('no-precondition writes over whatever is there', async () => {
    withDefect('no-precondition');
    const cluster = new FakeCluster({ objects: [aNode('w1')], allow: ['* *'] });
    await clientFor(cluster, 'a').patch(kinds.Node, key, {
      metadata: { uid: 'x', resourceVersion: '1', annotations: { a: 'b' } },
      spec: {},
    });
    expect(cluster.peek(kinds.Node, key)?.metadata.annotations).toEqual({ a: 'b' });
  });

  test('uncordon-always believes that every node was schedulable before', async () => {
    withDefect('uncordon-always');
    const cluster = new FakeCluster({ objects: [aNode('w1', { annotations: { [keys.wasUnschedulable]: 'true' } })] });
    expect((await clientFor(cluster, 'a').get(kinds.Node, key))?.metadata.annotations).toEqual({ [keys.wasUnschedulable]: 'false' });
  });

  test('cached-read never sees that a pod has gone', async () => {
    withDefect('cached-read');
    const cluster = new FakeCluster({ objects: [replicaPod('web-a')] });
    const client = clientFor(cluster, 'a');
    await client.list(kinds.Pod);
    cluster.remove(kinds.Pod, { namespace: 'shop', name: 'web-a' });
    expect((await client.list(kinds.Pod)).items).toHaveLength(1);
  });
});
