import type { ObjectMeta, OwnerReference } from '../api/resource.ts';
import type {
  ContainerStatus,
  Endpoint,
  SeenClusterOperator,
  SeenEndpointSlice,
  SeenNode,
  SeenPod,
  SeenPool,
  SeenService,
  SeenWorkload,
} from '../domain/health/objects.ts';

/** Condition types with their statuses. */
export type Conditions = Readonly<Record<string, string>>;

function metadata(name: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  const namespace = more.namespace === undefined ? '' : `${more.namespace}-`;
  return { name, uid: `uid-${namespace}${name}`, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', generation: 1, ...more };
}

const listed = (conditions: Conditions) => Object.entries(conditions).map(([type, status]) => ({ type, status }));

const healthy = { Ready: 'True', MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False', NetworkUnavailable: 'False' };

interface NodeParts extends Partial<ObjectMeta> {
  readonly conditions?: Conditions;
  readonly spec?: SeenNode['spec'];
}

/** A node that is Ready and under no pressure, but for the conditions that are given. */
export function aNode(name: string, { conditions = {}, spec = {}, ...meta }: NodeParts = {}): SeenNode {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: metadata(name, meta),
    spec,
    status: { conditions: listed({ ...healthy, ...conditions }) },
  };
}

/** What the machine config daemon writes on a node that it has finished with. */
export const configured = (current = 'rendered-1', desired = current, state = 'Done'): Record<string, string> => ({
  'machineconfiguration.openshift.io/currentConfig': current,
  'machineconfiguration.openshift.io/desiredConfig': desired,
  'machineconfiguration.openshift.io/state': state,
});

interface PoolParts extends Partial<ObjectMeta> {
  readonly conditions?: Conditions;
  readonly status?: SeenPool['status'];
  readonly spec?: SeenPool['spec'];
}

const rolledOut = { Updated: 'True', Updating: 'False', Degraded: 'False' };

/** A pool of the nodes with role `name` that has rolled out. */
export function aPool(name: string, { conditions = {}, status = {}, spec = {}, ...meta }: PoolParts = {}): SeenPool {
  const nodeSelector = { matchLabels: { [`node-role.kubernetes.io/${name}`]: '' } };
  const counts = { machineCount: 3, updatedMachineCount: 3, degradedMachineCount: 0 };
  return {
    apiVersion: 'machineconfiguration.openshift.io/v1',
    kind: 'MachineConfigPool',
    metadata: metadata(name, meta),
    spec: { nodeSelector, ...spec },
    status: { ...counts, conditions: listed({ ...rolledOut, ...conditions }), ...status },
  };
}

/** A ClusterOperator that is available, not degraded and not progressing, but for the conditions that are given. */
export function aClusterOperator(name: string, conditions: Conditions = {}): SeenClusterOperator {
  return {
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterOperator',
    metadata: metadata(name),
    spec: {},
    status: { conditions: listed({ Available: 'True', Degraded: 'False', Progressing: 'False', ...conditions }) },
  };
}

interface WorkloadParts extends Partial<ObjectMeta> {
  readonly spec?: SeenWorkload['spec'];
  readonly status?: SeenWorkload['status'];
}

/** A workload in namespace `shop` with two pods labelled `app: <name>`, rolled out. */
export function aWorkload(kind: SeenWorkload['kind'], name: string, { spec = {}, status = {}, ...meta }: WorkloadParts = {}): SeenWorkload {
  const labels = { app: name };
  const counts = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2 };
  const scheduled = { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2 };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: metadata(name, { namespace: 'shop', ...meta }),
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: 2 }),
      selector: { matchLabels: labels },
      template: { metadata: { labels } },
      ...spec,
    },
    status: { ...(kind === 'DaemonSet' ? scheduled : counts), ...status },
  };
}

interface PodParts extends Partial<ObjectMeta> {
  readonly spec?: SeenPod['spec'];
  readonly ready?: boolean;
  readonly phase?: string;
  readonly containers?: readonly ContainerStatus[];
}

/** A ready pod in namespace `shop`. */
export function aPod(name: string, { spec = {}, ready = true, phase = 'Running', containers, ...meta }: PodParts = {}): SeenPod {
  const conditions = listed({ Ready: ready ? 'True' : 'False' });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(name, { namespace: 'shop', ...meta }),
    spec,
    status: { phase, conditions, containerStatuses: containers ?? [{ name: 'main' }] },
  };
}

/** The reference that a controller leaves on what it makes. */
export function ownedBy({ apiVersion, kind, metadata: { name, uid } }: SeenWorkload): OwnerReference[] {
  return [{ apiVersion, kind, name, uid, controller: true }];
}

/** A Service in namespace `shop` that selects `app: <name>`. */
export function aService(name: string, { spec, ...meta }: Partial<ObjectMeta> & { spec?: SeenService['spec'] } = {}): SeenService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name, { namespace: 'shop', ...meta }),
    spec: spec ?? { selector: { app: name } },
  };
}

/** One EndpointSlice of a Service. */
export function aSlice({ metadata: { name, namespace } }: SeenService, endpoints: readonly Endpoint['conditions'][]): SeenEndpointSlice {
  const labels = { 'kubernetes.io/service-name': name };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: metadata(`${name}-1`, { namespace, labels }),
    spec: undefined,
    endpoints: endpoints.map((conditions) => ({ conditions })),
  };
}
