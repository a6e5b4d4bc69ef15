import { controllerOf, type OwnerReference } from '../../api/resource.ts';
import { instanceMark, trackingAnnotation } from '../execution/tracking-id.ts';
import type { ConditionedWorkload } from './seen.ts';

/** Keys by which tools mark what they deployed. */
export const marks = {
  trackingId: trackingAnnotation,
  argoInstance: instanceMark,
  fluxKustomization: 'kustomize.toolkit.fluxcd.io/',
  fluxRelease: 'helm.toolkit.fluxcd.io/',
  releaseName: 'meta.helm.sh/release-name',
  releaseNamespace: 'meta.helm.sh/release-namespace',
  chart: 'helm.sh/chart',
  olmOwner: 'olm.owner',
  olmPackage: 'operators.coreos.com/',
  managedBy: 'app.kubernetes.io/managed-by',
  usualInstance: 'app.kubernetes.io/instance',
} as const;

type Marked = Pick<ConditionedWorkload, 'metadata'>;

const tellingPrefixes = [...Object.values(marks), 'argocd.argoproj.io/'];
const isTelling = (key: string) => tellingPrefixes.some((prefix) => key.startsWith(prefix));

/** The label as evidence; undefined when the object has none of that name. */
export function labelSign({ metadata }: Marked, key: string): string | undefined {
  const value = metadata.labels?.[key];
  return value === undefined ? undefined : `label ${key}=${value}`;
}

/** The annotation as evidence; undefined when the object has none of that name. */
export function annotationSign({ metadata }: Marked, key: string): string | undefined {
  const value = metadata.annotations?.[key];
  return value === undefined ? undefined : `annotation ${key}=${value}`;
}

/** Everything on the object that says something about who deployed it, whether or not it proves anything: owners, annotations, labels. */
export function allSigns(object: Marked): string[] {
  const { annotations = {}, labels = {}, ownerReferences = [] } = object.metadata;
  const owners = ownerReferences.map((owner) => `${owner.controller === true ? 'controller' : 'owner'} ${owner.kind}/${owner.name}`);
  const written = Object.keys(annotations)
    .filter(isTelling)
    .map((key) => annotationSign(object, key));
  const labelled = Object.keys(labels)
    .filter(isTelling)
    .map((key) => labelSign(object, key));
  return [...owners, ...written, ...labelled].flatMap((sign) => sign ?? []);
}

/** Groups without a dot are Kubernetes' own; of those with one, these are: a CRD may be in any other, even below k8s.io. */
const builtInGroups: ReadonlySet<string> = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
);

/** Whether Kubernetes itself has the owner's kind: another controller would put back what we change. */
export function isBuiltIn({ apiVersion }: Pick<OwnerReference, 'apiVersion'>): boolean {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return !group.includes('.') || builtInGroups.has(group);
}

/** The custom resource that controls the object; undefined when there is none. */
export function customController(object: Marked): OwnerReference | undefined {
  const controller = controllerOf(object);
  return controller && !isBuiltIn(controller) ? controller : undefined;
}
