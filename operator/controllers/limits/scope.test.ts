import { describe, expect, jest, test } from '@jest/globals';
import type { RemediationPlan } from '../../api/generated/types.ts';
import { Transient } from '../../kube/errors.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { wishOfAction, wishOfPlan } from './limits.ts';

const label = 'coordination.selfheal.dev/managed';
const namespace = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, uid: `uid-${name}`, labels },
});
const pay = (labels: Record<string, string> = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'pay', namespace: 'shop', uid: 'uid-pay', labels },
  spec: { selector: { matchLabels: { app: 'pay' } } },
});
const pods = { type: 'application_remediation', namespace: 'shop' } as const;
const restart = buildAction({ type: 'application_remediation', target: 'Deployment/shop/pay', namespace: 'shop' });

function engine(...objects: object[]) {
  const made = fakeEngine({ objects: objects as never, allow: ['get *', 'list *', 'create SubjectAccessReview'] });
  const { limits } = made.deps;
  const holdOf = () => limits.onAction(restart, undefined)?.reason;
  return { ...made, limits, holdOf, wish: wishOfAction(restart, undefined), calls: () => made.cluster.calls.length };
}

describe('the labels of a target', () => {
  test('hold it until they were read, are read once, and again when it wants to begin', async () => {
    const { calls, clock, holdOf, limits, wish } = engine(namespace('shop'), pay());
    expect(holdOf()).toBe('TargetUnreadable');
    await limits.read([wish]);
    expect(holdOf()).toBeUndefined();
    const read = calls();
    clock.advance(60_000);
    await limits.read([wish]);
    expect(calls()).toBe(read);
    await limits.confirm([wish]);
    expect(calls()).toBeGreaterThan(read);
    const confirmed = calls();
    await limits.confirm([wish]);
    expect(calls()).toBe(confirmed);
  });

  test('of one that is held are looked at again, so that it goes on by itself', async () => {
    const { clock, cluster, holdOf, limits, wish } = engine(namespace('shop', { [label]: 'false' }), pay());
    await limits.read([wish]);
    expect(holdOf()).toBe('Unmanaged');
    cluster.put(namespace('shop'));
    clock.advance(3000);
    await limits.read([wish]);
    expect(holdOf()).toBeUndefined();
  });

  test('of a crowd that is held are looked at by turns, so that a slow API keeps nobody waiting for long', async () => {
    const { clock, cluster, limits } = engine(namespace('shop', { [label]: 'false' }));
    const crowd = Array.from({ length: 300 }, (_, i) =>
      buildAction({ ...pods, name: `act-${i}`, uid: `uid-${i}`, target: `Deployment/shop/pay-${i}` }),
    );
    const wishes = crowd.map((action) => wishOfAction(action, undefined));
    await limits.read(wishes);
    const read = new Set<string>();
    const get = cluster.get.bind(cluster);
    cluster.get = (kind, key, ...rest) => {
      clock.advance(20);
      read.add(key.name);
      return get(kind, key, ...rest);
    };
    const once = async (): Promise<number> => {
      clock.advance(12_000);
      const since = clock.monotonic();
      await limits.read(wishes);
      return clock.monotonic() - since;
    };
    for (let look = 0; look < 4; look += 1) expect(await once()).toBeLessThan(3000);
    expect(read.size).toBe(crowd.length + 1);
  });

  test('that cannot be read for now stay as they were, and hold what nothing is known of', async () => {
    const { clock, cluster, holdOf, limits, wish, logged } = engine(namespace('shop'), pay());
    for (let twice = 0; twice < 2; twice += 1) cluster.failNext('get Namespace', new Transient({ reason: 'Timeout', message: 'slow' }));
    await limits.read([wish]);
    expect(holdOf()).toBe('TargetUnreadable');
    expect(logged.join()).toContain('could not be read');
    await limits.read([wish]);
    expect(holdOf()).toBeUndefined();
    clock.advance(60_000);
    cluster.failNext('get Namespace', new Transient({ reason: 'Timeout', message: 'slow' }));
    await limits.confirm([wish]);
    expect(holdOf()).toBeUndefined();
  });

  test('of a Pod are its own and those of its top controller', async () => {
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'pay', uid: 'uid-set', controller: true };
    const set = { ...pay({ [label]: 'false' }), kind: 'StatefulSet', metadata: { ...pay({ [label]: 'false' }).metadata, uid: 'uid-set' } };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pay-0', namespace: 'shop', uid: 'uid-pod', ownerReferences: [owner] },
      spec: {},
    };
    const { limits } = engine(namespace('shop'), set, pod);
    const action = buildAction({ type: 'application_remediation', operation: 'delete_pod', target: 'Pod/shop/pay-0', namespace: 'shop' });
    await limits.read([wishOfAction(action, undefined)]);
    expect(limits.onAction(action, undefined)?.message).toContain('StatefulSet/shop/pay has the label');
  });

  test('of a node that is watched need no reading', async () => {
    const { calls, deps, limits } = engine();
    deps.caches.nodes.upsert({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'w1', uid: 'u', resourceVersion: '1', creationTimestamp: '', labels: { [label]: 'false' } },
    });
    const action = buildAction({ operation: 'uncordon_node', target: 'Node/w1' });
    await limits.read([wishOfAction(action, undefined)]);
    expect([calls(), limits.onAction(action, undefined)?.reason]).toEqual([0, 'Unmanaged']);
  });
});

