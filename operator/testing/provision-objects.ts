import type { SeenApplication, SeenClaim, SeenJob, SeenStorageClass, SeenVolume } from '../domain/diagnosis/seen-objects.ts';

function metadata(name: string, namespace?: string) {
  const place = namespace === undefined ? {} : { namespace };
  return { name, ...place, uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
}

interface Parts<T extends { readonly spec: unknown; readonly status?: unknown }> {
  readonly spec?: T['spec'];
  readonly status?: T['status'];
}

/** A claim in namespace `shop`, bound unless it is told otherwise. */
export function aClaim(name: string, { spec = {}, status = { phase: 'Bound' } }: Parts<SeenClaim> = {}): SeenClaim {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: metadata(name, 'shop'), spec, status };
}

/** A volume, bound unless it is told otherwise. */
export function aVolume(name: string, { spec = {}, status = { phase: 'Bound' } }: Parts<SeenVolume> = {}): SeenVolume {
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: metadata(name), spec, status };
}

/** A StorageClass with that provisioner. */
export function aStorageClass(name: string, provisioner: string): SeenStorageClass {
  return { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: metadata(name), spec: undefined, provisioner };
}

/** An Application in namespace `argocd`, as Argo CD last saw it. */
export function anApplication(name: string, status: SeenApplication['status'] = {}): SeenApplication {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: metadata(name, 'argocd'), spec: {}, status };
}

/** A Job in namespace `shop`. */
export function aJob(name: string, status: SeenJob['status'] = {}): SeenJob {
  const selector = { matchLabels: { 'batch.kubernetes.io/job-name': name } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: metadata(name, 'shop'), spec: { selector }, status };
}
