import { isHeld } from './cordon.ts';
import { nodeOf, readiness, type LiveNode } from './live-node.ts';
import type { Effect, EffectContext, Look, OperationContext } from './operation.ts';
import { strategyIn, viaIn } from './reboot-strategies/choose.ts';
import type { StrategyContext } from './reboot-strategies/strategy.ts';

/** The boot that a node is in; the proof of a reboot is that it changed. */
export function bootOf(node: LiveNode): string {
  return node.status?.nodeInfo?.bootID ?? '';
}

/** Whether the node of the action may go with its machine, so that what follows is not given up when it is gone. */
export function mayLoseNode({ before }: OperationContext): boolean {
  return strategyIn(before).lookWhenGone !== undefined;
}

const withVia = (context: EffectContext): StrategyContext => ({ ...context, via: viaIn(context.before) });

/** The node as the target that was there at the start, as another one of its name, or gone. */
type Sighting = { readonly kind: 'same' | 'other'; readonly node: LiveNode } | { readonly kind: 'gone' };

function sight(context: EffectContext): Sighting {
  const node = nodeOf(context);
  if (!node) return { kind: 'gone' };
  return { kind: node.metadata.uid === context.intent.targetUid ? 'same' : 'other', node };
}

async function look(context: EffectContext): Promise<Look> {
  const seen = await lookAtNode(context);
  if (seen.kind !== 'done') return seen;
  const left = await strategyIn(context.before).isLeft?.(withVia(context));
  return left ? { kind: 'working', message: 'The node is back; what was asked for is taken back.', advance: true } : seen;
}

async function lookAtNode(context: EffectContext): Promise<Look> {
  const seen = sight(context);
  const strategy = strategyIn(context.before);
  if (seen.kind === 'gone') return lookWhenGone(context);
  if (isBack(seen, context)) return afterBoot(seen.node);
  if (!isHeld(seen.node, context))
    return { kind: 'takenOver', message: `Somebody uncordoned Node ${context.target.name} before its reboot.` };
  return strategy.look(withVia(context), seen.node);
}

/** That the node is gone for good is written down before what told so is taken back. */
async function lookWhenGone(context: EffectContext): Promise<Look> {
  if (context.result['replaced'] === true)
    return { kind: 'done', message: 'The node is gone with its machine, whose owner makes another.' };
  const look = await strategyIn(context.before).lookWhenGone?.(withVia(context));
  if (look?.kind !== 'done') return look ?? gone(context);
  return { kind: 'working', message: 'The node is gone with its machine.', result: { replaced: true }, again: 0 };
}

const gone = ({ target }: OperationContext): Look => ({ kind: 'failed', reason: 'TargetGone', message: `Node ${target.name} is gone.` });

/** Another node of this name has another boot by nature. */
function isBack(seen: Exclude<Sighting, { kind: 'gone' }>, { before }: EffectContext): boolean {
  return seen.kind === 'other' || bootOf(seen.node) !== before['bootID'];
}

function afterBoot(node: LiveNode): Look {
  if (readiness(node) === 'True') return { kind: 'done', message: 'The node is up again.', result: { bootID: bootOf(node) } };
  return { kind: 'working', message: 'The node has rebooted and is not Ready yet.' };
}

async function apply(context: EffectContext): Promise<Look | void> {
  const seen = sight(context);
  const strategy = strategyIn(context.before);
  const back = seen.kind === 'gone' || isBack(seen, context);
  return back ? strategy.withdraw(withVia(context)) : strategy.ask(withVia(context));
}

/** The node has a new boot and is Ready. */
export const rebootEffect: Effect = {
  name: 'reboot',
  stays: 'the reboot',
  announce: { reason: 'NodeRebooting', note: 'The drained node is rebooted to remediate it.' },
  outlives: mayLoseNode,
  apply,
  look,
  abandon: (context) => strategyIn(context.before).withdraw(withVia(context)),
};
