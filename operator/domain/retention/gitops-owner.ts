import type { ObjectMeta } from '../../api/resource.ts';
import type { TargetLike } from '../../api/target.ts';
import { applicationOf, trackingAnnotation } from '../execution/tracking-id.ts';

type Identified = Pick<TargetLike, 'apiVersion' | 'kind'> & {
  readonly metadata: Pick<ObjectMeta, 'name' | 'namespace' | 'labels' | 'annotations'>;
};

/** Where Argo CD writes the Application: its own key as a label or annotation, and the usual one, which charts set too. */
const argoInstance = 'argocd.argoproj.io/instance';
const usualInstance = 'app.kubernetes.io/instance';
const helmRelease = 'meta.helm.sh/release-name';
const fluxLabels = ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name'] as const;

/**
 * What keeps the object in the cluster as it is in git, as `Argo CD shop` or `Flux infra`; undefined when nothing shows that. When in doubt
 * it counts as kept: an object that comes back after its deletion is a new report, and what it asks for would be done again each time.
 */
export function gitOpsOwnerOf(object: Identified): string | undefined {
  const application = argoApplicationOf(object);
  if (application !== undefined) return `Argo CD ${application}`;
  const flux = fluxLabels.map((label) => object.metadata.labels?.[label]).find((name) => name !== undefined);
  return flux === undefined ? undefined : `Flux ${flux}`;
}

function argoApplicationOf({ apiVersion, kind, metadata }: Identified): string | undefined {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const tracked = applicationOf(annotations[trackingAnnotation], { apiVersion, kind, namespace, name });
  const byChart = annotations[helmRelease] !== undefined;
  return tracked?.name ?? labels[argoInstance] ?? annotations[argoInstance] ?? (byChart ? undefined : labels[usualInstance]);
}
