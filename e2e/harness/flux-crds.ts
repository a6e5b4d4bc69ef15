import type { Cluster } from './cluster.ts';
import { applyForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const flux: ForeignCrds = {
  module: 'github.com/fluxcd/kustomize-controller',
  files: { 'kustomizations.kustomize.toolkit.fluxcd.io': 'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml' },
};

/** True afterwards: Kustomization is served as Flux installs it; nobody acts on one. */
export const applyFluxCrds = (cluster: Cluster): Promise<void> => applyForeignCrds(cluster, flux);
