import type { ObjectKey } from '../../kube/client.ts';
import type { LiveNode } from '../live-node.ts';
import type { Inspection, OperationContext } from '../operation.ts';
import { jobStrategy } from './job.ts';
import { metal3Strategy } from './metal3-reboot.ts';
import { remediateMachineStrategy } from './remediate-machine.ts';
import { remediationStrategies } from './remediation.ts';
import type { Found, RebootStrategy } from './strategy.ts';

const outOfBand: readonly RebootStrategy[] = [...remediationStrategies, metal3Strategy, remediateMachineStrategy];
const strategies: readonly RebootStrategy[] = [jobStrategy, ...outOfBand];

/** What a choice records before the first effect, so that a later process goes the same way. */
export interface Chosen {
  readonly kind: 'chosen';
  readonly strategy: string;
  readonly via?: Extract<Found, { kind: 'usable' }>['via'];
}

type NotChosen = Extract<Inspection, { kind: 'refused' | 'blocked' }>;
type Unusable = Extract<Found, { kind: 'unusable' }>;
type Busy = Extract<Found, { kind: 'busy' }>;

/** The strategy of an action that has begun; of one that an older engine began, the only one that there was. */
export function strategyIn(before: Readonly<Record<string, unknown>>): RebootStrategy {
  return strategies.find(({ name }) => name === before['strategy']) ?? jobStrategy;
}

/** The template, host or machine that was chosen. */
export function viaIn({ via }: Readonly<Record<string, unknown>>): ObjectKey {
  const { namespace, name = '' } = (via ?? {}) as Partial<ObjectKey>;
  return { ...(namespace !== undefined && { namespace }), name };
}

/**
 * The way in which the node is to be rebooted: the one that is asked for, else a Job when the kubelet answers and Jobs are granted, else the only
 * other way that this cluster has for this node. With several ways nobody guesses: they differ in what they destroy. One that does
 * more than a reboot is not taken by itself.
 */
export async function chooseStrategy(context: OperationContext, node: LiveNode): Promise<Chosen | NotChosen> {
  const asked = strategies.find(({ name }) => name === context.parameters['strategy']);
  if (asked) return judge(asked, await asked.find(context, node), node);
  const job = await jobStrategy.find(context, node);
  return job.kind === 'usable' ? chosen(jobStrategy, job) : withoutJob(context, node, job);
}

const chosen = ({ name }: RebootStrategy, { via }: Extract<Found, { kind: 'usable' }>): Chosen => ({
  kind: 'chosen',
  strategy: name,
  ...(via && { via }),
});

function judge(strategy: RebootStrategy, found: Found, { metadata }: LiveNode): Chosen | NotChosen {
  if (found.kind === 'usable') return chosen(strategy, found);
  if (found.kind === 'busy') return { ...found, kind: 'blocked' };
  return { kind: 'refused', reason: 'NoRebootStrategy', message: `${unusableFor(metadata, strategy, found)}.` };
}

const unusableFor = ({ name }: LiveNode['metadata'], strategy: RebootStrategy, { why }: Unusable): string =>
  `${strategy.name} cannot be used on Node ${name}: ${why}`;

async function withoutJob(context: OperationContext, node: LiveNode, job: Unusable | Busy): Promise<Chosen | NotChosen> {
  const found = await Promise.all(outOfBand.map(async (strategy) => ({ strategy, found: await strategy.find(context, node) })));
  const possible = found.filter((way) => way.found.kind !== 'unusable');
  const [only] = possible;
  const because = job.kind === 'busy' ? job.message.replace(/\.$/, '') : unusableFor(node.metadata, jobStrategy, job);
  if (only && possible.length === 1) {
    const { name, drastic } = only.strategy;
    if (drastic === undefined || context.approved) return judge(only.strategy, only.found, node);
    const message = `${because}, and the only other way, ${name}, ${drastic}: parameters.strategy has to name it, or a person has to approve.`;
    return { kind: 'blocked', reason: 'NoRebootStrategy', message };
  }
  const names = possible.map(({ strategy }) => strategy.name).join(', ');
  const rest = only ? `there are several other ways, of which parameters.strategy has to name one: ${names}.` : `no other way is there.`;
  return { kind: 'blocked', reason: 'NoRebootStrategy', message: `${because}, and ${rest}` };
}
