import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../api/generated/types.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import { aClusterOperator, aNode, aPod } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { seenTarget, since, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { withOperands } from './read-operands.ts';

const ill = since(aNode('w1', { conditions: { Ready: 'False' } }), 'Ready', '2026-01-01T10:00:00Z');
const operator = since(aClusterOperator('dns', { Degraded: 'True' }), 'Degraded', '2026-01-01T10:20:00Z');
const related = { ...operator, status: { ...operator.status, relatedObjects: [{ resource: 'namespaces', name: 'openshift-dns' }] } };
const pod = (name: string, namespace: string, nodeName: string) => aPod(name, { namespace, spec: { nodeName } });
const pods = [pod('dns-1', 'openshift-dns', 'w1'), pod('dns-2', 'openshift-dns', 'w2'), pod('shop-1', 'shop', 'w1')];

async function read(...nodes: ReturnType<typeof aNode>[]) {
  const engine = fakeEngine({ objects: [...nodes, ...pods], allow: ['list *'] });
  engine.put(buildPolicy({ incidents: { joinSeconds: 300 } }));
  engine.clock.setNow(new Date('2026-01-01T10:45:00Z'));
  for (const node of nodes) engine.deps.caches.nodes.upsert({ ...node, apiVersion: 'v1', kind: 'Node' });
  const targets = await withOperands(engine.deps, [seenTarget(related)]);
  return { targets, calls: engine.cluster.calls.map(({ verb, what }) => `${verb} ${what}`) };
}

describe('the operands of a ClusterOperator', () => {
  test('are its pods on nodes that are ill, by one read per node', async () => {
    const { targets, calls } = await read(ill, aNode('w2'));
    expect(targets).toMatchObject([{ operands: [{ metadata: { name: 'dns-1' } }] }]);
    expect(calls).toEqual(['list Pod']);
  });

  test('are those on a node that recovered a short while ago too', async () => {
    const recovered = (at: string) => since(aNode('w1'), 'Ready', at);
    expect((await read(recovered('2026-01-01T10:40:01Z'))).targets).toMatchObject([{ operands: [{ metadata: { name: 'dns-1' } }] }]);
    expect((await read(recovered('2026-01-01T10:40:00Z'))).calls).toEqual([]);
  });

  test('are not read while every node is well', async () => {
    const { targets, calls } = await read(aNode('w1'), aNode('w2'));
    expect(targets).toMatchObject([{ operands: [] }]);
    expect(calls).toEqual([]);
  });

  test.each([
    { when: 'it was ill before', node: ill, cause: 'Node/w1' },
    { when: 'it became ill later', node: since(ill, 'Ready', '2026-01-01T10:30:00Z'), cause: 'ClusterOperator/dns' },
  ])('make $cause the cause when $when', async ({ node, cause }) => {
    const { targets } = await read(node);
    const { rootCause, dependencies } = diagnose(world(targets, { nodes: [node] }), { type: 'operator_degraded' });
    const evidence: readonly Evidence[] = rootCause?.evidence ?? [];
    expect(rootCause?.target).toEqual(target(cause));
    expect(evidence.length).toBeGreaterThan(0);
    expect(dependencies).toContainEqual({ from: 'ClusterOperator/dns', to: 'Node/w1', via: 'nodeName' });
  });
});
