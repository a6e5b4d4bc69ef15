import { canonicalJson, sha256 } from '../../api/digest.ts';
import { group, type ObjectMeta } from '../../api/resource.ts';

/** A field manager's entry in an object's metadata; only what tells when it wrote last. */
export interface ManagedFields {
  readonly time?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** What the engine reads of a MachineConfig; its spec is taken as it is. */
export interface MachineConfig {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta & { managedFields?: ManagedFields[] };
  spec: unknown;
}

/** What makes a MachineConfig what it is: enough to write it anew. */
export interface MachineConfigContent {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

/** Holds the whole content once more, and would no longer fit what is written. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const digits = 16;

/** The content of a MachineConfig, without marks of ours and of kubectl. */
export function contentOf({ metadata, spec }: MachineConfig): MachineConfigContent {
  const { name, labels = {}, annotations = {} } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => key !== lastApplied && !key.startsWith(`${group}/`));
  return { name, labels, annotations: Object.fromEntries(kept), spec };
}

/** 16 hex digits that are the same for the same spec and labels: the labels decide which pools the MachineConfig is part of. */
export function contentHash({ labels, spec }: Pick<MachineConfigContent, 'labels' | 'spec'>): string {
  return sha256(canonicalJson({ labels, spec })).slice(0, digits);
}

/** The hash of what the MachineConfig holds now. */
export function hashOf(config: MachineConfig): string {
  return contentHash(contentOf(config));
}
