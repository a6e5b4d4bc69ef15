import { contenderOf, isHolding } from '../domain/arbitration/contender.ts';
import { decide, type Seen } from '../domain/arbitration/decide.ts';
import { lockOf } from '../domain/arbitration/targets.ts';
import type { Verdict } from '../domain/arbitration/verdict.ts';
import { usualTerms } from './usual-terms.ts';
import { at, buildAction, type ActionWish } from './action-builder.ts';

const now = new Date(at(3600));

/** One action of a table, with the nodes that its pods run on and the plan that really owns it. */
export interface Row extends ActionWish {
  readonly name: string;
  readonly nodes?: readonly string[];
  readonly planUid?: string;
}

/** A status that holds since a second. */
export const heldSince = (second: number): ActionWish['status'] => ({
  phase: 'Running',
  conditions: [{ type: 'Admitted', status: 'True', lastTransitionTime: at(second), reason: 'Admitted', message: '' }],
});

/** A status that is Blocked since a second behind a rival. */
export const blockedSince = (second: number, reason = 'ActiveLimit', winner?: string): ActionWish['status'] => ({
  phase: 'Blocked',
  blocked: { reason, since: at(second) },
  arbitration: { rule: reason, winner, decidedAt: at(second) },
});

/** The verdicts one hour after the start of 2026, by name, in words. */
export function judge(rows: readonly Row[], settings: Partial<Seen> = {}): Record<string, string> {
  const all = rows.map(({ nodes, planUid, ...wish }) => {
    const action = buildAction(wish);
    return { action, contender: contenderOf(action, planUid, nodes && lockOf({ ...action.spec.target, nodes })) };
  });
  const seen: Seen = {
    holding: all.filter(({ action }) => isHolding(action)).map(({ contender }) => contender),
    waiting: all.filter(({ action }) => !isHolding(action)).map(({ contender }) => contender),
    ...usualTerms,
    ...settings,
  };
  const { verdicts } = decide(seen, now);
  return Object.fromEntries([...verdicts].map(([uid, verdict]) => [uid.replace('uid-', ''), words(verdict)]));
}

const short = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** The verdict as `Blocked/OlderWins by a (same_target)`. */
function words(verdict: Verdict): string {
  if (verdict.kind === 'paused') return 'paused';
  if (verdict.kind === 'awaitingApproval') return `AwaitingApproval/${verdict.reason}`;
  if (verdict.kind === 'admitted')
    return verdict.rivals.length === 0 ? 'Admitted' : `Admitted before ${verdict.rivals.map(({ ref }) => short(ref)).join(' ')}`;
  if (verdict.kind === 'held') return `Held/${verdict.reason}`;
  const [winner] = verdict.rivals;
  const by = winner ? ` by ${short(winner.ref)} (${winner.conflictType})` : '';
  return `${verdict.kind === 'blocked' ? 'Blocked' : verdict.phase}/${verdict.reason}${by}`;
}
