import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engineUser } from '../harness/audit.ts';
import { api, ApiError, type ApiRequest } from '../harness/cluster.ts';
import { engineServiceAccount, installEngine, optInNames, optInto, optOutOf } from '../harness/engine.ts';
import { createNodes } from '../harness/nodes.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment } from '../harness/workloads.ts';
import { allowedOf, untilAllAllowed, untilNoneAllowed, wordsFor } from './review.ts';
import { grantsIn, type Use } from './rules.ts';

let cluster: WorkerCluster;
let token: string;

/** Those that give rights; requested-by is about the requests of others. */
const givers = optInNames().filter((name) => grantsIn(`opt-in/${name}`).length > 0);

/** One question per grant; of one on a named object, about that object. */
const questionsOf = (name: string): Use[] => grantsIn(`opt-in/${name}`).map(({ names, ...grant }) => ({ ...grant, name: names?.[0] }));

/** What an account that has the one may not: grants of others, but those that it has too. */
const notIn = (name: string): Use[] => {
  const own = new Set(wordsFor(questionsOf(name)));
  return givers
    .filter((other) => other !== name)
    .flatMap((other) => questionsOf(other).filter((use) => !own.has(wordsFor([use])[0] ?? '')));
};

/** How the API server answers the engine's ServiceAccount; nothing is written. */
async function answerTo({ path, ...request }: ApiRequest): Promise<number> {
  try {
    await api(cluster, { ...request, path: `${path}?dryRun=All`, token });
    return 200;
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
}

const restart: ApiRequest = {
  method: 'PATCH',
  path: '/apis/apps/v1/namespaces/opt-in-shop/deployments/cart',
  body: { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' } } } } },
};
const scale: ApiRequest = {
  method: 'PUT',
  path: '/apis/apps/v1/namespaces/opt-in-shop/deployments/cart/scale',
  body: { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'cart', namespace: 'opt-in-shop' }, spec: { replicas: 2 } },
};
const cordon: ApiRequest = { method: 'PATCH', path: '/api/v1/nodes/opt-in-1', body: { spec: { unschedulable: true } } };
const eviction: ApiRequest = {
  method: 'POST',
  path: '/api/v1/namespaces/opt-in-shop/pods/any/eviction',
  body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'any', namespace: 'opt-in-shop' } },
};
const sync: ApiRequest = {
  method: 'PATCH',
  path: '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/any',
  body: { operation: { sync: {} } },
};
const reboot: ApiRequest = {
  method: 'POST',
  path: '/apis/batch/v1/namespaces/self-healing-node-jobs/jobs',
  body: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'reboot-1' }, spec: {} },
};

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  for (const name of optInNames()) await optOutOf(cluster, name);
  token = await serviceAccountToken(cluster, engineServiceAccount);
  await createNodes(cluster, [{ name: 'opt-in-1' }]);
  await createDeployment(cluster, { namespace: 'opt-in-shop', name: 'cart' });
  await untilNoneAllowed(cluster, givers.flatMap(questionsOf));
}, 240_000);

afterAll(() => installEngine(cluster));

describe('an installation that opted in to nothing', () => {
  test.each([
    { does: 'restarts a Deployment', request: restart },
    { does: 'scales a Deployment', request: scale },
  ])('$does', async ({ request }) => {
    expect(await answerTo(request)).toBe(200);
  });

  test.each([
    { does: 'cordon a node', request: cordon },
    { does: 'evict a pod, and so not drain', request: eviction },
    { does: 'reboot a node by a Job', request: reboot },
    { does: 'have Argo CD sync', request: sync },
    { does: 'read a MachineConfig', request: { path: '/apis/machineconfiguration.openshift.io/v1/machineconfigs/any' } },
    { does: 'read an InferenceService', request: { path: '/apis/serving.kserve.io/v1beta1/namespaces/opt-in-shop/inferenceservices/any' } },
  ])('cannot $does', async ({ request }) => {
    expect(await answerTo(request)).toBe(403);
  });

  test('has no namespace in which privileged pods may run', async () => {
    expect(await answerTo({ path: '/api/v1/namespaces/self-healing-node-jobs' })).toBe(404);
  });

  test('reads all that it may read with every power', async () => {
    const reads = ['nodes', 'pods'].map((resource) => ({ account: engineUser, group: '', resource, verb: 'list' }));
    expect(await allowedOf(cluster, reads)).toEqual(reads);
  });
});

test.each(givers)('config/opt-in/%s adds its rights and no others, and takes them back', async (name) => {
  await optInto(cluster, name);
  const questions = questionsOf(name);
  await untilAllAllowed(cluster, questions);
  expect(wordsFor(await allowedOf(cluster, notIn(name)))).toEqual([]);
  await optOutOf(cluster, name);
  await untilNoneAllowed(cluster, questions);
});

test('what is taken back leaves medik8s the namespace of its locks', async () => {
  expect(await api(cluster, { path: '/api/v1/namespaces/medik8s-leases' })).toMatchObject({ status: { phase: 'Active' } });
});
