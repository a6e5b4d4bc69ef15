import type { PlanStep, RemediationPlan } from '../../api/generated/types.ts';
import { resolveNamespace } from '../../api/target.ts';
import { ownAccountOf } from '../../config.ts';
import type { Foresight } from '../../domain/progression/foresight.ts';
import { Terminal } from '../../kube/errors.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What can be said of the steps now, by their names; what the engine may not read makes a step impossible. */
export async function foreseeAll(
  deps: Pick<EngineDeps, 'client' | 'operations' | 'settings'>,
  plan: RemediationPlan,
  steps: readonly PlanStep[],
): Promise<ReadonlyMap<string, Foresight>> {
  const told = await Promise.all(
    steps.map(async (step): Promise<[string, Foresight][]> => {
      const seen = await foresee(deps, plan, step);
      return seen ? [[step.name, seen]] : [];
    }),
  );
  return new Map(told.flat());
}

async function foresee(
  { client, operations, settings }: Pick<EngineDeps, 'client' | 'operations' | 'settings'>,
  { metadata }: RemediationPlan,
  { action }: PlanStep,
): Promise<Foresight | undefined> {
  const { foresee: ask } = operations.get(action.operation) ?? {};
  const { namespace = '' } = metadata;
  const { parameters = {} } = action;
  const question = {
    client,
    namespace,
    target: resolveNamespace(action.target, namespace),
    parameters,
    ownAccount: ownAccountOf(settings),
  };
  try {
    return await ask?.(question);
  } catch (error) {
    if (error instanceof Terminal) return { kind: 'impossible', message: error.message };
    throw error;
  }
}
