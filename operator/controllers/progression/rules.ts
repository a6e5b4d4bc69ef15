import { Ajv, type ValidateFunction } from 'ajv';
import type { FreeMap } from '../../api/generated/types.ts';
import { builtChecks } from '../../checks/run-check.ts';
import type { CheckFacts, OperationFacts, Rules } from '../../domain/progression/seen.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What a plan is judged by: the operations and checks that are built, with their parameters' schemas, and the settings. */
export function makeRules({ operations, settings }: Pick<EngineDeps, 'operations' | 'settings'>): Rules {
  const ajv = new Ajv({ allErrors: false, strict: false });
  const { defaults, confidenceThreshold, systemNamespace } = settings;
  const operationFacts = [...operations.values()].map(({ name, undo, targetKinds, parameters }): [typeof name, OperationFacts] => [
    name,
    { undo, targetKinds, objectionTo: objectionBy(ajv, ajv.compile(parameters)) },
  ]);
  const checkFacts = [...builtChecks.values()].map(({ type, parameters }): [typeof type, CheckFacts] => [
    type,
    { objectionTo: objectionBy(ajv, ajv.compile(parameters)) },
  ]);
  return { operations: new Map(operationFacts), checks: new Map(checkFacts), defaults, confidenceThreshold, systemNamespace };
}

function objectionBy(ajv: Ajv, fits: ValidateFunction): (parameters: FreeMap) => string | undefined {
  return (parameters) => (fits(parameters) ? undefined : ajv.errorsText(fits.errors, { dataVar: 'parameters' }));
}
