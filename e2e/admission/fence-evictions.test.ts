import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attempt } from '../harness/attempt.ts';
import { api, type KubeObject } from '../harness/cluster.ts';
import { engineServiceAccount, installEngine, optInto, optOutOf } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

/** What the engine's own ServiceAccount can evict; every eviction is a dry run, which admission judges alike. */
const tenant = 'fence-evictions';
const home = engineServiceAccount.namespace;
const openshift = 'openshift-fence-evictions';
const namespaces = [tenant, 'kube-system', openshift, home];
const name = 'fence-evictions';
const policy = /^403 .*coordination-engine-fence-evictions/;
let cluster: WorkerCluster;
let engine: string;
const uids = new Map<string, string>();

interface Options {
  readonly preconditions?: object;
  readonly gracePeriodSeconds?: number;
}

/** The answer to an eviction of the pod in that namespace, by the engine unless by another token. */
function evict(namespace: string, deleteOptions: Options = byUid(namespace), token = engine): Promise<string> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, deleteOptions };
  return attempt(cluster, { method: 'POST', path: `/api/v1/namespaces/${namespace}/pods/${name}/eviction?dryRun=All`, body, token });
}

const byUid = (namespace: string, more: Options = {}): Options => ({ preconditions: { uid: uids.get(namespace) }, ...more });

async function untilAnswer(namespace: string, answer: RegExp): Promise<void> {
  const is = async () => answer.test(await evict(namespace));
  await eventually(is, { within: 30_000, describe: `an eviction in ${namespace} is answered ${answer}` });
}

/** Beside the engine the pod has to be as restricted as that namespace asks for. */
const podIn = (namespace: string) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name } },
  spec: {
    nodeSelector: { 'kubernetes.io/hostname': 'nowhere' },
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        ...{ name: 'main', image: 'registry.invalid/pod:1' },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyObjects(
    cluster,
    [tenant, openshift].map((namespace) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })),
  );
  await applyObjects(cluster, namespaces.map(podIn));
  for (const namespace of namespaces) {
    const pod = await api<KubeObject>(cluster, { path: `/api/v1/namespaces/${namespace}/pods/${name}` });
    uids.set(namespace, pod.metadata.uid);
  }
  engine = await serviceAccountToken(cluster, engineServiceAccount);
  const isUp = async () => policy.test(await evict(tenant, {}));
  await eventually(isUp, { within: 30_000, describe: 'the fence is up around evictions' });
});

afterAll(async () => {
  for (const namespace of namespaces) await kubectl(cluster, ['delete', 'pod', name, '-n', namespace, '--now', '--ignore-not-found']);
  await installEngine(cluster);
});

describe('with the right to drain nodes', () => {
  test.each(namespaces)('the engine evicts in %s, since a drain ends what is on its node', async (namespace) => {
    expect(await evict(namespace)).toBe('accepted');
  });

  test.each([
    { how: 'with a second to stop', more: { gracePeriodSeconds: 1 }, says: 'accepted' },
    { how: 'without time to stop', more: { gracePeriodSeconds: 0 }, says: 'gives a pod time to stop' },
    { how: 'whatever pod has the name', more: { preconditions: {} }, says: 'the pod that it looked at' },
    { how: 'by its version alone', more: { preconditions: { resourceVersion: '1' } }, says: 'the pod that it looked at' },
  ])('the engine is told $says when it evicts $how', async ({ more, says }) => {
    const answer = await evict(tenant, byUid(tenant, more));
    expect(answer).toContain(says);
    if (says !== 'accepted') expect(answer).toMatch(policy);
  });

  test('an eviction without any options is refused', async () => {
    const path = `/api/v1/namespaces/${tenant}/pods/${name}/eviction?dryRun=All`;
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace: tenant, name } };
    expect(await attempt(cluster, { method: 'POST', path, body, token: engine })).toMatch(policy);
  });

  test('nobody else is fenced in', async () => {
    expect(await evict('kube-system', { gracePeriodSeconds: 0 }, cluster.adminToken)).toBe('accepted');
  });
});

describe('with the right to evict single pods alone', () => {
  beforeAll(async () => {
    await optOutOf(cluster, 'node-drain');
    await optInto(cluster, 'pod-eviction');
    await untilAnswer('kube-system', policy);
  });

  test('the engine evicts pods of tenants', async () => {
    expect(await evict(tenant)).toBe('accepted');
  });

  test.each(namespaces.filter((namespace) => namespace !== tenant))('the engine evicts nothing in %s', async (namespace) => {
    const answer = await evict(namespace);
    expect(answer).toMatch(policy);
    expect(answer).toContain('remediate-protected');
  });

  test('the engine evicts where it was given the verb remediate-protected, and there alone', async () => {
    const binding = {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { namespace: openshift, name } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `e2e-${name}` },
      subjects: [{ kind: 'ServiceAccount', ...engineServiceAccount }],
    };
    const rules = [{ apiGroups: ['coordination.selfheal.dev'], resources: ['targets'], verbs: ['remediate-protected'] }];
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: `e2e-${name}` }, rules };
    await applyObjects(cluster, [role, binding]);
    await untilAnswer(openshift, /^accepted$/);
    expect(await evict('kube-system')).toMatch(policy);
    await kubectl(cluster, ['delete', 'clusterrole', `e2e-${name}`]);
    await kubectl(cluster, ['delete', 'rolebinding', name, '-n', openshift]);
  });
});
