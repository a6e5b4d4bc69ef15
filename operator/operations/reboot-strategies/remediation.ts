import { keys } from '../../api/resource.ts';
import { openshiftMachine } from '../../domain/health/node-machine.ts';
import { formatKey, type ObjectKey, type StoredObject } from '../../kube/client.ts';
import { isAlreadyExists, isNotFound, unless } from '../../kube/errors.ts';
import { kinds, type Kind } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { Look, OperationContext } from '../operation.ts';
import { carriesToken } from '../token.ts';
import { whyUnreadable, type Found, type RebootStrategy, type StrategyContext, type StrategyName } from './strategy.ts';

/** One remediator of medik8s: the kind that asks it, and the kind of the templates for that. */
interface Remediator {
  readonly name: StrategyName;
  readonly drastic?: string;
  readonly kind: Kind;
  readonly template: Kind;
  /** Why it cannot work on the node; undefined when it can. */
  readonly objection?: (node: LiveNode) => string | undefined;
}

/** Which template a remediation was made from; medik8s' own annotation. */
const templateName = 'remediation.medik8s.io/template-name';

interface Template extends StoredObject {
  readonly spec?: { readonly template?: { readonly spec?: object } };
}

interface Remediation extends StoredObject {
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message?: string }[] };
}

async function find({ name, kind, template, objection }: Remediator, context: OperationContext, node: LiveNode): Promise<Found> {
  const why = objection?.(node);
  if (why !== undefined) return { kind: 'unusable', why };
  const via = await firstTemplate(template, context);
  if (typeof via === 'string') return { kind: 'unusable', why: via };
  const running = await context.client.get(kind, { namespace: via.namespace, name: context.target.name });
  if (!running) return { kind: 'usable', via };
  const by = `${name} ${via.namespace}/${context.target.name}`;
  return { kind: 'busy', reason: 'TargetLocked', message: `Somebody else remediates the node by ${by}.`, by };
}

/** The first by namespace and name, so that the same one is chosen each time; else why there is none. */
async function firstTemplate(template: Kind, { client }: OperationContext): Promise<ObjectKey | string> {
  const list = await client.list(template, { metadataOnly: true }).catch(whyUnreadable('list', template));
  if (typeof list === 'string') return list;
  const found = list.items.map(({ metadata: { namespace, name } }) => ({ namespace, name }));
  const [first] = found.toSorted((a, b) => formatKey(a).localeCompare(formatKey(b), 'en'));
  return first ?? `there is no ${template.kind}`;
}

const keyOn = ({ via, target }: StrategyContext): ObjectKey => ({ namespace: via.namespace, name: target.name });
const read = (kind: Kind, context: StrategyContext) => context.client.get<Remediation>(kind, keyOn(context));
const isOurs = (found: Remediation, { intent }: StrategyContext): boolean => carriesToken(found, intent.token);

function conditionOf({ status }: Remediation, wanted: string) {
  return status?.conditions?.find(({ type }) => type === wanted);
}

async function ask({ kind, template }: Remediator, context: StrategyContext): Promise<Look | void> {
  const { client, via, action, intent } = context;
  const found = await client.get<Template>(template, via);
  if (!found) return { kind: 'failed', reason: 'NoRebootStrategy', message: `${template.kind} ${via.namespace}/${via.name} is gone.` };
  const labels = { [keys.actionUid]: action.metadata.uid };
  const annotations = { [keys.token]: intent.token, [templateName]: via.name };
  const object = { metadata: { ...keyOn(context), labels, annotations }, spec: found.spec?.template?.spec ?? {} };
  // Whose it is if one was there before, the next look says.
  await client.create(kind, object).catch(unless(isAlreadyExists));
}

