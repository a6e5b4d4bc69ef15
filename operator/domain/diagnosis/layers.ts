import type { Layer } from '../../api/generated/types.ts';

/** Layers from the lowest up: what a higher one stands on comes first. */
const upwards: readonly Layer[] = ['infrastructure', 'platform', 'application'];

const infrastructure: ReadonlySet<string> = new Set([
  'Node',
  'MachineConfig',
  'MachineConfigPool',
  'Machine',
  'MachineSet',
  'MachineDeployment',
  'MachineHealthCheck',
  'NodePool',
  'KubeletConfig',
  'ContainerRuntimeConfig',
]);
const platform: ReadonlySet<string> = new Set([
  'ClusterVersion',
  'NetworkPolicy',
  'PersistentVolume',
  'StorageClass',
  'CSIDriver',
  'APIService',
  'IngressController',
]);

/** The layer that objects of the kind belong to; whatever is not known belongs to applications. */
export function layerOfKind(kind: string): Layer {
  if (infrastructure.has(kind)) return 'infrastructure';
  return platform.has(kind) || kind.includes('Operator') ? 'platform' : 'application';
}

/** The layers, each once, lowest first. */
export function sortLayers(layers: Iterable<Layer>): Layer[] {
  const given = new Set(layers);
  return upwards.filter((layer) => given.has(layer));
}

/** Negative when `a` is lower than `b`. */
export function compareLayers(a: Layer, b: Layer): number {
  return upwards.indexOf(a) - upwards.indexOf(b);
}
