import type { WaitingReason } from '../../api/waiting-reasons.ts';
import type { ObjectKey, StoredObject } from '../../kube/client.ts';
import { isForbidden, isKindNotInstalled } from '../../kube/errors.ts';
import type { Kind } from '../../kube/kinds.ts';
import type { LiveNode } from '../live-node.ts';
import type { EffectContext, Look, OperationContext } from '../operation.ts';

/** The ways to reboot a node, in the order in which they are tried. */
export const strategyNames = [
  'Job',
  'SelfNodeRemediation',
  'FenceAgentsRemediation',
  'MachineDeletionRemediation',
  'Metal3Reboot',
  'RemediateMachine',
] as const;

/** A way to reboot a node. */
export type StrategyName = (typeof strategyNames)[number];

/** Whether a strategy can reboot a node of this cluster. */
export type Found =
  /** `via` is what it goes through: the template, the host or the machine. */
  | { readonly kind: 'usable'; readonly via?: ObjectKey }
  /** It cannot; `why` continues the sentence "... cannot be used:". */
  | { readonly kind: 'unusable'; readonly why: string }
  /** It could, but not now. */
  | { readonly kind: 'busy'; readonly reason: WaitingReason; readonly message: string; readonly by?: string };

/** An intent to reboot, with what the chosen strategy goes through. */
export interface StrategyContext extends EffectContext {
  readonly via: ObjectKey;
}

/** One way to reboot a node. Whether it was rebooted is never taken from the strategy but from the node itself. */
export interface RebootStrategy {
  readonly name: StrategyName;
  /** What it does beyond a reboot, continuing its name: it is used only when somebody names it, or approved the action. */
  readonly drastic?: string;
  find(context: OperationContext, node: LiveNode): Promise<Found>;
  /** The reboot is asked for, with the intent's token; repeating it changes nothing. */
  ask(context: StrategyContext): Promise<Look | void>;
  /** What became of the request, while the node is still in its old boot: never `done`. */
  look(context: StrategyContext, node: LiveNode): Promise<Look>;
  /** What was asked for is asked for no longer, as far as that can be; also once the node is back. */
  withdraw(context: StrategyContext): Promise<void>;
  /** Whether something is left to withdraw once the node is back; absent when never. */
  isLeft?(context: StrategyContext): Promise<boolean>;
  /**
   * Present where the machine is deleted and its owner makes another one, so that the node may never come back: what is known when the node
   * is gone.
   */
  lookWhenGone?(context: StrategyContext): Promise<Look>;
}

/** For `.catch` of what `find` reads: why the strategy cannot go through that kind here; every other error is thrown on. */
export function whyUnreadable(verb: 'get' | 'list', { kind, plural }: Pick<Kind, 'kind' | 'plural'>, group = '') {
  return (error: unknown): string => {
    if (isKindNotInstalled(error)) return `the API of ${kind}${group} is not installed`;
    if (isForbidden(error)) return `the engine may not ${verb} ${plural}${group}`;
    throw error;
  };
}

/** The annotations are on the object, or off it where they are null, if it still is as it was read. */
export async function annotate(
  { client, via }: StrategyContext,
  kind: Kind,
  { metadata: { uid, resourceVersion } }: StoredObject,
  annotations: Readonly<Record<string, string | null>>,
): Promise<void> {
  await client.patch(kind, via, { metadata: { uid, resourceVersion, annotations } });
}
