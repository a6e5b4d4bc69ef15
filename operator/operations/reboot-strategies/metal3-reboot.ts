import { keys } from '../../api/resource.ts';
import { openshiftMachine } from '../../domain/health/node-machine.ts';
import type { StoredObject } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { Look, OperationContext } from '../operation.ts';
import { carriesToken } from '../token.ts';
import { annotate, whyUnreadable, type Found, type RebootStrategy, type StrategyContext } from './strategy.ts';

/** Asks the bare metal operator to switch the host off and on once; it takes the annotation off when it has. */
const rebootAnnotation = 'reboot.metal3.io';
/** Off at once instead of asking the operating system first, which may be what hangs. */
const hard = JSON.stringify({ mode: 'hard' });

interface Host extends StoredObject {
  readonly spec?: { readonly online?: boolean; readonly consumerRef?: { readonly namespace?: string; readonly name?: string } };
}

async function find(context: OperationContext, node: LiveNode): Promise<Found> {
  const hosts = await context.client.list<Host>(kinds.BareMetalHost).catch(whyUnreadable('list', kinds.BareMetalHost));
  if (typeof hosts === 'string') return { kind: 'unusable', why: hosts };
  const host = hosts.items.find((candidate) => carries(candidate, node));
  if (!host) return { kind: 'unusable', why: `no BareMetalHost carries Node ${node.metadata.name}` };
  const { namespace, name, annotations = {} } = host.metadata;
  if (host.spec?.online === false) return { kind: 'unusable', why: `BareMetalHost ${namespace}/${name} is to be off` };
  const asked = Object.keys(annotations).find((key) => key === rebootAnnotation || key.startsWith(`${rebootAnnotation}/`));
  if (asked === undefined) return { kind: 'usable', via: { namespace, name } };
  const by = `BareMetalHost ${namespace}/${name}`;
  return { kind: 'busy', reason: 'TargetLocked', message: `Somebody else has asked ${by} to reboot (${asked}).`, by };
}

/** By the provider id, which holds the host's uid or its namespace and name, or by the Machine that the node names and the host serves. */
function carries(host: Host, node: LiveNode): boolean {
  const { namespace, name, uid } = host.metadata;
  const parts = node.spec?.providerID?.split('/') ?? [];
  if (parts.includes(uid) || parts.some((part, index) => part === namespace && parts[index + 1] === name)) return true;
  const machine = node.metadata.annotations?.[openshiftMachine];
  return machine !== undefined && machine === consumerOf(host);
}

function consumerOf({ metadata, spec }: Host): string | undefined {
  const { namespace = metadata.namespace, name } = spec?.consumerRef ?? {};
  return name === undefined ? undefined : `${namespace}/${name}`;
}

const read = ({ client, via }: StrategyContext): Promise<Host | undefined> => client.get<Host>(kinds.BareMetalHost, via);

async function ask(context: StrategyContext): Promise<void> {
  const host = await read(context);
  // The operator takes its own annotation off early; the token stays, so that no second reboot is asked for.
  if (host) await annotate(context, kinds.BareMetalHost, host, { [rebootAnnotation]: hard, [keys.token]: context.intent.token });
}

async function look(context: StrategyContext): Promise<Look> {
  const host = await read(context);
  const by = `BareMetalHost ${context.via.namespace}/${context.via.name}`;
  if (!host) return { kind: 'failed', reason: 'NoRebootStrategy', message: `${by} is gone.` };
  if (!carriesToken(host, context.intent.token)) return { kind: 'absent' };
  return { kind: 'working', message: `${by} is switched off and on; the node has not rebooted yet.` };
}

async function withdraw(context: StrategyContext): Promise<void> {
  const host = await read(context);
  if (!host || !carriesToken(host, context.intent.token)) return;
  await annotate(context, kinds.BareMetalHost, host, { [rebootAnnotation]: null, [keys.token]: null });
}

/** Metal3's host under the node is switched off and on. */
export const metal3Strategy: RebootStrategy = {
  name: 'Metal3Reboot',
  find,
  ask,
  look,
  withdraw,
  isLeft: async (context) => {
    const host = await read(context);
    return host !== undefined && carriesToken(host, context.intent.token);
  },
};
