import type { RemediationAction } from '../../api/generated/types.ts';
import { specHash } from '../../api/spec-hash.ts';
import { objectionTo, type Refusal } from '../../domain/arbitration/objections.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { planUidOf } from '../runtime/owning-plan.ts';

/** Judges whether an action may compete at all. */
export interface Intake {
  /** `liveUid`: of the object that the target names, when it was read. */
  objectionTo(action: RemediationAction, liveUid: string | undefined): Refusal | undefined;
  specHashOf(action: RemediationAction): string;
}

/** What of an action never changes under one resourceVersion. */
interface Dossier {
  readonly specHash: string;
  readonly parameterFault?: string;
}

/** An intake by the catalogue, the caches and the settings. */
export function makeIntake(deps: EngineDeps): Intake {
  const dossiers = new WeakMap<RemediationAction, Dossier>();
  const dossierOf = (action: RemediationAction): Dossier => {
    const known = dossiers.get(action) ?? { specHash: specHash(action.spec), parameterFault: faultIn(deps, action) };
    dossiers.set(action, known);
    return known;
  };
  return {
    specHashOf: (action) => dossierOf(action).specHash,
    objectionTo: (action, liveUid) =>
      objectionTo({
        action,
        liveUid,
        ...dossierOf(action),
        systemNamespace: deps.settings.systemNamespace,
        operation: deps.operations.get(action.spec.operation),
        planUid: planUidOf(deps, action),
        undone: action.spec.compensates && deps.caches.actions.getByUid(action.spec.compensates.uid),
      }),
  };
}

/** What is wrong with the parameters, if the operation is built. */
function faultIn({ operations }: EngineDeps, { spec }: RemediationAction): string | undefined {
  const operation = operations.get(spec.operation);
  const fault = operation && parameterFault(operation, spec.parameters);
  return fault === undefined ? undefined : `spec.${fault}`;
}
