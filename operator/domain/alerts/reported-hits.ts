import type { Playbook } from '../../api/generated/playbook.ts';
import { targetString } from '../../api/target.ts';
import { notJudged, type Hit } from '../diagnosis/hits.ts';
import { plainTarget, type SeenWorld } from '../diagnosis/seen.ts';
import { alertOf, isLike } from '../playbooks/matches.ts';
import { layerOfTarget, type Report } from './layers-from-report.ts';

/** The word for what only the report says of an object, where nothing that the engine reads shows it. */
export const reported = 'Reported';

type Naming = Pick<Playbook, 'when'>;

/** Whether one of the playbooks names the alert that was reported, so that somebody thought of what it asks for. */
export function isNamed(report: Pick<Report, 'details' | 'type'>, playbooks: readonly Naming[]): boolean {
  const alert = alertOf(report);
  return alert !== undefined && playbooks.some(({ when }) => when?.alerts !== undefined && isLike(when.alerts, alert));
}

/**
 * Whether the alert is taken at its word: a playbook names it and asks for the word `Reported`. Conditions and counts show whether a node or
 * a workload is ill as far as Kubernetes knows; that a disk of a RAID failed, or that a clock is wrong, only who measured it can say.
 */
export function isTakenAtItsWord(report: Report, playbooks: readonly Naming[]): boolean {
  return isNamed(
    report,
    playbooks.filter(({ when }) => when?.words?.any?.includes(reported) === true),
  );
}

/** What the report says of the first of the targets that exists, in place of nothing, or of what could not be judged. */
export function withReported(hits: readonly Hit[], { targets }: Pick<SeenWorld, 'targets'>, report: Report): readonly Hit[] {
  const subject = targets.find(({ kind }) => kind !== 'missing' && kind !== 'replaced');
  if (!subject || hits.some(({ words }) => words.some((word) => word !== notJudged))) return hits;
  const target = plainTarget(subject.target);
  const what = `alert ${alertOf(report)} says so; nothing that the engine reads of it does`;
  return [{ layer: layerOfTarget(target), target, words: [reported], evidence: [{ what, where: targetString(target) }] }];
}
