import { describe, expect, test } from '@jest/globals';
import { areRelated } from '../../domain/progression/relations.ts';
import { Terminal, Transient } from '../../kube/errors.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { Standings } from './standings.ts';

const shop = (kind: string, name: string, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...more },
  spec: { selector: { matchLabels: { app: name } } },
});
const pod = (name: string, app: string, nodeName: string, owner: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels: { app }, ...owner },
  spec: { nodeName },
});
const owner = (kind: string, name: string, apiVersion = 'apps/v1') => ({
  ownerReferences: [{ apiVersion, kind, name, uid: `uid-${name}`, controller: true }],
});
const tracked = (app: string, name: string) => ({
  annotations: { 'argocd.argoproj.io/tracking-id': `${app}:apps/Deployment:shop/${name}` },
});
const masters = { labels: { 'node-role.kubernetes.io/control-plane': '' } };
const away = new Transient({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
const forbidden = new Terminal({ code: 403, reason: 'Forbidden', message: 'no', verb: 'get', resource: 'deployments' });

const objects = [
  shop('Deployment', 'pay'),
  pod('pay-a', 'pay', 'w1'),
  pod('pay-b', 'pay', 'w2'),
  shop('Deployment', 'cart'),
  pod('cart-a', 'cart', 'w3', owner('ReplicaSet', 'cart-rs')),
  shop('ReplicaSet', 'cart-rs', owner('Deployment', 'cart')),
  shop('Deployment', 'near'),
  pod('near-a', 'near', 'w2'),
  shop('StatefulSet', 'db', owner('Database', 'main', 'example.com/v1')),
  shop('Deployment', 'db-proxy', owner('Database', 'main', 'example.com/v1')),
  shop('Deployment', 'web', tracked('site', 'web')),
  shop('Deployment', 'api', tracked('site', 'api')),
  shop('Deployment', 'blog', tracked('other', 'blog')),
];

function scene() {
  const engine = fakeEngine({ objects });
  for (const node of [aNode('w1'), aNode('w9'), aNode('m1', masters), aNode('m2', masters)]) engine.deps.caches.nodes.upsert({ ...node });
  const standings = new Standings(engine.deps);
  const of = async (...targets: readonly string[]) => {
    const plan = buildPlan({ steps: targets.map((target) => ({ target })) });
    return [...(await standings.of(plan, plan.spec.steps)).values()];
  };
  return { ...engine, of };
}

describe('what a target stands among', () => {
  test.each([
    { a: 'Deployment/shop/pay', b: 'Deployment/shop/cart', related: false },
    { a: 'Deployment/shop/pay', b: 'Deployment/shop/near', related: true },
    { a: 'Deployment/shop/pay', b: 'Node/w1', related: true },
    { a: 'Deployment/shop/cart', b: 'Node/w1', related: false },
    { a: 'Deployment/shop/cart', b: 'Pod/shop/cart-a', related: true },
    { a: 'ReplicaSet/shop/cart-rs', b: 'Deployment/shop/cart', related: true },
    { a: 'StatefulSet/shop/db', b: 'Deployment/shop/db-proxy', related: true },
    { a: 'Deployment/shop/web', b: 'Deployment/shop/api', related: true },
    { a: 'Deployment/shop/web', b: 'Deployment/shop/blog', related: false },
    { a: 'Node/w1', b: 'Node/w9', related: false },
    { a: 'Node/m1', b: 'Node/m2', related: true },
    { a: 'Node/m1', b: 'Node/w1', related: false },
    { a: 'Node/w1', b: 'MachineConfigPool/worker', related: true },
    { a: 'Deployment/shop/pay', b: 'Deployment/shop/missing', related: true },
    { a: 'Node/w1', b: 'Node/unknown', related: true },
  ])('relates $a and $b: $related', async ({ a, b, related }) => {
    const [one, other] = await scene().of(a, b);
    expect(areRelated(one, other)).toBe(related);
  });

  test('is read again after two seconds, not before', async () => {
    const { of, cluster, clock } = scene();
    await of('Deployment/shop/pay', 'Node/w1');
    const calls = cluster.calls.length;
    await of('Deployment/shop/pay', 'Node/w1');
    expect(cluster.calls).toHaveLength(calls);
    clock.advance(2_000);
    await of('Deployment/shop/pay');
    expect(cluster.calls).toHaveLength(2 * calls);
  });

  test.each([
    { error: forbidden, again: undefined },
    { error: away, again: expect.objectContaining({ nodes: ['w1', 'w2'] }) },
  ])('is not known after $error.reason, and is $again a moment later', async ({ error, again }) => {
    const { of, cluster } = scene();
    cluster.failNext('get Deployment', error);
    expect(await of('Deployment/shop/pay')).toEqual([undefined]);
    expect(await of('Deployment/shop/pay')).toEqual([again]);
  });

  test('does not hide a mistake of its own', async () => {
    const { of, cluster } = scene();
    cluster.failNext('get Deployment', new TypeError('not a function'));
    await expect(of('Deployment/shop/pay')).rejects.toThrow(TypeError);
  });

  test('is not known of what runs on more nodes than are told', async () => {
    const { of, cluster } = scene();
    cluster.put(shop('DaemonSet', 'agent'));
    for (let index = 0; index < 500; index += 1) cluster.put(pod(`agent-${index}`, 'agent', `node-${index}`));
    expect(await of('DaemonSet/shop/agent')).toEqual([undefined]);
  });
});
