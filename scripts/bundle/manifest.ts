/** A Kubernetes object as kustomize renders it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One rule of a role. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** A Role or ClusterRole. */
export interface Role extends Manifest {
  readonly rules?: readonly PolicyRule[];
  /** Its rules come from other roles. */
  readonly aggregationRule?: object;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** A container of the Deployment. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

/** A Deployment, as far as the bundle looks into it. */
export interface Deployment extends Manifest {
  readonly spec: {
    readonly template: { readonly spec: { readonly serviceAccountName: string; readonly containers: readonly Container[] } };
    readonly [field: string]: unknown;
  };
}

/** `Kind namespace/name`, which no other object of an installation has. */
export const wordsOf = ({ kind, metadata: { namespace = '', name } }: Manifest): string => `${kind} ${namespace}/${name}`;
