import { beforeAll, describe, test } from '@jest/globals';
import { applyObjects, kubectl } from '../harness/kubectl.ts';
import { clusterAdmin, serviceAccountKubeconfig } from '../harness/service-account.ts';
import { journey } from '../journeys/bench/journey.ts';
import { runPage } from './run-page.ts';

const seen = journey({ nodes: ['worker-1', 'worker-2', 'worker-3'] });
const person = { namespace: 'people', name: 'docs-reader' };
let kubeconfig: string;

/** Whoever runs the cluster; not the administrator of the tests, who has no ServiceAccount and whom no policy binds. */
beforeAll(async () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: person.namespace } };
  await applyObjects(seen.cluster, [namespace, ...clusterAdmin(person)]);
  kubeconfig = await serviceAccountKubeconfig(seen.cluster, person);
});

/** Pages whose commands are run from the first to the last, each page on what the ones before left. */
describe.each(['quickstart.md', 'tasks/kill-switch.md', 'tasks/approval.md', 'troubleshooting.md'])('docs/%s', (page) => {
  test('says what works, and what that prints', async () => {
    await runPage(seen.cluster, `docs/${page}`, kubeconfig);
    await kubectl(seen.cluster, ['delete', 'rplan', '--all', '-n', 'self-healing-platform', '--timeout=60s']);
  }, 300_000);
});
