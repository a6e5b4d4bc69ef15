import type { TargetLike } from '../../api/target.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** An object with its labels; none of one that does not exist, or that the engine cannot read. */
export interface Labelled {
  readonly target: TargetLike;
  readonly labels: Labels;
}

/** What limits look at of a target beside its name, as it was read lately. */
export interface TargetFacts {
  /** The object itself, and of a Pod its top controller after it. */
  readonly objects: readonly Labelled[];
  /** Absent of what is cluster-scoped. */
  readonly namespace?: { readonly name: string; readonly labels: Labels };
}
