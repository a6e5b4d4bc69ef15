import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '../../operator/api/resource.ts';
import type { KubeClient, NewObject } from '../../operator/kube/client.ts';
import { startNodeJob, type NodeJobWork } from '../../operator/operations/node-job.ts';
import { operationContext } from '../../operator/testing/operation-context.ts';
import { attempt } from '../harness/attempt.ts';
import { applyCapacityCrds, removeCapacityCrds } from '../harness/capacity-crds.ts';
import { api } from '../harness/cluster.ts';
import { engineServiceAccount, installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { applyRemediatorCrds, removeRemediatorCrds } from '../harness/remediator-crds.ts';
import { serviceAccountToken } from '../harness/service-account.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';

/** What the engine's ServiceAccount can do to the machine under a node; every write is a dry run, which admission judges alike. */
const namespace = 'fence-metal';
const jobs = '/apis/batch/v1/namespaces/self-healing-node-jobs/jobs';
const reboot: NodeJobWork = { operation: 'reboot', prefix: 'reboot', command: ['systemctl', 'reboot'] };
const kubelet: NodeJobWork = { operation: 'restart-kubelet', prefix: 'kubelet', command: ['systemctl', 'restart', 'kubelet'] };

let cluster: WorkerCluster;
let engine: string;

/** The Job that an operation asks for, as the API server is sent it. */
async function jobFor(work: NodeJobWork): Promise<Job> {
  const sent: NewObject[] = [];
  const client = { create: (_: unknown, object: NewObject) => Promise.resolve(sent.push(object)) } as unknown as KubeClient;
  const intent = { step: work.operation, token: 'uid-1.step', targetUid: 'uid-w1', at: '2026-01-01T00:00:00Z', epoch: 1 };
  await startNodeJob({ ...operationContext(client, 'Node/w1'), intent }, work);
  return { apiVersion: 'batch/v1', kind: 'Job', ...sent[0] } as unknown as Job;
}

/** As far as the tests below change it. */
interface Job {
  metadata: { name: string; namespace: string; labels: Record<string, string>; annotations: Record<string, string> } & Fields;
  spec: Fields & {
    template: { metadata: Fields & { labels: Record<string, string> }; spec: Fields & { containers: Fields[]; volumes: Fields[] } };
  };
}
type Fields = Record<string, unknown>;

const create = (job: object, path = jobs) => attempt(cluster, { method: 'POST', path: `${path}?dryRun=All`, body: job, token: engine });

const hostPath = (kind: 'metal3.io' | 'cluster.x-k8s.io', name: string) =>
  kind === 'metal3.io'
    ? `/apis/metal3.io/v1alpha1/namespaces/${namespace}/baremetalhosts/${name}`
    : `/apis/cluster.x-k8s.io/v1beta2/namespaces/${namespace}/machines/${name}`;

const asks = { 'metal3.io': { 'reboot.metal3.io': '{"mode":"hard"}' }, 'cluster.x-k8s.io': { 'cluster.x-k8s.io/remediate-machine': '' } };
const groups = ['metal3.io', 'cluster.x-k8s.io'] as const;
type Group = (typeof groups)[number];

function machine(group: Group, name: string, annotations: Record<string, string>): object {
  const metadata = { namespace, name, annotations: { theirs: 'one', ...annotations }, labels: { pool: 'a' } };
  if (group === 'metal3.io') return { apiVersion: 'metal3.io/v1alpha1', kind: 'BareMetalHost', metadata, spec: { online: true } };
  const infrastructureRef = { apiGroup: 'infrastructure.example.com', kind: 'AnyMachine', name };
  const spec = { clusterName: 'one', bootstrap: { dataSecretName: 'boot' }, infrastructureRef };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata, spec };
}

const change = (group: Group, name: string, body: object) =>
  attempt(cluster, { method: 'PATCH', path: `${hostPath(group, name)}?dryRun=All`, body, token: engine });

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await applyRemediatorCrds(cluster);
  await applyCapacityCrds(cluster);
  await applyObjects(cluster, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  await applyObjects(
    cluster,
    groups.flatMap((group) => [
      machine(group, 'quiet', {}),
      machine(group, 'ours', { ...asks[group], [keys.token]: 'uid-1.reboot' }),
      machine(group, 'theirs', asks[group]),
    ]),
  );
  engine = await serviceAccountToken(cluster, engineServiceAccount);
  const bare = { ...(await jobFor(reboot)), metadata: { name: 'probe' } };
  await eventually(async () => (await create(bare)).startsWith('403 '), { within: 20_000, describe: 'the fence is up around Jobs' });
  for (const group of groups)
    await eventually(async () => (await change(group, 'quiet', { metadata: { labels: { probe: 'yes' } } })).startsWith('403 '), {
      within: 20_000,
      describe: `the fence is up around ${group}`,
    });
});