describe('a right on what is protected', () => {
  const steps = [{ layer: 'platform', target: 'Deployment/openshift-dns/dns' }] as const;
  const dns = { ...pay(), metadata: { ...pay().metadata, name: 'dns', namespace: 'openshift-dns', uid: 'uid-dns' } };

  const system = 'self-healing-platform';

  interface Report {
    readonly reporter?: string | undefined;
    readonly targets?: readonly string[] | undefined;
    readonly allowed?: boolean | undefined;
  }

  async function holdOn(plan: RemediationPlan, { reporter, targets = ['ClusterOperator/dns'], allowed = false }: Report) {
    const { cluster, limits, put, ...rest } = engine(namespace('openshift-dns'), dns);
    const asked = jest.spyOn(cluster, 'create').mockResolvedValue({ status: { allowed } } as never);
    put(plan);
    const { requestedBy } = plan.spec;
    put(
      buildAnomaly({
        name: 'anom-1',
        namespace: plan.metadata.namespace,
        targets,
        ...(reporter !== undefined && { reporter }),
        ...(requestedBy !== undefined && { requestedBy }),
      }),
    );
    await limits.read([wishOfPlan(plan)]);
    return { ...rest, reason: limits.onPlan(plan)?.reason, asked: asked.mock.calls.length };
  }

  const made = (wish: object = {}) => buildPlan({ anomalyRef: { name: 'anom-1' }, steps, ...wish });

  test.each([
    { who: 'a report that nobody`s name is on', plan: made(), reporter: 'alerts', reason: 'ProtectedTarget', asked: 0 },
    {
      who: 'the same, made where everything may be named',
      plan: made({ namespace: system }),
      reporter: 'alerts',
      reason: 'ProtectedTarget',
      asked: 0,
    },
    {
      who: 'what it names itself',
      plan: made(),
      reporter: 'alerts',
      targets: ['Deployment/openshift-dns/dns'],
      reason: undefined,
      asked: 0,
    },
    {
      who: 'what a detector named',
      plan: made(),
      reporter: 'detector/workload',
      targets: ['Deployment/openshift-dns/dns'],
      reason: 'ProtectedTarget',
      asked: 0,
    },
    {
      who: 'what planning named',
      plan: made(),
      reporter: 'planning',
      targets: ['Deployment/openshift-dns/dns'],
      reason: 'ProtectedTarget',
      asked: 0,
    },
    { who: 'what planning raised for a tenant', plan: made(), reporter: 'planning', reason: 'ProtectedTarget', asked: 0 },
    {
      who: 'what it raised, approved',
      plan: made({ approval: { decision: 'Approved', by: 'ann' } }),
      reporter: 'planning',
      reason: undefined,
      asked: 0,
    },
    { who: 'a user without the right', plan: made({ requestedBy: 'bob' }), reporter: 'planning', reason: 'ProtectedTarget', asked: 1 },
    { who: 'a user with the right', plan: made({ requestedBy: 'ann' }), reporter: 'planning', allowed: true, reason: undefined, asked: 1 },
    {
      who: 'a plan by hand, which names it',
      plan: buildPlan({ steps, requestedBy: 'bob' }),
      reporter: undefined,
      reason: undefined,
      asked: 0,
    },
  ])('is asked for $asked times for $who: $reason', async ({ plan, reporter, targets, allowed, reason, asked }) => {
    expect(await holdOn(plan, { reporter, targets, allowed })).toMatchObject({ reason, asked });
  });
});
