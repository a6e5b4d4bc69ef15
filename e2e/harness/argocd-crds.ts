import type { Cluster } from './cluster.ts';
import { applyForeignCrds, removeForeignCrds, type ForeignCrds } from './foreign-crds.ts';

const argocd: ForeignCrds = {
  module: 'github.com/argoproj/argo-cd/v3',
  files: {
    'applications.argoproj.io': 'manifests/crds/application-crd.yaml',
    'appprojects.argoproj.io': 'manifests/crds/appproject-crd.yaml',
  },
};

/** True afterwards: Application and AppProject are served as Argo CD installs them; nobody acts on them. */
export const applyArgocdCrds = (cluster: Cluster): Promise<void> => applyForeignCrds(cluster, argocd);

/** True afterwards: the cluster knows nothing of Argo CD. */
export const removeArgocdCrds = (cluster: Cluster): Promise<void> => removeForeignCrds(cluster, argocd);
