import type { ScalarMap } from '../../api/generated/types.ts';
import { redactNamed } from '../../api/redact.ts';
import type { Alert } from './alert.ts';
import { longestRead, shownText } from './shown-text.ts';

/** A name and the text that goes with it. */
type Entry = readonly [key: string, text: string];

/** Together with what is told besides, no more than the 64 that an anomaly may have. */
const mostLabels = 40;
const mostAnnotations = 20;
const longestKey = 63;

/**
 * What is kept of an alert: its labels under their names, and its annotations under `annotation_` and theirs, so that nothing that is read
 * from labels can be written into an annotation. Of too many the longer names are left out: what names an object is one word. Texts are cut
 * at 1 KiB, without credentials, and written so that they do nothing where they are shown; `truncated` tells that something is missing.
 */
export function detailsOf({ labels, annotations, fingerprint, generatorURL }: Alert): ScalarMap {
  const given = Object.entries(labels).toSorted(byLength);
  const notes = Object.entries(annotations).toSorted(byLength);
  const own: Entry[] = [['alert_fingerprint', fingerprint], ...(generatorURL ? ([['generator_url', generatorURL]] as const) : [])];
  const kept = [
    ...own,
    ...given.slice(0, mostLabels),
    ...notes.slice(0, mostAnnotations).map(([key, text]): Entry => [key === runbook ? key : `annotation_${key}`, text]),
  ];
  const shown = kept.map(([key, text]) => ({ key: keyOf(key), ...shownText(redactNamed(key, text.slice(0, longestRead))) }));
  // Of two that are called alike once they are cut, the first counts: what we say before a label, and that before an annotation.
  const details = Object.fromEntries(shown.toReversed().map(({ key, text }) => [key, text]));
  const isWhole = Object.keys(details).length === given.length + notes.length + own.length && !shown.some(({ isCut }) => isCut);
  return isWhole ? details : { ...details, truncated: true };
}

/** Playbooks show it to people where it is an address. */
const runbook = 'runbook_url';

function byLength([a]: Entry, [b]: Entry): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(key: string): number {
  return key === 'alertname' || key === runbook ? 0 : key.length;
}

function keyOf(name: string): string {
  return name.slice(0, longestKey).replaceAll(/[^\w./:-]/g, '_');
}
