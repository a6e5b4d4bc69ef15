import { isObjectName, sameTarget, type TargetLike } from '../../api/target.ts';

/** Where Argo CD writes which Application a resource belongs to. */
export const trackingAnnotation = 'argocd.argoproj.io/tracking-id';
/** The label, or annotation, with only the Application's name, where Argo CD is told to track by its own label. */
export const instanceMark = 'argocd.argoproj.io/instance';

/** An Application as a tracking id names it; the namespace only when Applications live outside Argo CD's own. */
export interface TrackedBy {
  readonly namespace?: string;
  readonly name: string;
}

/**
 * The Application in `app:group/Kind:namespace/name`, if the id is about this very object: a copied manifest carries the id of its
 * original. `ns_app` names the Application app in the namespace ns.
 */
export function applicationOf(trackingId: string | undefined, target: TargetLike): TrackedBy | undefined {
  const [, application, group, kind, namespace, name] = /^([^:]+):([^/:]*)\/([^:]+):([^/]*)\/(.+)$/.exec(trackingId ?? '') ?? [];
  if (application === undefined || kind === undefined || name === undefined) return undefined;
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  if (!sameTarget({ apiVersion, kind, namespace, name }, target)) return undefined;
  return trackedBy(application);
}

/** What an Argo CD that was told nothing else tracks by, in its older versions; charts set it too. */
const usualInstance = 'app.kubernetes.io/instance';

/**
 * The Application that the object's marks name: its tracking id if that is about this very object, else Argo CD's own label, else the usual
 * one on what looks as if Argo CD had rendered it. The last is no more than a guess: whether an Application has the object only it can say.
 */
export function applicationMarkedOn({ labels = {}, annotations = {} }: Marks, target: TargetLike): TrackedBy | undefined {
  const name =
    labels[instanceMark] ?? annotations[instanceMark] ?? (looksRendered({ labels, annotations }) ? labels[usualInstance] : undefined);
  return applicationOf(annotations[trackingAnnotation], target) ?? (name === undefined ? undefined : trackedBy(name));
}

/** A chart that is of no release, or annotations for Argo CD. */
function looksRendered({ labels, annotations }: Required<Marks>): boolean {
  if (annotations['meta.helm.sh/release-name'] !== undefined) return false;
  return labels['helm.sh/chart'] !== undefined || Object.keys(annotations).some((key) => key.startsWith('argocd.argoproj.io/'));
}

interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Whoever writes an object may write anything there; what no Application can be called is not asked for. */
function trackedBy(text: string): TrackedBy | undefined {
  const cut = text.indexOf('_');
  const name = text.slice(cut + 1);
  if (!isObjectName(name)) return undefined;
  if (cut < 0) return { name };
  const namespace = text.slice(0, cut);
  return isObjectName(namespace) ? { namespace, name } : undefined;
}
