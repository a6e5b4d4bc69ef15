import type { Change } from '../api/generated/types.ts';
import { noParameters } from '../api/no-parameters.ts';
import { poolState } from '../domain/health/machine-config-pool.ts';
import type { MachineConfig } from '../domain/machine-config/content.ts';
import { sourcesOf, type SourcedPool } from '../domain/machine-config/in-force.ts';
import type { KnownGood } from '../domain/machine-config/known-good.ts';
import { makerOf } from '../domain/machine-config/maker.ts';
import { differencesOf, type Difference } from '../domain/machine-config/transitions.ts';
import { kinds } from '../kube/kinds.ts';
import { readKnownGood } from './kept-revisions.ts';
import type { Inspection, Look, Operation, OperationContext } from './operation.ts';
import { restoreEffect } from './restore-machine-configs.ts';

type Refusal = Extract<Inspection, { kind: 'refused' }>;

function poolOf({ object }: OperationContext): SourcedPool | undefined {
  return object && (object as unknown as SourcedPool);
}

async function inspect(context: OperationContext): Promise<Inspection> {
  const pool = poolOf(context);
  const name = `MachineConfigPool ${context.target.name}`;
  if (!pool) return { kind: 'refused', reason: 'TargetNotFound', message: `${name} does not exist.` };
  if (poolState(pool).kind !== 'degraded') return { kind: 'nothingToDo', reason: 'NotDegraded', message: `${name} is not degraded.` };
  if (pool.spec.paused) return { kind: 'refused', reason: 'RolloutPaused', message: `${name} is paused, so nothing would be rolled out.` };
  const configuration = pool.status?.configuration?.name ?? '';
  const good = await readKnownGood(context.client, context.action.metadata.namespace, { pool: pool.metadata.name, configuration });
  if (!good) return noKnownGood(name, configuration);
  return inspectConfigs(context, pool, good.data);
}

function noKnownGood(name: string, configuration: string): Refusal {
  const message = `The engine has not seen ${name} updated and not degraded with the configuration "${configuration}" that its machines have.`;
  return { kind: 'refused', reason: 'NoKnownGood', message };
}

async function inspectConfigs(context: OperationContext, pool: SourcedPool, good: KnownGood): Promise<Inspection> {
  const wanted = sourcesOf(pool.spec.configuration);
  const live = await readConfigs(context, [...new Set([...good.machineConfigs.map(({ name }) => name), ...wanted])]);
  const found = differencesOf(good.machineConfigs, wanted, live);
  const message = `The MachineConfigs of MachineConfigPool ${pool.metadata.name} are as they were when it was last well.`;
  if (found.length === 0) return { kind: 'refused', reason: 'NothingToRollBack', message };
  const makers = new Map(good.machineConfigs.map(({ name, maker }) => [name, maker]));
  for (const config of live.values()) makers.set(config.metadata.name, makerOf(config));
  const objection = found.map(({ name }) => objectionTo(name, makers.get(name))).find((one) => one !== undefined);
  if (objection) return objection;
  const kept = (index: number): string => `undo-${context.action.metadata.uid}-${index}`;
  const machineConfigs = found.map((one, index) => ({ ...one, ...(one.was !== undefined && { kept: kept(index) }) }));
  const before = { good: good.configuration, bad: pool.spec.configuration?.name ?? '', machineConfigs };
  return { kind: 'ready', before, targetUid: pool.metadata.uid, changes: found.map(changeOf) };
}

async function readConfigs({ client }: OperationContext, names: readonly string[]): Promise<ReadonlyMap<string, MachineConfig>> {
  const read = await Promise.all(names.map((name) => client.get<MachineConfig>(kinds.MachineConfig, { name })));
  return new Map(read.flatMap((config) => (config ? [[config.metadata.name, config] as const] : [])));
}

/** Whoever makes a MachineConfig, or made one that is gone, decides on it. */
function objectionTo(name: string, maker: string | undefined): Refusal | undefined {
  if (maker === undefined) return undefined;
  return { kind: 'refused', reason: 'ManagedByOther', message: `${maker} decides on MachineConfig ${name} and would write over it.` };
}

function changeOf({ name, was, good }: Difference): Change {
  const resource = `MachineConfig/${name}`;
  return { resource, from: was ?? 'absent', to: good ?? 'deleted' };
}

/** The pool is well again, and not just with what it was degraded by. */
function settled(context: OperationContext): Look {
  const pool = poolOf(context);
  if (!pool) return { kind: 'absent' };
  const { kind, message } = poolState(pool);
  const { good, bad } = context.before;
  const isBack = pool.spec.configuration?.name !== bad || good === bad;
  if (kind === 'stable' && isBack) return { kind: 'done', message: `${message}.` };
  return { kind: 'working', message: isBack ? `${message}.` : 'The pool does not have its former configuration yet.' };
}

/** The pool is updated and not degraded, with the MachineConfigs that it had when it was last so. */
export const rollbackMachineConfig: Operation = {
  name: 'rollback_machine_config',
  types: ['node_remediation'],
  targetKinds: ['MachineConfigPool'],
  parameters: noParameters,
  undo: 'Reversible',
  inspect,
  effects: [restoreEffect],
  settled: (context) => Promise.resolve(settled(context)),
};
