import { keys } from '../../api/resource.ts';
import { clearanceOf } from '../limits/clearance.ts';
import type { SeenAnomaly } from './seen-anomaly.ts';
import { announcement, type Verdict } from './verdict.ts';

/** After so many plans in a row that did not help there is no further one until a person says so. */
export function askPerson(seen: SeenAnomaly): Verdict | undefined {
  const { anomaly, terms } = seen;
  const { ineffective = 0, history = [], reason } = anomaly.status ?? {};
  if (ineffective < terms.attempts || clearanceOf(anomaly.metadata) !== undefined) return undefined;
  const tried = [...new Set(history.map(({ operation, target }) => `${operation} ${target}`))].join(', ');
  return {
    phase: 'Pending',
    reason: 'Ineffective',
    message:
      `${ineffective} plans in a row succeeded and did not keep it away (${tried}): a person has to look. ` +
      `The annotation ${keys.clearBlock} with a reason lets one more plan be made.`,
    effects: reason === 'Ineffective' ? [] : [announcement(seen)],
  };
}