afterAll(async () => {
  await removeRemediatorCrds(cluster);
  await removeCapacityCrds(cluster);
}, 200_000);

describe('of Jobs on nodes the engine', () => {
  test.each([reboot, kubelet])('may make that of its operations: $operation', async (work) => {
    expect(await create(await jobFor(work))).toBe('accepted');
  });

  const evil = 'registry.invalid/evil:1';
  const container = (fields: Fields) => (job: Job) => Object.assign(job.spec.template.spec.containers[0] ?? {}, fields);
  const pod = (fields: Fields) => (job: Job) => Object.assign(job.spec.template.spec, fields);
  const inSpec = (fields: Fields) => (job: Job) => Object.assign(job.spec, fields);
  const inMetadata = (fields: Fields) => (job: Job) => Object.assign(job.metadata, fields);
  const named = { what: 'reboot-UID and kubelet-UID', shape: 'runs one pod, once', where: 'on the one node that it names' };
  const runs = 'in the image';
  test.each<{ what: string; edit: (job: Job) => unknown; says: string }>([
    { what: 'another image', edit: container({ image: evil }), says: 'in the image busybox:1.37' },
    {
      what: 'another command',
      edit: container({ command: ['chroot', '/host', 'sh', '-c', 'true'] }),
      says: 'chroot /host systemctl reboot',
    },
    {
      what: 'the command of the other',
      edit: container({ command: ['chroot', '/host', 'systemctl', 'restart', 'kubelet'] }),
      says: 'systemctl reboot',
    },
    { what: 'more arguments', edit: container({ args: ['--force'] }), says: runs },
    { what: 'a variable', edit: container({ env: [{ name: 'A', value: 'b' }] }), says: runs },
    { what: 'a hook', edit: container({ lifecycle: { postStart: { exec: { command: ['sh'] } } } }), says: runs },
    { what: 'another mount', edit: container({ volumeMounts: [{ name: 'host', mountPath: '/' }] }), says: runs },
    { what: 'other rights of the container', edit: container({ securityContext: { privileged: true, runAsUser: 7 } }), says: runs },
    { what: 'one more container', edit: ({ spec }) => spec.template.spec.containers.push({ name: 'b', image: evil }), says: runs },
    { what: 'an init container', edit: pod({ initContainers: [{ name: 'b', image: evil }] }), says: named.where },
    {
      what: 'one more volume',
      edit: ({ spec }) => spec.template.spec.volumes.push({ name: 'tmp', emptyDir: {} }),
      says: 'no other volume',
    },
    {
      what: 'another path of the host',
      edit: pod({ volumes: [{ name: 'host', hostPath: { path: '/etc', type: 'Directory' } }] }),
      says: 'no other volume',
    },
    { what: 'a Secret in its place', edit: pod({ volumes: [{ name: 'host', secret: { secretName: 'a' } }] }), says: 'no other volume' },
    { what: 'another ServiceAccount', edit: pod({ serviceAccountName: 'default' }), says: named.where },
    { what: 'a token', edit: pod({ automountServiceAccountToken: true }), says: named.where },
    { what: 'no node', edit: pod({ nodeName: undefined }), says: named.where },
    { what: 'nodes of a label', edit: pod({ nodeSelector: { pool: 'a' } }), says: named.where },
    { what: 'pulling secrets', edit: pod({ imagePullSecrets: [{ name: 'a' }] }), says: named.where },
    { what: 'restarts', edit: pod({ restartPolicy: 'OnFailure' }), says: named.where },
    { what: 'repetitions', edit: inSpec({ backoffLimit: 6 }), says: named.shape },
    { what: 'many pods', edit: inSpec({ parallelism: 5, completions: 5 }), says: named.shape },
    { what: 'no deadline', edit: inSpec({ activeDeadlineSeconds: undefined }), says: named.shape },
    { what: 'a late beginning', edit: inSpec({ suspend: true }), says: named.shape },
    { what: 'another name', edit: inMetadata({ name: 'mine' }), says: named.what },
    { what: 'the name of another action', edit: inMetadata({ name: 'reboot-other' }), says: named.what },
    { what: 'a label of its own', edit: ({ metadata }) => (metadata.labels['more'] = 'yes'), says: named.what },
    { what: 'a foreign annotation', edit: ({ metadata }) => (metadata.annotations['theirs'] = 'yes'), says: named.what },
    { what: 'an owner', edit: inMetadata({ ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' }] }), says: named.what },
    { what: 'a finalizer', edit: inMetadata({ finalizers: ['example.com/stay'] }), says: named.what },
    {
      what: 'a label of the pod',
      edit: ({ spec: { template } }) => (template.metadata.labels = { ...template.metadata.labels, more: 'yes' }),
      says: 'no labels and annotations',
    },
    {
      what: 'an annotation of the pod',
      edit: ({ spec }) => (spec.template.metadata['annotations'] = { a: 'b' }),
      says: 'no labels and annotations',
    },
  ])('may make none with $what', async ({ edit, says }) => {
    const job = await jobFor(reboot);
    edit(job);
    const answer = await create(job);
    expect(answer).toMatch(/^403 .*coordination-engine-fence-node-jobs/);
    expect(answer).toContain(says);
  });

  test('may make none elsewhere, and change none', async () => {
    const job = await jobFor(kubelet);
    const elsewhere = { ...job, metadata: { ...job.metadata, namespace } };
    expect(await create(elsewhere, jobs.replace('self-healing-node-jobs', namespace))).toMatch(/^403 .*cannot create resource "jobs"/);
    const path = `${jobs}/${job.metadata.name}`;
    expect(await attempt(cluster, { method: 'PATCH', path, body: { spec: { suspend: true } }, token: engine })).toMatch(
      /^403 .*cannot patch/,
    );
  });

  test('is alone in being told so', async () => {
    const job = await jobFor(reboot);
    container({ image: evil })(job);
    await api(cluster, { method: 'POST', path: `${jobs}?dryRun=All`, body: job });
  });
});

describe.each(groups)('of the machines of %s the engine', (group) => {
  const [request = ''] = Object.keys(asks[group]);
  const asked = { ...asks[group], [keys.token]: 'uid-1.reboot' };
  const annotated = (annotations: object) => ({ metadata: { annotations } });
  const taken = { [request]: null, [keys.token]: null };
  const only = 'with its token, and take back only';
  test.each([
    { what: 'ask one', name: 'quiet', body: annotated(asked), says: 'accepted' },
    { what: 'ask again in its own words', name: 'ours', body: annotated(asked), says: 'accepted' },
    { what: 'take back what it asked for', name: 'ours', body: annotated(taken), says: 'accepted' },
    { what: 'take its token off', name: 'ours', body: annotated({ [keys.token]: null }), says: 'accepted' },
    { what: 'ask without its token', name: 'quiet', body: annotated(asks[group]), says: only },
    { what: 'ask in other words', name: 'quiet', body: annotated({ ...asked, [request]: 'softly' }), says: only },
    { what: 'take back what another asked for', name: 'theirs', body: annotated({ [request]: null }), says: only },
    { what: 'ask for more', name: 'quiet', body: annotated({ ...asked, paused: 'yes' }), says: 'no annotation of a host or machine' },
    { what: 'take off a foreign annotation', name: 'quiet', body: annotated({ theirs: null }), says: 'no annotation of a host or machine' },
    { what: 'change a label', name: 'quiet', body: { metadata: { labels: { pool: 'b' } } }, says: 'nothing of a host or machine but' },
    {
      what: 'add a finalizer',
      name: 'quiet',
      body: { metadata: { finalizers: ['example.com/stay'] } },
      says: 'nothing of a host or machine but',
    },
    {
      what: 'change its spec',
      name: 'quiet',
      body: { spec: { online: false, clusterName: 'two', providerID: 'x://y' } },
      says: 'nothing of a host or machine but',
    },
  ])('is told $says when it wants to $what', async ({ name, body, says }) => {
    expect(await change(group, name, body)).toContain(says);
  });

  test('may delete none', async () => {
    const answer = await attempt(cluster, { method: 'DELETE', path: `${hostPath(group, 'quiet')}?dryRun=All`, token: engine });
    expect(answer).toMatch(/^403 .*cannot delete resource/);
  });
});
