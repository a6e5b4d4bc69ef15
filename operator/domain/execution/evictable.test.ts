import { describe, expect, test } from '@jest/globals';
import { planDrain, podName, type DrainPod, type DrainView } from './evictable.ts';

const now = new Date('2026-01-01T10:00:00Z');
const owner = (kind: string) => ({ apiVersion: 'apps/v1', kind, name: 'o', uid: 'o', controller: true });

/** A pod of a workload, or of a DaemonSet that is missing, so that it may be evicted. */
function pod(name: string, { kind = 'ReplicaSet', priorityClassName = '', deletionTimestamp = '' } = {}): DrainPod {
  const metadata = { namespace: 'n', name, uid: name, resourceVersion: '1', creationTimestamp: '', ownerReferences: [owner(kind)] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, ...(deletionTimestamp && { deletionTimestamp }) },
    spec: { ...(priorityClassName && { priorityClassName }) },
    status: { phase: 'Running' },
  };
}

const view = (pods: readonly DrainPod[], more: Partial<DrainView> = {}): DrainView => ({
  ...{ pods, budgets: [], daemonSets: new Set<string>(), unreachable: false, now },
  ...more,
});
const consent = { force: true, deleteEmptyDirData: true };
const names = (pods: readonly DrainPod[]) => pods.map((each) => podName(each).slice(2));

const app = [pod('app-b'), pod('app-a')];
const daemon = pod('daemon', { kind: 'DaemonSet' });
const critical = pod('dns', { priorityClassName: 'system-cluster-critical' });
const last = pod('proxy', { kind: 'DaemonSet', priorityClassName: 'system-node-critical' });

describe('whose turn it is in a drain', () => {
  test.each([
    { there: [last, critical, daemon, ...app], next: ['app-a', 'app-b'] },
    { there: [last, critical, daemon], next: ['daemon'] },
    { there: [last, critical], next: ['dns'] },
    { there: [last], next: ['proxy'] },
    { there: [], next: [] },
  ])('of $there.length pods it is that of $next', ({ there, next }) => {
    const plan = planDrain(view(there), consent);
    expect(names(plan.next)).toEqual(next);
    expect(plan.evict).toHaveLength(there.length);
  });

  test('it is nobody while an application is still on its way out', () => {
    const plan = planDrain(view([critical, pod('app', { deletionTimestamp: '2026-01-01T10:00:05Z' })]), consent);
    expect([names(plan.next), names(plan.leaving), names(plan.evict)]).toEqual([[], ['app'], ['dns']]);
  });

  test('a pod that an unreachable node will never report as gone is not waited for', () => {
    const lost = pod('app', { deletionTimestamp: '2026-01-01T09:59:59Z' });
    expect(names(planDrain(view([critical, lost], { unreachable: true }), consent).next)).toEqual(['dns']);
  });
});
