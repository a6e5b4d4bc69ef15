import { builtChecks } from '../../checks/run-check.ts';
import type { CheckFacts, OperationFacts, Rules } from '../../domain/progression/seen.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What a plan is judged by: the operations and checks that are built, with their parameters' schemas, and the settings. */
export function makeRules({ operations, settings }: Pick<EngineDeps, 'operations' | 'settings'>): Rules {
  const { defaults, confidenceThreshold, systemNamespace } = settings;
  const operationFacts = [...operations.values()].map((operation): [typeof operation.name, OperationFacts] => {
    const { name, undo, targetKinds, foresee } = operation;
    const objectionTo: OperationFacts['objectionTo'] = (parameters) => parameterFault(operation, parameters);
    return [name, { undo, targetKinds, objectionTo, foreseeable: foresee !== undefined }];
  });
  const checkFacts = [...builtChecks.values()].map((check): [typeof check.type, CheckFacts] => [
    check.type,
    { objectionTo: (parameters) => parameterFault(check, parameters) },
  ]);
  return { operations: new Map(operationFacts), checks: new Map(checkFacts), defaults, confidenceThreshold, systemNamespace };
}
