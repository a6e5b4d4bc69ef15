import type { Change } from '../../api/generated/types.ts';
import { cut } from '../../api/cut.ts';
import type { Reason } from '../../api/reasons.ts';
import type { Facts, Inspection } from './look.ts';
import { begun, withResult } from './progress.ts';
import { storable } from './changes.ts';
import { sentenceOf } from './rehearsal-words.ts';
import type { NextExecution, SeenExecution } from './seen.ts';

/** What keeps something from beginning for now, or for good. */
export interface Obstacle {
  readonly reason: Reason;
  readonly message: string;
}

/** What stands against the real one, as far as can be known without doing it. */
export interface Findings {
  /** Everything that would make it wait: limits, approval, whoever is before it, locks. */
  readonly gates: readonly Obstacle[];
  /** What keeps the pods of a node from being evicted, one sentence each. */
  readonly blockers: readonly string[];
  /** As `patch nodes` or `create jobs.batch in shop`. */
  readonly missingRights: readonly string[];
  /** Why it would end without an effect: by its operation, or by the API server's judgement of its writes. */
  readonly refused?: Obstacle;
}

/** What a dry run found. */
export interface Rehearsal {
  readonly inspection: Inspection;
  readonly findings: Findings;
}

/** Lists what would be written and what stands against it; that it is told is the success of a dry run. */
export function decideRehearsal({ action }: SeenExecution, { inspection, findings }: Rehearsal, now: Date): NextExecution {
  const changes: readonly Change[] = inspection.kind === 'ready' ? inspection.changes : [];
  const message = sentenceOf(action.spec, { inspection, findings, changes });
  const status = withResult(begun(action, { reason: 'DryRun', message }, now), fitFindings(findings));
  return { status: { ...status, ...(changes.length > 0 && { changes: storable(changes) }) }, after: 0 };
}

/** Less than the bound of status.result, so that it also holds what else is in there. */
const room = 7_500;
const longestText = 512;
const most = { gates: 16, blockers: 64, missingRights: 64 };

/** The findings as they are stored: of lists that are too long the end is left out, and how much of it is told. */
export function fitFindings({ gates, blockers, missingRights, refused }: Findings): Facts {
  const lists = {
    gates: gates.slice(0, most.gates).map(brief),
    blockers: blockers.slice(0, most.blockers).map((text) => cut(text, longestText)),
    missingRights: missingRights.slice(0, most.missingRights).map((text) => cut(text, longestText)),
  };
  const end = refused && { refused: brief(refused) };
  while (JSON.stringify({ ...lists, ...end }).length > room) longestOf(Object.values(lists)).pop();
  const all = gates.length + blockers.length + missingRights.length;
  const leftOut = all - lists.gates.length - lists.blockers.length - lists.missingRights.length;
  return { ...lists, ...end, ...(leftOut > 0 && { leftOut }) };
}

const brief = ({ reason, message }: Obstacle): Obstacle => ({ reason, message: cut(message, longestText) });

function longestOf(lists: readonly unknown[][]): unknown[] {
  return lists.reduce((a, b) => (JSON.stringify(a).length >= JSON.stringify(b).length ? a : b));
}