async function look({ name, kind }: Remediator, context: StrategyContext): Promise<Look> {
  const found = await read(kind, context);
  if (!found) return context.result['remediation'] === undefined ? { kind: 'absent' } : gone(name, context);
  const where = `${name} ${found.metadata.namespace}/${found.metadata.name}`;
  if (!isOurs(found, context)) return { kind: 'failed', reason: 'TargetLocked', message: `Somebody else remediates the node by ${where}.` };
  const succeeded = conditionOf(found, 'Succeeded');
  if (succeeded?.status === 'False')
    return { kind: 'failed', reason: 'RemediationFailed', message: `${where} failed: ${succeeded.message}`, begun: true };
  const message = `${where} ${progressOf(found)}; the node has not rebooted yet.`;
  return { kind: 'working', message, result: { remediation: formatKey(keyOn(context)) } };
}

/** Whether it was at work is not known; a second one could hit the node while it boots. */
function gone(name: StrategyName, context: StrategyContext): Look {
  const message = `${name} ${formatKey(keyOn(context))} was deleted before the node had rebooted.`;
  return { kind: 'failed', reason: 'RemediationFailed', message, begun: true };
}

function progressOf(remediation: Remediation): string {
  if (conditionOf(remediation, 'Succeeded')?.status === 'True') return 'has done its part';
  return conditionOf(remediation, 'Processing')?.status === 'True' ? 'is at work' : 'was not taken up yet';
}

/** Its deletion is the remediator's signal to finish, or to stop. */
async function withdraw({ kind }: Remediator, context: StrategyContext): Promise<void> {
  const found = await read(kind, context);
  if (!found || !isOurs(found, context) || found.metadata.deletionTimestamp !== undefined) return;
  await context.client.delete(kind, keyOn(context), { uid: found.metadata.uid }).catch(unless(isNotFound));
}

async function isLeft({ kind }: Remediator, context: StrategyContext): Promise<boolean> {
  const found = await read(kind, context);
  return found !== undefined && isOurs(found, context);
}

/** Where its machine is deleted for good, nobody waits for the node to come back. */
async function lookWhenGone({ kind }: Remediator, context: StrategyContext): Promise<Look> {
  const found = await read(kind, context);
  const forGood = found && conditionOf(found, 'PermanentNodeDeletionExpected')?.status === 'True';
  if (forGood) return { kind: 'done' };
  return { kind: 'working', message: 'The node was removed and has not come back yet.' };
}

/**
 * A remediation CR of medik8s, as NodeHealthCheck would make it: named after the node, in the namespace of the template and with its spec;
 * its conditions tell how far it is.
 */
const strategyOf = (remediator: Remediator): RebootStrategy => ({
  name: remediator.name,
  ...(remediator.drastic !== undefined && { drastic: remediator.drastic }),
  find: (context, node) => find(remediator, context, node),
  ask: (context) => ask(remediator, context),
  look: (context) => look(remediator, context),
  withdraw: (context) => withdraw(remediator, context),
  isLeft: (context) => isLeft(remediator, context),
  lookWhenGone: (context) => lookWhenGone(remediator, context),
});

/** The remediators of medik8s, each by the templates that it installs or that an administrator made. */
export const remediationStrategies: readonly RebootStrategy[] = [
  { name: 'SelfNodeRemediation', kind: kinds.SelfNodeRemediation, template: kinds.SelfNodeRemediationTemplate } as const,
  {
    name: 'FenceAgentsRemediation',
    drastic: 'cuts the power of the node',
    kind: kinds.FenceAgentsRemediation,
    template: kinds.FenceAgentsRemediationTemplate,
  } as const,
  {
    name: 'MachineDeletionRemediation',
    drastic: 'deletes the machine of the node',
    kind: kinds.MachineDeletionRemediation,
    template: kinds.MachineDeletionRemediationTemplate,
    objection: ({ metadata }: LiveNode) =>
      metadata.annotations?.[openshiftMachine] === undefined ? `Node ${metadata.name} has no annotation ${openshiftMachine}` : undefined,
  } as const,
].map(strategyOf);
