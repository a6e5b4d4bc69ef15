import { comparators, judgeMeasurement, type Comparator, type Expectation } from '../domain/health/measurement.ts';
import type { CheckContext, HealthCheck } from './check.ts';

interface Parameters {
  readonly query: string;
  readonly comparator: Comparator;
  readonly threshold: number;
  readonly forSeconds?: number;
}

/**
 * Passed when every value that the PromQL `query` gives is as `comparator` and `threshold` say, and has been for `forSeconds` (0 unless given) that
 * lie wholly behind the layer's last effect. That is read from Prometheus' own history at each look, so that nothing has to be remembered. Without
 * PROMETHEUS_URL it is NotApplicable. The targets play no part: what the query is about stands in it.
 */
export const prometheusQuery: HealthCheck = {
  type: 'prometheus_query',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['query', 'comparator', 'threshold'],
    properties: {
      query: { type: 'string', minLength: 1, maxLength: 4096 },
      comparator: { type: 'string', enum: comparators },
      threshold: { type: 'number' },
      forSeconds: { type: 'integer', minimum: 0, maximum: 3600 },
    },
  },
  async run({ metrics, parameters, since }) {
    if (!metrics) return { result: 'NotApplicable', message: 'No Prometheus is configured (PROMETHEUS_URL)' };
    const { query, comparator, threshold, forSeconds: seconds = 0 } = parametersOf(parameters);
    const expected: Expectation = { comparator, threshold, seconds };
    const reading = await metrics.measure(query, { seconds, since });
    return reading.kind === 'measured'
      ? judgeMeasurement(reading, expected)
      : { result: 'Inconclusive', message: `Prometheus ${reading.cause}` };
  },
};

/** The schema was checked when the plan or action was first seen. */
function parametersOf(parameters: CheckContext['parameters']): Parameters {
  return parameters as unknown as Parameters;
}
