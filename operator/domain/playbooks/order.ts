import type { Playbook, PlaybookWhen } from '../../api/generated/playbook.ts';

/** A playbook with where it comes from. */
export interface Kept {
  readonly playbook: Playbook;
  /** It comes from a ConfigMap. */
  readonly own: boolean;
}

const usualOrder = 500;

/** Conditions about objects count before those about the report, since names are only data. */
const aboutObjects: readonly (keyof PlaybookWhen)[] = [
  'after',
  'layers',
  'kinds',
  'namespaces',
  'names',
  'words',
  'traits',
  'methods',
  'cause',
  'dependsOn',
];
const aboutReports: readonly (keyof PlaybookWhen)[] = ['alerts', 'types', 'recommends'];

/**
 * Negative when `a` is asked before `b`: the user's own first, then by `order`, then whoever says more about objects, then whoever says more
 * about the report, then by name. No two of one set are equal, since names are unique.
 */
function compareKept(a: Kept, b: Kept): number {
  return (
    Number(b.own) - Number(a.own) ||
    (a.playbook.order ?? usualOrder) - (b.playbook.order ?? usualOrder) ||
    said(b, aboutObjects) - said(a, aboutObjects) ||
    said(b, aboutReports) - said(a, aboutReports) ||
    (a.playbook.name < b.playbook.name ? -1 : 1)
  );
}

function said({ playbook: { when } }: Kept, conditions: readonly (keyof PlaybookWhen)[]): number {
  return conditions.filter((condition) => when?.[condition] !== undefined).length;
}

/** The playbooks in the order in which they are asked; one of the user's takes the place of a shipped one of its name, or takes it away. */
export function inOrder(shipped: readonly Playbook[], own: readonly Playbook[]): readonly Playbook[] {
  const taken = new Set(own.map(({ name }) => name));
  const kept: Kept[] = [
    ...own.map((playbook) => ({ playbook, own: true })),
    ...shipped.filter(({ name }) => !taken.has(name)).map((playbook) => ({ playbook, own: false })),
  ];
  return kept
    .filter(({ playbook }) => playbook.disabled !== true)
    .toSorted(compareKept)
    .map(({ playbook }) => playbook);
}
