import type { Resource } from '../../api/resource.ts';
import type { LabelSelector } from '../health/label-selector.ts';
import type { TimedCondition } from '../health/timed-condition.ts';

/** What a diagnosis looks at of a PersistentVolumeClaim. */
export type SeenClaim = Resource<
  { readonly storageClassName?: string; readonly volumeName?: string },
  { readonly phase?: string; readonly conditions?: readonly TimedCondition[] }
>;

/** What a diagnosis looks at of a PersistentVolume. */
export type SeenVolume = Resource<
  { readonly csi?: { readonly driver?: string }; readonly storageClassName?: string },
  { readonly phase?: string; readonly message?: string; readonly lastPhaseTransitionTime?: string }
>;

/** What a diagnosis looks at of a StorageClass, whose content lies beside its metadata. */
export type SeenStorageClass = Resource<undefined, undefined> & { readonly provisioner?: string };

interface ManagedObject {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly health?: { readonly status?: string };
}

/** What a diagnosis looks at of an Argo CD Application. */
export type SeenApplication = Resource<
  unknown,
  {
    readonly sync?: { readonly status?: string };
    readonly health?: { readonly status?: string; readonly lastTransitionTime?: string };
    readonly resources?: readonly ManagedObject[];
  }
>;

/** What a diagnosis looks at of a Job. */
export type SeenJob = Resource<
  { readonly selector?: LabelSelector },
  { readonly conditions?: readonly (TimedCondition & { readonly message?: string })[] }
>;
