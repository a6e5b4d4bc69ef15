import type { Condition } from '../api/generated/types.ts';
import { conditionTypes } from '../api/reasons.ts';
import type { CheckVerdict, HealthCheck } from './check.ts';

/** A qualified name as Kubernetes knows it, but none that the engine sets itself. */
const foreign = `^(?!(${Object.keys(conditionTypes).join('|')})$)([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$`;

/**
 * Passed when the plan that asks has a condition of `conditionType` that is True. The engine never sets it: any outside verifier does, as a pod's
 * readiness gates are set.
 */
export const externalCondition: HealthCheck = {
  type: 'external_condition',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['conditionType'],
    properties: { conditionType: { type: 'string', maxLength: 316, pattern: foreign } },
  },
  run: ({ planConditions, parameters }) => Promise.resolve(judge(planConditions, String(parameters['conditionType']))),
};

function judge(conditions: readonly Condition[] | undefined, type: string): CheckVerdict {
  if (!conditions) return { result: 'NotApplicable', message: 'Only a plan has conditions that somebody else may set' };
  const condition = conditions.find((one) => one.type === type);
  if (!condition) return { result: 'Inconclusive', message: `Nobody has set the condition ${type} yet` };
  const said = `The condition ${type} is ${condition.status}: ${condition.reason}${condition.message && `, ${condition.message}`}`.slice(
    0,
    1000,
  );
  return { result: verdictOf[condition.status], message: said };
}

const verdictOf = { True: 'Passed', False: 'Failed', Unknown: 'Inconclusive' } as const;
