import { describe, expect, test } from '@jest/globals';
import type { Cause } from '../domain/audit/cause.ts';
import { boundClient } from '../kube/bound-client.ts';
import { Conflict, Terminal, Transient } from '../kube/errors.ts';
import type { KubeClient } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import { settableClock } from '../testing/clock.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import type { AuditRecord } from './audit-record.ts';
import { auditedClient } from './audited-client.ts';

const cause: Cause = { direction: 'forward', allowedBy: { rule: 'Admitted' }, operation: 'cordon_node', step: 'cordon', token: 't' };
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1', uid: 'u1', resourceVersion: '', creationTimestamp: '' }, spec: {} };
const cordon = { metadata: { uid: 'u1' }, spec: { unschedulable: true } };

function audited(client: (cluster: FakeCluster) => KubeClient = (cluster) => cluster) {
  const cluster = new FakeCluster({ allow: ['* *'] });
  const said: (AuditRecord | string)[] = [];
  const keep = (record: AuditRecord): Promise<void> => Promise.resolve(void said.push(record));
  const made = auditedClient(client(cluster), {
    trail: { before: keep, after: keep },
    why: () => cause,
    replica: 'engine-0',
    epoch: () => 3,
    systemNamespace: 'self-healing-platform',
    clock: settableClock(),
  });
  cluster.put(structuredClone(node));
  return { cluster, client: made, said };
}

/** What is told of a write in order, the write itself among it. */
function inOrder({ said, cluster }: ReturnType<typeof audited>): string[] {
  const written = cluster.calls.filter(({ verb }) => !['get', 'list'].includes(verb)).map(({ verb }) => verb);
  return [...said.map((record) => (typeof record === 'string' ? record : record.stage)), ...written];
}

