import type { Anomaly, RemediationAction, RemediationPlan } from '../../operator/api/generated/types.ts';
import type { KubeObject } from '../harness/cluster.ts';
import type { Version } from '../harness/history.ts';

/** One stored version of an object whose type is known. */
export interface Moment<T> {
  readonly type: Version['type'];
  readonly rv: number;
  readonly object: T;
}

/** The life of one object, from its first version that was seen; two objects of one name are two lives. */
export type Timeline<T> = readonly Moment<T>[];

/** What is read of a node. */
export interface SeenNode {
  readonly metadata: KubeObject['metadata'];
  readonly spec?: { readonly unschedulable?: boolean };
}

interface Kinds {
  readonly Anomaly: Anomaly;
  readonly RemediationPlan: RemediationPlan;
  readonly RemediationAction: RemediationAction;
  readonly Node: SeenNode;
}

/** The lives of all objects of that kind that were seen alive. */
export function timelines<K extends keyof Kinds>(history: readonly Version[], kind: K): Timeline<Kinds[K]>[] {
  return [...livesOf(history.filter(({ object }) => object.kind === kind)).values()]
    .filter(([first]) => first?.type !== 'DELETED')
    .map((life) => life.map(({ type, rv, object }) => ({ type, rv, object: object as unknown as Kinds[K] }))); // as the API server stored it
}

/** Every object's life by its uid. */
export function livesOf(history: readonly Version[]): Map<string, Version[]> {
  const lives = new Map<string, Version[]>();
  for (const version of history) {
    const { uid } = version.object.metadata;
    const life = lives.get(uid);
    if (life) life.push(version);
    else lives.set(uid, [version]);
  }
  return lives;
}

/** The version that was stored when a write of that resourceVersion was made, without that write; undefined when there was none. */
export function before<T>(timeline: Timeline<T>, rv: number): Moment<T> | undefined {
  const last = timeline.findLast((moment) => moment.rv < rv);
  return last?.type === 'DELETED' ? undefined : last;
}

/** The first version of which something is true. */
export function firstWhere<T>(timeline: Timeline<T>, isSo: (object: T) => boolean): Moment<T> | undefined {
  return timeline.find(({ type, object }) => type !== 'DELETED' && isSo(object));
}

/** The last version that was seen; after a deletion, how the object was before. */
export function latest<T>(timeline: Timeline<T>): T | undefined {
  return timeline.at(-1)?.object;
}

/** Whether the object was deleted in the end. */
export function isGone<T>(timeline: Timeline<T>): boolean {
  return timeline.at(-1)?.type === 'DELETED';
}

/** kind/namespace/name, as a person would look for it. */
export function nameOf({
  kind,
  metadata,
}: {
  readonly kind?: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): string {
  return [kind ?? 'Node', metadata.namespace, metadata.name].filter(Boolean).join('/');
}
