import { builtChecks } from '../../checks/run-check.ts';
import type { CheckFacts, OperationFacts, Rules } from '../../domain/progression/seen.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What a plan is judged by: the operations and checks that are built, with their parameters' schemas, and the policy that holds just then. */
export function makeRules({ operations, settings, policy }: Pick<EngineDeps, 'operations' | 'settings' | 'policy'>): () => Rules {
  const operationFacts = [...operations.values()].map((operation): [typeof operation.name, OperationFacts] => {
    const { name, undo, targetKinds, foresee } = operation;
    const objectionTo: OperationFacts['objectionTo'] = (parameters) => parameterFault(operation, parameters);
    return [name, { undo, targetKinds, objectionTo, foreseeable: foresee !== undefined }];
  });
  const checkFacts = [...builtChecks.values()].map((check): [typeof check.type, CheckFacts] => [
    check.type,
    { objectionTo: (parameters) => parameterFault(check, parameters) },
  ]);
  const built = { operations: new Map(operationFacts), checks: new Map(checkFacts), systemNamespace: settings.systemNamespace };
  return () => {
    const { timings: defaults, confidenceThreshold, approval, suspended } = policy();
    return { ...built, defaults, confidenceThreshold, approval, suspended };
  };
}
