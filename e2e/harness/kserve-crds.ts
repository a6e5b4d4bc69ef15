import type { Cluster } from './cluster.ts';
import { applyForeignCrds, removeForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const kserve: ForeignCrds = {
  module: 'github.com/kserve/kserve',
  files: { 'inferenceservices.serving.kserve.io': 'config/crd/full/serving.kserve.io_inferenceservices.yaml' },
};

/** True afterwards: InferenceService is served as KServe installs it; nobody acts on it. */
export const applyKserveCrds = (cluster: Cluster): Promise<void> => applyForeignCrds(cluster, kserve);

/** True afterwards: the cluster knows nothing of KServe. */
export const removeKserveCrds = (cluster: Cluster): Promise<void> => removeForeignCrds(cluster, kserve);
