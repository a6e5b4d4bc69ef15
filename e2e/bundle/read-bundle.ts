import { parse, parseAllDocuments } from 'yaml';
import type { Descriptor } from '../../scripts/bundle/descriptors.ts';
import type { Deployment, Manifest, PolicyRule } from '../../scripts/bundle/manifest.ts';
import type { Crd } from '../../scripts/schema/crd.ts';

/** All rules of one ServiceAccount. */
export interface Permissions {
  readonly serviceAccountName: string;
  readonly rules: readonly PolicyRule[];
}

/** A kind as the ClusterServiceVersion tells of it. */
export interface OwnedCrd {
  readonly name: string;
  readonly kind: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  readonly resources: readonly { readonly kind: string; readonly version: string }[];
  readonly specDescriptors: readonly Descriptor[];
  readonly statusDescriptors: readonly Descriptor[];
}

/** What the tests read of a ClusterServiceVersion. */
export interface ServiceVersion extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly version: string;
    readonly minKubeVersion: string;
    readonly installModes: readonly { readonly type: string; readonly supported: boolean }[];
    readonly icon: readonly { readonly base64data: string }[];
    readonly customresourcedefinitions: { readonly owned: readonly OwnedCrd[] };
    readonly relatedImages: readonly { readonly name: string; readonly image: string }[];
    readonly install: {
      readonly spec: {
        readonly permissions?: readonly Permissions[];
        readonly clusterPermissions: readonly Permissions[];
        readonly deployments: readonly { readonly name: string; readonly label: object; readonly spec: Deployment['spec'] }[];
      };
    };
  };
}

/** The files of a bundle, as values. */
export interface Bundle {
  readonly version: ServiceVersion;
  readonly crds: readonly (Manifest & Pick<Crd, 'spec'>)[];
  /** Beside the ClusterServiceVersion and the CRDs. */
  readonly others: readonly Manifest[];
  readonly annotations: Readonly<Record<string, string>>;
  /** What an administrator applies. */
  readonly companion: readonly Manifest[];
  readonly examples: readonly Manifest[];
}

/** Reads a bundle as OLM does, from its files. */
export function readBundle(files: ReadonlyMap<string, string>): Bundle {
  const manifests = [...files].filter(([path]) => path.startsWith('manifests/')).map(([, text]) => parse(text) as Manifest);
  const [version, ...more] = manifests.filter(({ kind }) => kind === 'ClusterServiceVersion') as unknown as ServiceVersion[];
  if (!version || more.length > 0) throw new Error('a bundle has one ClusterServiceVersion');
  const crds = manifests.filter(({ kind }) => kind === 'CustomResourceDefinition') as unknown as Bundle['crds'];
  return {
    version,
    crds,
    others: manifests.filter(({ kind }) => !['ClusterServiceVersion', 'CustomResourceDefinition'].includes(kind)),
    annotations: (parse(files.get('metadata/annotations.yaml') ?? '') as { annotations: Record<string, string> }).annotations,
    companion: parseAllDocuments(files.get('after-install.yaml') ?? '').map((document) => document.toJS() as Manifest),
    examples: JSON.parse(version.metadata.annotations['alm-examples'] ?? '[]') as Manifest[],
  };
}
