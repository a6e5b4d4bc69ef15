import type { CrdChange } from './schema-changes.ts';

/** A break that is meant, in words of its change, and what people do about it. */
export interface Accepted {
  /** `RemediationPlan v1alpha1 .spec.x: is gone` */
  readonly change: string;
  readonly why: string;
}

export interface Comparison {
  /** Version of the release whose CRDs are on record. */
  readonly version: string;
  /** Its last tag in git, when it knows one. */
  readonly tag: string | undefined;
  readonly changes: readonly CrdChange[];
  readonly accepted: readonly Accepted[];
}

/** What a person reads of it, and whether a release may be made so. */
export interface Verdict {
  readonly lines: readonly string[];
  readonly isCompatible: boolean;
}

const lineOf = ({ at, what }: CrdChange): string => `${at}: ${what}`;

/** Incompatible by every break that nobody accepted, by an acceptance of what is not there, and by a record that is older than git's last tag. */
export function verdictOn({ version, tag, changes, accepted }: Comparison): Verdict {
  const broken = changes.filter(({ breaks }) => breaks).map(lineOf);
  const known = new Set(accepted.map(({ change }) => change));
  const faults = [
    ...(tag !== undefined && tag !== `v${version}` ? [`crds/released has ${version}, but ${tag} is released: record its CRDs`] : []),
    ...broken.filter((line) => !known.has(line)),
    ...accepted.filter(({ change }) => !broken.includes(change)).map(({ change }) => `accepted, but there is no such change: ${change}`),
  ];
  const news = changes.filter(({ breaks }) => !breaks).map(lineOf);
  const since = tag === undefined ? `${version}, on record in crds/released (no release is tagged here)` : tag;
  return {
    isCompatible: faults.length === 0,
    lines: [
      `CRDs since ${since}: ${faults.length} incompatible, ${broken.length - faults.filter((fault) => broken.includes(fault)).length} accepted, ${news.length} compatible`,
      ...faults.map((line) => `  ! ${line}`),
      ...news.map((line) => `    ${line}`),
    ],
  };
}