describe('the audited client', () => {
  test('tells why and from what to what before a write, and what came of it after, under the id that the API server gets', async () => {
    const sent: (string | undefined)[] = [];
    const seen = audited((cluster) => ({
      ...boundClient(cluster),
      patch: (kind, key, body, options) => (sent.push(options?.auditID), cluster.patch(kind, key, body, options)),
    }));
    await seen.client.get(kinds.Node, { name: 'w1' });
    await seen.client.patch(kinds.Node, { name: 'w1' }, cordon);
    const target = { apiVersion: 'v1', kind: 'Node', name: 'w1', uid: 'u1' };
    const line = { kind: 'EffectAudit', auditID: sent[0], replica: 'engine-0', epoch: 3, verb: 'patch', target };
    expect(seen.said).toEqual([
      {
        ...line,
        stage: 'intent',
        time: '2026-01-01T00:00:00.000Z',
        ...cause,
        changes: [{ field: 'spec.unschedulable', from: null, to: true }],
      },
      {
        ...{
          ...line,
          stage: 'outcome',
          time: '2026-01-01T00:00:00.000Z',
          outcome: 'committed',
          resourceVersion: expect.any(String) as unknown,
        },
        ...{ direction: 'forward', operation: 'cordon_node', step: 'cordon', token: 't' },
      },
    ]);
    expect(sent[0]).toMatch(/^[\da-f-]{36}$/);
  });

  test('writes nothing that it could not tell of before', async () => {
    const seen = audited();
    const full = new Transient({ reason: 'AuditUnavailable', message: 'full' });
    const trail = { before: () => Promise.reject(full), after: () => Promise.resolve() };
    const parts = { why: () => cause, replica: '', epoch: () => 1, systemNamespace: 's', clock: settableClock() };
    const client = auditedClient(seen.cluster, { trail, ...parts });
    await expect(client.patch(kinds.Node, { name: 'w1' }, cordon)).rejects.toBe(full);
    expect(inOrder(seen)).toEqual([]);
  });

  test.each([
    { error: new Conflict({ code: 409, reason: 'Conflict', message: 'moved' }), outcome: 'refused', code: 409, reason: 'Conflict' },
    { error: new Terminal({ code: 403, reason: 'Forbidden', message: 'no' }), outcome: 'refused', code: 403, reason: 'Forbidden' },
    {
      error: new Transient({ code: 429, reason: 'TooManyRequests', message: 'later' }),
      outcome: 'refused',
      code: 429,
      reason: 'TooManyRequests',
    },
    {
      error: new Transient({ reason: 'Timeout', message: 'late', ambiguous: true }),
      outcome: 'unknown',
      reason: 'Timeout',
    },
    { error: new Error('a defect'), outcome: 'unknown' },
  ])('says $outcome of $error', async ({ error, ...is }) => {
    const seen = audited((cluster) => ({ ...boundClient(cluster), patch: () => Promise.reject(error) }));
    await expect(seen.client.patch(kinds.Node, { name: 'w1' }, cordon)).rejects.toBe(error);
    expect(seen.said).toMatchObject([{ stage: 'intent' }, { stage: 'outcome', ...is }]);
  });

  test('names what is evicted by its uid, and what is created by the uid that it got', async () => {
    const seen = audited();
    const eviction = { metadata: { namespace: 'shop', name: 'p' }, deleteOptions: { preconditions: { uid: 'pod-uid' } } };
    const key = { namespace: 'shop', name: 'p' };
    seen.cluster.put({ apiVersion: 'v1', kind: 'Pod', metadata: { ...key, uid: 'pod-uid', resourceVersion: '', creationTimestamp: '' } });
    await seen.client.create(kinds.Pod, eviction, { subresource: 'eviction', key });
    const job = await seen.client.create(kinds.Job, { metadata: { namespace: 'self-healing-node-jobs', name: 'reboot-1' } });
    expect(seen.said).toMatchObject([
      { stage: 'intent', verb: 'create', target: { kind: 'Pod', subresource: 'eviction', namespace: 'shop', name: 'p', uid: 'pod-uid' } },
      { stage: 'outcome' },
      { stage: 'intent', verb: 'create', target: { kind: 'Job', name: 'reboot-1' } },
      { stage: 'outcome', target: { kind: 'Job', uid: job.metadata.uid } },
    ]);
  });

  test('compares the whole of what is replaced, but of a scale only what it says', async () => {
    const seen = audited();
    const metadata = { name: 'mc', uid: 'm', resourceVersion: '', creationTimestamp: '' };
    seen.cluster.put({ ...kinds.MachineConfig, metadata, spec: { a: 1, b: 2 } });
    const config = await seen.client.get(kinds.MachineConfig, { name: 'mc' });
    await seen.client.update(kinds.MachineConfig, { ...config, spec: { a: 2 } } as never);
    expect(seen.said[0]).toMatchObject({
      changes: [
        { field: 'spec.b', from: 2, to: null },
        { field: 'spec.a', from: 1, to: 2 },
      ],
    });
  });

  test.each([
    ['its own kinds', kinds.RemediationAction, { namespace: 'shop', name: 'a' }, {}],
    ['an Event', kinds.Event, { namespace: 'shop', name: 'e' }, {}],
    ['what it keeps for itself', kinds.ConfigMap, { namespace: 'self-healing-platform', name: 'c' }, {}],
    ['a dry run', kinds.Node, { name: 'w1' }, { dryRun: true }],
  ])('says nothing of %s', async (_what, kind, key, options) => {
    const seen = audited((cluster) => ({ ...boundClient(cluster), patch: () => Promise.resolve(structuredClone(node) as never) }));
    await seen.client.patch(kind, key, {}, options);
    expect(seen.said).toEqual([]);
  });

  test('tells of a ConfigMap of somebody else', async () => {
    const seen = audited((cluster) => ({ ...boundClient(cluster), delete: () => Promise.resolve() }));
    await seen.client.delete(kinds.ConfigMap, { namespace: 'shop', name: 'c' }, { uid: 'u' });
    expect(seen.said).toMatchObject([{ verb: 'delete', target: { uid: 'u' } }, { outcome: 'committed' }]);
  });
});
