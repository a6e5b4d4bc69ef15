import type { CheckType } from '../api/generated/types.ts';
import { isForbidden, isKindNotInstalled, KubeError } from '../kube/errors.ts';
import type { CheckContext, CheckVerdict, HealthCheck, RunCheck } from './check.ts';
import { endpointsHealthy } from './endpoints-healthy.ts';
import { externalCondition } from './external-condition.ts';
import { mcoStable } from './mco-stable.ts';
import { networkingFunctional } from './networking-functional.ts';
import { noNodePressure } from './no-node-pressure.ts';
import { nodeReady } from './node-ready.ts';
import { openshiftOperatorsReady } from './openshift-operators-ready.ts';
import { podsRunning } from './pods-running.ts';
import { prometheusQuery } from './prometheus-query.ts';
import { shareReads } from './shared-reads.ts';
import { workloadAvailable } from './workload-available.ts';

const checks = [
  nodeReady,
  noNodePressure,
  mcoStable,
  openshiftOperatorsReady,
  networkingFunctional,
  podsRunning,
  endpointsHealthy,
  workloadAvailable,
  prometheusQuery,
  externalCondition,
];

/** The checks that can be run; a plan that names another type of the enum is invalid. */
export const builtChecks: ReadonlyMap<CheckType, HealthCheck> = new Map(checks.map((check) => [check.type, check]));

/** Runs the built checks; a check that could not read is Inconclusive, one whose API is not installed NotApplicable. */
export function makeRunCheck({ client, metrics }: Pick<CheckContext, 'client' | 'metrics'>): RunCheck {
  const reader = shareReads(client);
  return async (type, context) => {
    const check = builtChecks.get(type);
    if (!check) return { result: 'Inconclusive', message: `The check ${type} is not built yet` };
    try {
      return await check.run({ ...context, client: reader, metrics });
    } catch (error) {
      if (error instanceof KubeError) return verdictOf(error);
      throw error;
    }
  };
}

function verdictOf(error: KubeError): CheckVerdict {
  const [absent, forbidden] = [isKindNotInstalled(error), isForbidden(error)];
  const resource = error.resource ?? error.details?.kind;
  if (absent) return { result: 'NotApplicable', message: `The API of ${resource ?? 'a kind that it needs'} is not installed` };
  const what = error.verb && resource ? `Could not ${error.verb} ${resource}` : `Could not read (${error.message})`;
  return { result: 'Inconclusive', message: `${what}: ${forbidden ? 'the role does not allow it' : error.reason}`.slice(0, 1000) };
}
