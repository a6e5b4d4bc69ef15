import { isObjectName, sameTarget, type TargetLike } from '../../api/target.ts';

/** Where Argo CD writes which Application a resource belongs to. */
export const trackingAnnotation = 'argocd.argoproj.io/tracking-id';

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

/** Whoever writes an object may write anything there; what no Application can be called is not asked for. */
function trackedBy(text: string): TrackedBy | undefined {
  const cut = text.indexOf('_');
  const name = text.slice(cut + 1);
  if (!isObjectName(name)) return undefined;
  if (cut < 0) return { name };
  const namespace = text.slice(0, cut);
  return isObjectName(namespace) ? { namespace, name } : undefined;
}
