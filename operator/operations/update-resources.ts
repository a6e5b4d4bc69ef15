import type { Change } from '../api/generated/types.ts';
import { targetString } from '../api/target.ts';
import type { KubeObject } from '../kube/client.ts';
import { isInvalid } from '../kube/errors.ts';
import { findKind } from '../kube/kinds.ts';
import {
  admissible,
  isControlled,
  isNotRolling,
  isOwnWorkload,
  isRefused,
  settledRollout,
  workloadOf,
  type LiveWorkload,
} from './live-workload.ts';
import type { Effect, EffectContext, Inspection, Look, Operation, OperationContext } from './operation.ts';
import { carriesToken, guardedBy } from './token.ts';

type List = 'requests' | 'limits';

/** One amount of one container, in the API server's own spelling; without `from` the container had none. */
interface Row {
  readonly container: string;
  readonly list: List;
  readonly resource: string;
  readonly from?: string;
  readonly to: string;
}

interface Wanted {
  readonly name: string;
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

type Slot = Pick<Row, 'container' | 'list' | 'resource'>;
type Value = { readonly slot: Slot; readonly value: string | null };

const wanted = ({ parameters }: OperationContext): readonly Wanted[] => parameters['containers'] as readonly Wanted[];
const rowsOf = ({ before }: OperationContext): readonly Row[] => before['resources'] as readonly Row[];

function asked(containers: readonly Wanted[]): Value[] {
  return containers.flatMap(({ name: container, ...lists }) =>
    (['requests', 'limits'] as const).flatMap((list) =>
      Object.entries(lists[list] ?? {}).map(([resource, value]) => ({ slot: { container, list, resource }, value: String(value) })),
    ),
  );
}

function amount({ spec }: LiveWorkload, { container, list, resource }: Slot): string | undefined {
  return spec.template?.spec?.containers?.find(({ name }) => name === container)?.resources?.[list]?.[resource];
}

async function inspect(context: OperationContext): Promise<Inspection> {
  const workload = admissible(context, [isOwnWorkload, isControlled, isNotRolling]);
  if (isRefused(workload)) return workload;
  const name = targetString(context.target);
  const unknown = objectionToNames(workload, context);
  if (unknown !== undefined) return { kind: 'refused', reason: 'InvalidParameters', message: `${name} ${unknown}.` };
  const rows = await rehearse(context, workload);
  if (!Array.isArray(rows)) return rows;
  if (rows.length === 0) return { kind: 'nothingToDo', message: `The containers of ${name} have these resources already.` };
  return { kind: 'ready', before: { resources: rows }, targetUid: workload.metadata.uid, changes: rows.map((row) => changeOf(name, row)) };
}

function objectionToNames({ spec }: LiveWorkload, context: OperationContext): string | undefined {
  const known = (spec.template?.spec?.containers ?? []).map(({ name }) => name);
  const names = wanted(context).map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return `has no container ${unknown}, only ${known.join(', ')}`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `is to get the resources of container ${twice} twice`;
}

/** The API server's own judgement, on a dry run: it knows every quantity, and spells out what it would store. */
async function rehearse(context: OperationContext, workload: LiveWorkload): Promise<Row[] | Inspection> {
  const values = asked(wanted(context));
  try {
    const would = (await write(context, workload, { values, dryRun: true })) as unknown as LiveWorkload;
    return values.flatMap(({ slot }) => {
      const [from, to] = [amount(workload, slot), amount(would, slot)];
      return to === undefined || from === to ? [] : [{ ...slot, ...(from !== undefined && { from }), to }];
    });
  } catch (error) {
    if (!isInvalid(error)) throw error;
    return { kind: 'refused', reason: 'InvalidParameters', message: error.message };
  }
}

function changeOf(name: string, { container, list, resource, from, to }: Row): Change {
  return { resource: `${name}.spec.template.spec.containers[${container}].resources.${list}.${resource}`, from: from ?? 'none', to };
}

interface Writing {
  readonly values: readonly Value[];
  readonly token?: string;
  readonly dryRun?: boolean;
}

/** Only the named amounts of the named containers are written; null takes one away. */
async function write(
  { client, target }: OperationContext,
  workload: LiveWorkload,
  { values, token, dryRun }: Writing,
): Promise<KubeObject> {
  const kind = findKind(target.apiVersion, target.kind);
  if (!kind) throw new TypeError(`${target.kind} is not known`);
  const { namespace, name, uid, resourceVersion } = workload.metadata;
  const containers = [...Map.groupBy(values, ({ slot }) => slot.container)].map(([container, own]) => ({
    name: container,
    resources: Object.fromEntries(
      [...Map.groupBy(own, ({ slot }) => slot.list)].map(([list, some]) => [
        list,
        Object.fromEntries(some.map(({ slot, value }) => [slot.resource, value])),
      ]),
    ),
  }));
  const metadata = token === undefined ? { uid, resourceVersion } : guardedBy(workload, token);
  const body = { metadata, spec: { template: { spec: { containers } } } };
  return client.patch(kind, { namespace, name }, body, { type: 'strategic', ...(dryRun && { dryRun }) });
}

async function writeRows(context: EffectContext, side: 'from' | 'to'): Promise<void> {
  const workload = workloadOf(context);
  if (!workload) return;
  const values = rowsOf(context).map((slot) => ({ slot, value: slot[side] ?? null }));
  await write(context, workload, { values, token: context.intent.token });
}

const hold = (workload: LiveWorkload, rows: readonly Row[], side: 'from' | 'to'): boolean =>
  rows.every((row) => amount(workload, row) === row[side]);

function look(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'absent' };
  if (carriesToken(workload, context.intent.token) || hold(workload, rowsOf(context), 'to')) return { kind: 'done' };
  return hold(workload, rowsOf(context), 'from') ? { kind: 'absent' } : moved(context, workload);
}

