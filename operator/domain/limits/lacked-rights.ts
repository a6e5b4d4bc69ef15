import { targetString } from '../../api/target.ts';
import type { Limit } from './hold-on.ts';

/**
 * What the engine may not do does not begin. A step of what has begun goes on to be refused by the API server: a plan that is under way has to
 * come to an end. An optional step holds no plan.
 */
export const lackedRights: Limit = ({ planUid, works }, { lackedBy }) => {
  if (planUid !== undefined) return undefined;
  for (const work of works) {
    const lacked = work.optional ? undefined : lackedBy(work);
    if (lacked !== undefined) {
      return { reason: 'MissingRights', message: `${work.operation} of ${targetString(work.target)}: the engine may not ${lacked}.` };
    }
  }
  return undefined;
};
