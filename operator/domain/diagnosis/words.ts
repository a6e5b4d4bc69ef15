import type { Layer } from '../../api/generated/types.ts';
import { sortLayers } from './layers.ts';

const vocabulary: Readonly<Record<Layer, ReadonlySet<string>>> = {
  infrastructure: new Set(
    'node nodes kubelet machine machines machineconfig machineconfigpool mco os kernel hardware disk diskpressure memorypressure pidpressure'.split(
      ' ',
    ),
  ),
  platform: new Set(
    'operator operators clusteroperator clusterversion sdn ovn cni dns network networking ingress router storage csi registry etcd apiserver scheduler oauth'.split(
      ' ',
    ),
  ),
  application: new Set(
    'pod pods container containers crashloop crashloopbackoff imagepullbackoff oomkilled deployment statefulset daemonset replicaset replicas application app service latency job cronjob'.split(
      ' ',
    ),
  ),
};

/** Layers that whole words of the texts speak of, lowest first; the last resort, used only when no object of the cluster was named. */
export function layersFromWords(...texts: readonly (string | undefined)[]): Layer[] {
  const words = new Set(texts.flatMap((text) => (text ?? '').toLowerCase().split(/[^a-z0-9]+/)));
  const layers: readonly Layer[] = ['infrastructure', 'platform', 'application'];
  return sortLayers(layers.filter((layer) => [...vocabulary[layer]].some((word) => words.has(word))));
}
