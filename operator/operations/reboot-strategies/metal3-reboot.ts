import { keys } from '../../api/resource.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isForbidden, isKindNotInstalled } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { Look, OperationContext } from '../operation.ts';
import type { Found, RebootStrategy, StrategyContext } from './strategy.ts';

/** Asks the bare metal operator to switch the host off and on once; it takes the annotation off when it has. */
const rebootAnnotation = 'reboot.metal3.io';
/** Off at once instead of asking the operating system first, which may be what hangs. */
const hard = JSON.stringify({ mode: 'hard' });
const machineAnnotation = 'machine.openshift.io/machine';

interface Host extends StoredObject {
  readonly spec?: { readonly online?: boolean; readonly consumerRef?: { readonly namespace?: string; readonly name?: string } };
}

async function find(context: OperationContext, node: LiveNode): Promise<Found> {
  const hosts = await listHosts(context);
  if (typeof hosts === 'string') return { kind: 'unusable', why: hosts };
  const host = hosts.find((candidate) => carries(candidate, node));
  if (!host) return { kind: 'unusable', why: `no BareMetalHost carries Node ${node.metadata.name}` };
  const { namespace, name, annotations = {} } = host.metadata;
  if (host.spec?.online === false) return { kind: 'unusable', why: `BareMetalHost ${namespace}/${name} is to be off` };
  const asked = Object.keys(annotations).find((key) => key === rebootAnnotation || key.startsWith(`${rebootAnnotation}/`));
  if (asked === undefined) return { kind: 'usable', via: { namespace, name } };
  const by = `BareMetalHost ${namespace}/${name}`;
  return { kind: 'busy', reason: 'TargetLocked', message: `Somebody else has asked ${by} to reboot (${asked}).`, by };
}

async function listHosts({ client }: OperationContext): Promise<readonly Host[] | string> {
  try {
    return (await client.list<Host>(kinds.BareMetalHost)).items;
  } catch (error) {
    if (isKindNotInstalled(error)) return 'the API of BareMetalHost is not installed';
    if (isForbidden(error)) return 'the engine may not list baremetalhosts';
    throw error;
  }
}

/** By the provider id, which holds the host's uid or its namespace and name, or by the Machine that the node names and the host serves. */
function carries(host: Host, node: LiveNode): boolean {
  const { namespace, name, uid } = host.metadata;
  const parts = node.spec?.providerID?.split('/') ?? [];
  if (parts.includes(uid) || parts.some((part, index) => part === namespace && parts[index + 1] === name)) return true;
  const machine = node.metadata.annotations?.[machineAnnotation];
  return machine !== undefined && machine === consumerOf(host);
}

function consumerOf({ metadata, spec }: Host): string | undefined {
  const { namespace = metadata.namespace, name } = spec?.consumerRef ?? {};
  return name === undefined ? undefined : `${namespace}/${name}`;
}

const read = ({ client, via }: StrategyContext): Promise<Host | undefined> => client.get<Host>(kinds.BareMetalHost, via);
const isOurs = ({ metadata }: Host, { intent }: StrategyContext): boolean => metadata.annotations?.[keys.token] === intent.token;

async function ask(context: StrategyContext): Promise<void> {
  // The operator takes its own annotation off early; the token stays, so that no second reboot is asked for.
  await annotate(context, { [rebootAnnotation]: hard, [keys.token]: context.intent.token });
}

async function look(context: StrategyContext): Promise<Look> {
  const host = await read(context);
  const by = `BareMetalHost ${context.via.namespace}/${context.via.name}`;
  if (!host) return { kind: 'failed', reason: 'NoRebootStrategy', message: `${by} is gone.` };
  if (!isOurs(host, context)) return { kind: 'absent' };
  return { kind: 'working', message: `${by} is switched off and on; the node has not rebooted yet.` };
}

async function withdraw(context: StrategyContext): Promise<void> {
  const host = await read(context);
  if (host && isOurs(host, context)) await annotate(context, { [rebootAnnotation]: null, [keys.token]: null });
}

async function annotate(context: StrategyContext, annotations: Readonly<Record<string, string | null>>): Promise<void> {
  const host = await read(context);
  if (!host) return;
  const { uid, resourceVersion } = host.metadata;
  await context.client.patch(kinds.BareMetalHost, context.via, { metadata: { uid, resourceVersion, annotations } });
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
    return host !== undefined && isOurs(host, context);
  },
};
