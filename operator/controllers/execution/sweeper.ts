import { keys } from '../../api/resource.ts';
import { claimOn, isCordoned, type ClaimOwner } from '../../domain/execution/claim.ts';
import type { KubeObject } from '../../kube/client.ts';
import { Conflict } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { asNode } from '../../operations/live-node.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { releasing } from './causes.ts';
import { belongsTo, ownerOf } from './owners.ts';
import { releaseClaim } from './release.ts';

const sweepSeconds = 15;

/** Looks at every node's claim now and then, so that none outlives the plan or action that made it, whatever was lost on the way. */
export function makeClaimSweeper(deps: EngineDeps): Controller {
  const queue = makeQueue<'nodes'>(deps, { name: 'claim-sweeper' });
  const reconcile = async () => {
    await sweep(deps);
    return { after: sweepSeconds * 1000 };
  };
  return makeController(deps, { queue, reconcile, onStart: () => queue.add('nodes') });
}

/** No node has a claim of somebody who ended or is gone, nor our token without our cordon. Throws the first error once all were tried. */
export async function sweep(deps: EngineDeps): Promise<void> {
  const errors: unknown[] = [];
  for (const node of deps.caches.nodes.list()) {
    try {
      await sweepNode(deps, node);
    } catch (error) {
      // The node moved while we looked: the next sweep sees it as it is then.
      if (!(error instanceof Conflict)) errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function sweepNode(deps: EngineDeps, object: KubeObject): Promise<void> {
  const node = asNode(object);
  const { name, annotations } = node.metadata;
  const uid = claimOn(node)?.owner;
  if (uid !== undefined) return sweepClaim(deps, object, uid);
  if (annotations?.[keys.token] === undefined || isCordoned(node)) return;
  const body = { metadata: { ...guardOf(object), annotations: { [keys.token]: null } } };
  await releasing(deps, 'TokenReleased', '').patch(kinds.Node, { name }, body);
}

function guardOf({ metadata }: KubeObject): { uid: string; resourceVersion: string } {
  return { uid: metadata.uid, resourceVersion: metadata.resourceVersion };
}

async function sweepClaim(deps: EngineDeps, object: KubeObject, uid: string): Promise<void> {
  const { name } = object.metadata;
  const fate = ownerOf(uid, name, deps.caches);
  if (fate.kind === 'gone' && !(await isReallyGone(deps, uid))) return;
  const released = await releaseClaim(deps, name, { uid, fate });
  if (released === 'leave' || released === 'uncordon') tell(deps, object, fate, released);
}

/** A cache may be behind; a claim is given up only when the API server knows no such plan and no such action. */
async function isReallyGone({ client }: EngineDeps, uid: string): Promise<boolean> {
  const plans = await client.list(kinds.RemediationPlan, { metadataOnly: true });
  const actions = await client.list(kinds.RemediationAction, { metadataOnly: true });
  const owned = actions.items.some(({ metadata }) => belongsTo(metadata, uid));
  return !owned && ![...plans.items, ...actions.items].some(({ metadata }) => metadata.uid === uid);
}

function tell({ events, log }: EngineDeps, node: KubeObject, fate: ClaimOwner, released: 'leave' | 'uncordon'): void {
  const whose = fate.kind === 'gone' ? 'whose owner does not exist' : 'whose owner has ended';
  const note = `A claim ${whose} was removed${released === 'uncordon' ? ' and the node uncordoned' : '; the cordon was left'}.`;
  events.record({ regarding: node, type: 'Normal', reason: 'ClaimReleased', action: 'Release', note });
  log.info(note, { node: node.metadata.name });
}
