import { api, find, type Cluster, type KubeObject } from './cluster.ts';
import { applyObjects } from './kubectl.ts';
import { createNodes } from './nodes.ts';
import { play, type Playing } from './play.ts';

/** A group of machines of one of the three projects. */
export interface MachineGroup {
  readonly kind: 'MachineSet' | 'MachineDeployment' | 'NodePool';
  readonly name: string;
  /** Machines that it is to have at first. */
  readonly replicas?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Where namespaced groups and machines lie. */
export const machinesNamespace = 'machines';

interface Project {
  readonly apiVersion: string;
  readonly groups: string;
  readonly machineKind: string;
  readonly machines: string;
  readonly labels: (name: string) => Readonly<Record<string, string>>;
  readonly group: (name: string) => object;
  readonly machine: object;
  /** What the status of a machine says once it is a node. */
  readonly nodeOf: (node: string) => object;
  /** What the node says of where it comes from. */
  readonly mark: (
    machine: string,
    group: string,
  ) => { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
}

const inNamespace = (group: string, plural: string): string => `/apis/${group}/namespaces/${machinesNamespace}/${plural}`;
const clusterMachine = {
  clusterName: 'c',
  bootstrap: { dataSecretName: 'none' },
  infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'PlayedMachine', name: 'none' },
};
const nodeClaim = {
  requirements: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }],
  nodeClassRef: { group: 'played.invalid', kind: 'PlayedNodeClass', name: 'none' },
};

const projects: Readonly<Record<MachineGroup['kind'], Project>> = {
  MachineSet: {
    apiVersion: 'machine.openshift.io/v1beta1',
    groups: inNamespace('machine.openshift.io/v1beta1', 'machinesets'),
    machineKind: 'Machine',
    machines: inNamespace('machine.openshift.io/v1beta1', 'machines'),
    labels: (name) => ({ 'machine.openshift.io/cluster-api-machineset': name }),
    group: (name) => ({ selector: { matchLabels: { 'machine.openshift.io/cluster-api-machineset': name } }, template: { spec: {} } }),
    machine: {},
    nodeOf: (node) => ({ phase: 'Running', nodeRef: { kind: 'Node', name: node } }),
    mark: (machine) => ({ annotations: { 'machine.openshift.io/machine': `${machinesNamespace}/${machine}` } }),
  },
  MachineDeployment: {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    groups: inNamespace('cluster.x-k8s.io/v1beta2', 'machinedeployments'),
    machineKind: 'Machine',
    machines: inNamespace('cluster.x-k8s.io/v1beta2', 'machines'),
    labels: (name) => ({ 'cluster.x-k8s.io/deployment-name': name, 'cluster.x-k8s.io/cluster-name': 'c' }),
    group: (name) => ({
      clusterName: 'c',
      selector: { matchLabels: { 'cluster.x-k8s.io/deployment-name': name } },
      template: { spec: clusterMachine },
    }),
    machine: clusterMachine,
    nodeOf: (node) => ({ phase: 'Running', nodeRef: { name: node } }),
    mark: (machine) => ({
      annotations: { 'cluster.x-k8s.io/machine': machine, 'cluster.x-k8s.io/cluster-namespace': machinesNamespace },
    }),
  },
  NodePool: {
    apiVersion: 'karpenter.sh/v1',
    groups: '/apis/karpenter.sh/v1/nodepools',
    machineKind: 'NodeClaim',
    machines: '/apis/karpenter.sh/v1/nodeclaims',
    labels: (name) => ({ 'karpenter.sh/nodepool': name }),
    group: () => ({ template: { spec: nodeClaim } }),
    machine: nodeClaim,
    nodeOf: (node) => ({ nodeName: node }),
    mark: (_machine, group) => ({ labels: { 'karpenter.sh/nodepool': group } }),
  },
};

interface Group extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number; readonly nodes?: number };
}

