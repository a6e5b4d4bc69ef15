import { targetString } from '../../api/target.ts';
import { conditionStatus, type SeenClusterOperator } from '../health/objects.ts';
import { targetOf } from './seen.ts';
import { stateOf, type State } from './state.ts';
import { timedCondition } from '../health/timed-condition.ts';

/** What is wrong with a ClusterOperator: it says that it is degraded or not available. */
export function operatorState(operator: SeenClusterOperator): State {
  const facts = [
    { type: 'Degraded', bad: 'True', word: 'Degraded' },
    { type: 'Available', bad: 'False', word: 'Unavailable' },
  ].filter(({ type, bad }) => conditionStatus(operator, type) === bad);
  return stateOf(
    facts.map(({ type, bad, word }) => {
      const since = timedCondition(operator, type)?.lastTransitionTime;
      return { word, evidence: { what: `${type} is ${bad}`, where: targetString(targetOf(operator)), ...(since ? { since } : {}) } };
    }),
  );
}
