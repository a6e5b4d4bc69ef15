import type { Playbook, PlaybookStep, PlaybookTarget } from '../../api/generated/playbook.ts';
import type { FieldError } from '../../api/validate.ts';
import type { HealthCheck } from '../../checks/check.ts';
import { computed } from '../../domain/playbooks/compute.ts';
import type { FaultsOf } from '../../domain/playbooks/offers.ts';
import { sampleOf } from '../../domain/playbooks/sample.ts';
import type { Operation } from '../../operations/operation.ts';
import { parameterFault } from '../../operations/parameter-fault.ts';

/** What a playbook is held against. */
export interface Catalogue {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly checks: ReadonlyMap<string, HealthCheck>;
}

/** What is wrong with a playbook of the right shape: an operation or a check that is not built, parameters or kinds that it does not take. */
export function makeFaultsOf({ operations, checks }: Catalogue): FaultsOf {
  return (playbook) => [
    ...(playbook.steps ?? []).flatMap((step, place) => stepFaults(step, { playbook, operations, at: `steps[${place}]` })),
    ...(playbook.checks ?? []).flatMap(({ type, parameters }, place) => {
      const check = checks.get(type);
      const at = `checks[${place}]`;
      return check ? parameterFaults(check, parameters, at) : [{ field: `${at}.type`, message: `the check ${type} is not built` }];
    }),
  ];
}

interface Place {
  readonly playbook: Playbook;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly at: string;
}

function stepFaults(step: PlaybookStep, { playbook, operations, at }: Place): FieldError[] {
  const operation = operations.get(step.operation);
  if (!operation) return [{ field: `${at}.operation`, message: `the operation ${step.operation} is not built` }];
  return [...kindFaults(operation, playbook, { step, at }), ...parameterFaults(operation, step.parameters, at)];
}

function parameterFaults(asked: Parameters<typeof parameterFault>[0], parameters: PlaybookStep['parameters'], at: string): FieldError[] {
  const { value, unknown } = sampleOf(parameters ?? {});
  const field = `${at}.parameters`;
  if (unknown.length > 0) return [{ field, message: `compute: ${unknown.join(', ')} is none of ${computed.join(', ')}` }];
  const fault = parameterFault(asked, value);
  return fault === undefined ? [] : [{ field, message: fault }];
}

const workloads: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Kinds that a step's target may turn out to have; undefined where it may be any. */
const kindsOf: Readonly<Record<PlaybookTarget, (playbook: Playbook) => readonly string[] | undefined>> = {
  itself: ({ when = {} }) => when.kinds ?? (when.methods ? workloads : undefined),
  node: () => ['Node'],
  pool: () => ['MachineConfigPool'],
  machines: () => ['MachineSet', 'MachineDeployment', 'NodePool'],
  workload: () => workloads,
  application: () => ['Application'],
  owner: () => undefined,
  cause: () => undefined,
  report: () => undefined,
};

function kindFaults(
  { name, targetKinds }: Operation,
  playbook: Playbook,
  { step, at }: { readonly step: PlaybookStep; readonly at: string },
): FieldError[] {
  if (targetKinds === 'any') return [];
  const target = step.target ?? 'itself';
  const kinds = kindsOf[target](playbook);
  const takes = `${name} takes ${targetKinds.join(', ')}`;
  if (!kinds) {
    if (target !== 'itself') return [{ field: `${at}.target`, message: `${takes}, and ${target} may be anything` }];
    return [{ field: 'when.kinds', message: `is required, since ${takes} only` }];
  }
  const other = kinds.filter((kind) => !targetKinds.includes(kind));
  const field = target === 'itself' ? 'when.kinds' : `${at}.target`;
  return other.length === 0 ? [] : [{ field, message: `${takes}, not ${other.join(', ')}` }];
}
