import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditPosition, auditSince, committedWrites, engineUser, type AuditEntry } from './audit.ts';
import { api } from './cluster.ts';
import { engineServiceAccount, installEngine } from './engine.ts';
import { eventually } from './eventually.ts';
import { currentRevision, historySince, versionsOf } from './history.ts';
import { kubectl } from './kubectl.ts';
import { createNodes } from './nodes.ts';
import { serviceAccountKubeconfig, serviceAccountToken } from './service-account.ts';
import { workerCluster, type WorkerCluster } from './worker-cluster.ts';

const anomalies = '/apis/coordination.selfheal.dev/v1alpha1/namespaces/self-healing-platform/anomalies';

let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
});

async function createAnomaly(name: string): Promise<void> {
  const metadata = { name, namespace: 'self-healing-platform' };
  const body = { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'Anomaly', metadata, spec: { type: 'seen', severity: 'low' } };
  await api(cluster, { method: 'POST', path: anomalies, body });
}

describe('the history', () => {
  test('has every version from creation to deletion in order, across a restart of the API server', async () => {
    const start = await currentRevision(cluster);
    await createAnomaly('anom-history');
    await api(cluster, { method: 'PATCH', path: `${anomalies}/anom-history`, body: { metadata: { labels: { step: '1' } } } });
    await cluster.restartApiServer({ signal: 'SIGKILL' });
    await api(cluster, { method: 'PATCH', path: `${anomalies}/anom-history`, body: { metadata: { labels: { step: '2' } } } });
    await api(cluster, { method: 'DELETE', path: `${anomalies}/anom-history` });
    const versions = versionsOf(await historySince(cluster, start), 'Anomaly', 'anom-history', 'self-healing-platform');
    expect(versions.map(({ type, object }) => [type, object.metadata.labels?.['step']])).toEqual([
      ['ADDED', undefined],
      ['MODIFIED', '1'],
      ['MODIFIED', '2'],
      ['DELETED', '2'],
    ]);
    expect(versions.map(({ rv }) => rv)).toEqual(versions.map(({ rv }) => rv).toSorted((a, b) => a - b));
  });

  test('begins after its start, gives resourceVersions as the API server does, and knows nodes', async () => {
    await createAnomaly('anom-before');
    const start = await currentRevision(cluster);
    await createNodes(cluster, [{ name: 'observed' }]);
    const { metadata } = await api(cluster, { path: '/api/v1/nodes/observed' });
    const history = await historySince(cluster, start);
    expect(versionsOf(history, 'Anomaly', 'anom-before')).toEqual([]);
    expect(versionsOf(history, 'Node', 'observed').map(({ object }) => object.metadata.resourceVersion)).toContain(
      metadata.resourceVersion,
    );
  });
});

describe('the audit log', () => {
  const entryWhere = (position: number, matches: (entry: AuditEntry) => boolean): Promise<AuditEntry> =>
    eventually(async () => (await auditSince(cluster, position)).find(matches), { within: 30_000, describe: 'the entry is there' });

  test('holds a write by anyone to our kinds with both bodies', async () => {
    const position = await auditPosition(cluster);
    await createAnomaly('anom-audited');
    const entry = await entryWhere(position, ({ name }) => name === 'anom-audited');
    expect(entry).toMatchObject({ verb: 'create', group: 'coordination.selfheal.dev', resource: 'anomalies', user: 'admin', code: 201 });
    expect(entry.requestObject).toMatchObject({ spec: { type: 'seen' } });
    expect(entry.responseObject).toMatchObject({ metadata: { name: 'anom-audited' } });
    expect(committedWrites([entry])).toEqual([entry]);
  });

  test("holds a read by the engine's ServiceAccount without bodies, and none by others", async () => {
    const position = await auditPosition(cluster);
    const token = await serviceAccountToken(cluster, engineServiceAccount);
    await api(cluster, { path: '/api/v1/nodes' });
    await api(cluster, { path: '/api/v1/nodes', token });
    const entry = await entryWhere(position, ({ user }) => user === engineUser);
    expect(entry).toMatchObject({ verb: 'list', resource: 'nodes', code: 200 });
    expect(entry.responseObject).toBeUndefined();
    expect((await auditSince(cluster, position)).filter(({ verb, user }) => verb === 'list' && user === 'admin')).toEqual([]);
  });

  test('does not count a refused write and a dry run as committed', async () => {
    const position = await auditPosition(cluster);
    await expect(createAnomaly('Not_A_Name')).rejects.toThrow('422');
    const metadata = { name: 'anom-dry' };
    const body = { apiVersion: 'coordination.selfheal.dev/v1alpha1', kind: 'Anomaly', metadata, spec: { type: 'seen', severity: 'low' } };
    await api(cluster, { method: 'POST', path: `${anomalies}?dryRun=All`, body });
    await entryWhere(position, ({ uri }) => uri.includes('dryRun=All'));
    expect(committedWrites(await auditSince(cluster, position)).filter(({ resource }) => resource === 'anomalies')).toEqual([]);
  });
});

describe("the engine's ServiceAccount", () => {
  test('may do what the shipped roles say and nothing more', async () => {
    const kubeconfig = await serviceAccountKubeconfig(cluster, engineServiceAccount);
    const may = (...what: string[]): Promise<string> => kubectl(cluster, ['auth', 'can-i', ...what], { kubeconfig }).catch(() => 'no');
    expect((await may('list', 'nodes')).trim()).toBe('yes');
    expect(await may('delete', 'pods')).toBe('no');
    expect((await kubectl(cluster, ['auth', 'whoami'], { kubeconfig })).includes(engineUser)).toBe(true);
  });
});