/** The group as the API server has it now. */
export async function getGroup(cluster: Cluster, { kind, name }: MachineGroup): Promise<Group> {
  return api<Group>(cluster, { path: `${projects[kind].groups}/${name}` });
}

/** The group exists; without replicas none are written. */
export async function createGroup(cluster: Cluster, { kind, name, replicas, annotations }: MachineGroup): Promise<void> {
  const { apiVersion, group } = projects[kind];
  const namespace = kind === 'NodePool' ? {} : { namespace: machinesNamespace };
  const spec = { ...group(name), ...(replicas !== undefined && { replicas }) };
  await applyObjects(cluster, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: machinesNamespace } },
    { apiVersion, kind, metadata: { name, ...namespace, annotations }, spec },
  ]);
}

/**
 * Plays what makes machines and nodes for one group: as many as its replicas, each with a Node that kwok makes Ready; the youngest go
 * first. `failing`: machines beyond the first ones come to nothing.
 */
export async function playMachineProvider(cluster: Cluster, group: MachineGroup, { failing = false } = {}): Promise<Playing> {
  await provide(cluster, group, false);
  return play(() => provide(cluster, group, failing), 200);
}

async function provide(cluster: Cluster, group: MachineGroup, failing: boolean): Promise<void> {
  const { groups, machines } = projects[group.kind];
  const found = await find<Group>(cluster, `${groups}/${group.name}`);
  if (!found) return;
  const own = await ownMachines(cluster, group);
  const wanted = found.spec.replicas ?? 1;
  for (let index = own.length; index < wanted; index += 1) await addMachine(cluster, group, { index, failing });
  for (const { metadata } of own.slice(wanted)) {
    await api(cluster, { method: 'DELETE', path: `${machines}/${metadata.name}` });
    const node = `/api/v1/nodes/${metadata.name}`;
    if (await find(cluster, node)) await api(cluster, { method: 'DELETE', path: node });
  }
  await report(cluster, group, found, failing ? Math.min(own.length, wanted) : wanted);
}

async function report(cluster: Cluster, { kind, name }: MachineGroup, { status: was, spec }: Group, ready: number): Promise<void> {
  if ((was?.readyReplicas ?? was?.nodes) === ready) return;
  const status = kind === 'NodePool' ? { nodes: ready } : { replicas: spec.replicas ?? 1, readyReplicas: ready };
  await api(cluster, { method: 'PATCH', path: `${projects[kind].groups}/${name}/status`, body: { status } });
}

/** Oldest first; the names are numbered. */
async function ownMachines(cluster: Cluster, { kind, name }: MachineGroup): Promise<KubeObject[]> {
  const { machines, labels } = projects[kind];
  const selector = Object.entries(labels(name)).map((pair) => pair.join('='));
  const { items } = await api<{ items: KubeObject[] }>(cluster, {
    path: `${machines}?labelSelector=${encodeURIComponent(selector.join(','))}`,
  });
  return items.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

async function addMachine(cluster: Cluster, group: MachineGroup, { index, failing }: { index: number; failing: boolean }): Promise<void> {
  const { apiVersion, groups, machineKind, machines, labels, machine, nodeOf, mark } = projects[group.kind];
  const { metadata: owner, kind } = await api<Group>(cluster, { path: `${groups}/${group.name}` });
  const name = `${group.name}-${index + 1}`;
  const ownerReferences = [{ apiVersion, kind, name: owner.name, uid: owner.uid, controller: true }];
  const metadata = { name, labels: labels(group.name), ownerReferences };
  await api(cluster, { method: 'POST', path: machines, body: { apiVersion, kind: machineKind, metadata, spec: machine } });
  if (!failing) await createNodes(cluster, [{ name, ...mark(name, group.name) }]);
  const status = failing ? { phase: 'Failed', errorMessage: 'no quota is left' } : nodeOf(name);
  await api(cluster, { method: 'PATCH', path: `${machines}/${name}/status`, body: { status } });
}
