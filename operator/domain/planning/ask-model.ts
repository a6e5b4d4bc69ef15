import { targetString } from '../../api/target.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';
import { secondsLeft, type Verdict } from './verdict.ts';
import { isAnswered, longestVoteSeconds, newVote, voteName } from './vote.ts';

/** Where the policy names a model, an anomaly that is to have a plan waits a few seconds for what it says. */
export function askModel({ anomaly, analysis, model }: SeenAnomaly, now: Date): Verdict | undefined {
  if (!model || analysis.kind !== 'read' || isAnswered(anomaly, model.action)) return undefined;
  const left = secondsLeft(anomaly, 'ModelAsked', longestVoteSeconds, now);
  if (left === 0) return undefined;
  const { namespace } = anomaly.metadata;
  return {
    phase: 'Pending',
    reason: 'ModelAsked',
    message: `It waits for what ${targetString(model.target)} says, for ${longestVoteSeconds} s at most.`,
    by: targetString({ kind: 'RemediationAction', namespace, name: voteName(anomaly) }),
    requeueAfter: left,
    effects: model.action ? [] : [{ kind: 'askModel', action: newVote(anomaly, model.target, analysis.diagnosis) }],
  };
}
