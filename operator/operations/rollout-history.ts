import { canonicalJson, sha256 } from '../api/digest.ts';
import { isFields, type Fields } from '../api/fields.ts';
import type { OwnerReference, Resource } from '../api/resource.ts';
import { selectorText } from '../domain/health/label-selector.ts';
import type { KubeClient, StoredObject } from '../kube/client.ts';
import { kinds } from '../kube/kinds.ts';
import type { LiveWorkload } from './live-workload.ts';

/** A template that the workload had, or has. */
export interface Revision {
  /** As `kubectl rollout history` counts. */
  readonly revision: number;
  /** Of the template, see hashOf. */
  readonly hash: string;
  readonly template: Fields;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** The Deployment's controller puts it on every ReplicaSet's template. */
const hashLabel = 'pod-template-hash';

type ReplicaSet = Resource<{ readonly template: Fields }, unknown>;

interface ControllerRevision extends StoredObject {
  readonly revision: number;
  readonly data?: { readonly spec?: { readonly template?: Fields } };
}

/** Live: the templates that Kubernetes keeps of the workload, oldest first; those of a Deployment are its ReplicaSets'. */
export async function readHistory(client: KubeClient, workload: LiveWorkload): Promise<Revision[]> {
  const { namespace } = workload.metadata;
  const where = { namespace, labelSelector: selectorText(workload.spec.selector) };
  const found =
    workload.kind === 'Deployment'
      ? (await client.list<ReplicaSet>(kinds.ReplicaSet, where)).items.filter(belongsTo(workload)).map(fromReplicaSet)
      : (await client.list<ControllerRevision>(kinds.ControllerRevision, where)).items
          .filter(belongsTo(workload))
          .map(fromControllerRevision);
  return found.filter((one) => one !== undefined).toSorted((a, b) => a.revision - b.revision);
}

function belongsTo({ metadata: { uid } }: LiveWorkload) {
  return ({ metadata }: { metadata: { ownerReferences?: readonly OwnerReference[] } }): boolean =>
    metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === uid) ?? false;
}

function fromReplicaSet({ metadata, spec }: ReplicaSet): Revision | undefined {
  const revision = Number(metadata.annotations?.[revisionAnnotation]);
  return Number.isInteger(revision) ? { revision, ...plain(spec.template) } : undefined;
}

/** What a ControllerRevision holds is a strategic merge patch that replaces the template. */
function fromControllerRevision({ revision, data }: ControllerRevision): Revision | undefined {
  const template = data?.spec?.template;
  return template && { revision, ...plain(template) };
}

function plain(template: Fields): Pick<Revision, 'hash' | 'template'> {
  const own = withoutMarks(template);
  return { hash: hashOf(own), template: own };
}

/** Equal for equal templates, whatever their order and whichever object they are read from: 16 hex digits. */
export function hashOf(template: Fields | undefined): string {
  return sha256(canonicalJson(withoutMarks(template ?? {}))).slice(0, 16);
}

/** The template as the workload itself would carry it. */
function withoutMarks(template: Fields): Fields {
  const present = without(withoutNulls(template), '$patch');
  const { metadata } = present;
  if (!isFields(metadata) || !isFields(metadata['labels'])) return present;
  return { ...present, metadata: { ...metadata, labels: without(metadata['labels'], hashLabel) } };
}

function without(fields: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
}

/** Of a template that is the same, one object spells out an empty field as null and another leaves it out. */
function withoutNulls(fields: Fields): Fields {
  const present = Object.entries(fields).filter(([, inner]) => inner !== null);
  return Object.fromEntries(present.map(([field, inner]) => [field, plainValue(inner)]));
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  return isFields(value) ? withoutNulls(value) : value;
}