function moved(context: OperationContext, workload: LiveWorkload): Look {
  return {
    kind: 'failed',
    reason: 'MovedByOther',
    message: `Somebody else changed ${targetString(context.target)}: ${drift(context, workload)}.`,
  };
}

/** What is neither as it was nor as we wrote it, each with what was expected and what is there. */
function drift(context: OperationContext, workload: LiveWorkload): string {
  const other = rowsOf(context).filter((row) => amount(workload, row) !== row.to);
  return other
    .map((row) => `${row.list}.${row.resource} of container ${row.container} from ${row.to} to ${amount(workload, row) ?? 'none'}`)
    .join(', ');
}

function lookAtUndo(context: EffectContext): Look {
  const workload = workloadOf(context);
  if (!workload) return { kind: 'done', message: 'The target is gone.' };
  if (hold(workload, rowsOf(context), 'from')) return { kind: 'done', message: 'Its containers have the resources again that they had.' };
  if (hold(workload, rowsOf(context), 'to')) return { kind: 'absent' };
  return { kind: 'drifted', message: `Somebody else changed it, so it is left so: ${drift(context, workload)}.` };
}

const resourcesEffect: Effect = {
  name: 'resources',
  announce: { reason: 'UpdatingResources', note: 'The resources of its containers are changed to remediate it.' },
  apply: async (context) => writeRows(context, 'to'),
  look: (context) => Promise.resolve(look(context)),
  undo: {
    name: 'undo-resources',
    announce: { reason: 'UpdatingResources', note: 'The resources of its containers are set back to what they were.' },
    apply: async (context) => writeRows(context, 'from'),
    look: (context) => Promise.resolve(lookAtUndo(context)),
  },
};

function settled(context: OperationContext): Promise<Look> {
  return settledRollout(context, (workload) => (hold(workload, rowsOf(context), 'to') ? undefined : moved(context, workload)));
}

/** As the API server reads one; it has the last word. */
const quantity = {
  anyOf: [
    { type: 'integer', minimum: 0 },
    { type: 'string', maxLength: 32, pattern: '^[0-9]+(\\.[0-9]*)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$' },
  ],
};
const quantities = { type: 'object', minProperties: 1, maxProperties: 8, additionalProperties: quantity };

/** The named containers ask for, and are held to, exactly these amounts, and every pod runs with them. */
export const updateResources: Operation = {
  name: 'update_resources',
  types: ['resource_scaling'],
  targetKinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['containers'],
    properties: {
      containers: {
        type: 'array',
        minItems: 1,
        maxItems: 16,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['name'],
          minProperties: 2, // something beside the name
          properties: { name: { type: 'string', minLength: 1, maxLength: 63 }, requests: quantities, limits: quantities },
        },
      },
    },
  },
  undo: 'Reversible',
  inspect,
  effects: [resourcesEffect],
  settled,
};
