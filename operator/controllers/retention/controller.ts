import type { RemediationAction } from '../../api/generated/types.ts';
import { isOver, type EngineObject } from '../../api/terminal-phases.ts';
import { judgeRetention, type Retained } from '../../domain/retention/judge-retention.ts';
import { targetString } from '../../api/target.ts';
import type { Change } from '../../kube/cache.ts';
import { keyOf } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { indexIncidents, type Incidents } from './incidents.ts';

const workers = 2;
/** What is held or needed is looked at again so soon; no call is made for that. */
const lookAgainMs = 15_000;

/** Finished incidents are deleted when their time is over; in between nothing is asked of the API server. */
export function makeRetentionController(deps: EngineDeps): Controller {
  const { caches } = deps;
  const queue = makeQueue(deps, { name: 'retention' });
  const retention = passOf(deps);
  const add = (object: EngineObject): void => {
    const root = retention.incidents.rootOf(object);
    if (!root || !isOver(root)) return;
    for (const one of [root, ...retention.incidents.elderOf(root)]) queue.add(refOf(one));
  };
  const onChange = ({ kind, object }: Change<EngineObject>): void => {
    if (kind === 'deleted') for (const uids of [retention.told, retention.deleted]) uids.delete(object.metadata.uid);
    add(object);
  };
  const addAll = (): void => {
    const all = [...caches.anomalies.list(), ...caches.plans.list(), ...caches.actions.list()];
    all.filter((object) => retention.incidents.rootOf(object) === object).forEach(add);
  };
  caches.anomalies.onChange(onChange);
  caches.plans.onChange(onChange);
  caches.actions.onChange(onChange);
  whenRetentionChanges(deps, addAll);
  deps.tally.on('written', () => {
    for (const key of retention.uncounted) queue.add(key);
    retention.uncounted.clear();
  });
  return makeController(deps, { queue, workers, reconcile: (key) => reconcileIncident(retention, key), onStart: addAll });
}

/** What one pass works with. */
export interface RetentionPass {
  readonly deps: EngineDeps;
  readonly incidents: Incidents;
  /** Uids of roots of which the log says that they stay because they are kept in git. */
  readonly told: Set<string>;
  /** Roots whose time is over and whose actions the engine's counts would lose. */
  readonly uncounted: Set<string>;
  /** Uids of roots that the API server deletes, or has; the watch may tell the end of what they own before their own. */
  readonly deleted: Set<string>;
}

function passOf(deps: EngineDeps): RetentionPass {
  return { deps, incidents: indexIncidents(deps.caches), told: new Set(), uncounted: new Set(), deleted: new Set() };
}

function whenRetentionChanges({ caches, policy }: EngineDeps, then: () => void): void {
  let last = '';
  caches.policies.onChange(() => {
    const { retention, cooldownSeconds, breakers, admissions } = policy();
    const terms = JSON.stringify([retention, cooldownSeconds, breakers, admissions]);
    if (terms !== last) then();
    last = terms;
  });
}

/** The object and all that goes with it is deleted if its time is over and it is still what was judged. */
export async function reconcileIncident(pass: RetentionPass, key: string): Promise<Requeue> {
  const { deps, incidents, told, uncounted } = pass;
  const root = find(pass, key);
  if (root === undefined || incidents.rootOf(root) !== root) return done;
  const { clock, log } = deps;
  const incident = incidents.of(root);
  const countsUntil = (): number => deps.limits.countsUntil([root, ...incident.descendants]);
  const verdict = judgeRetention({ ...incident, countsUntil }, retainedBy(deps), clock.now());
  switch (verdict.kind) {
    case 'delete':
      if (deps.tally.mayGo([root, ...incident.descendants].filter(isAction))) await remove(pass, root);
      else uncounted.add(key);
      return done;
    case 'wait':
      return { after: verdict.until.getTime() - clock.now().getTime() };
    case 'inUse':
      return { after: lookAgainMs };
    case 'unfinished':
      return done;
    case 'keptInGit':
      if (!told.has(root.metadata.uid))
        log.info('A finished incident stays, because it would come back from git', { object: key, by: verdict.by });
      told.add(root.metadata.uid);
      return done;
    default:
      return verdict satisfies never;
  }
}

function isAction(object: EngineObject): object is RemediationAction {
  return object.kind === 'RemediationAction';
}

function retainedBy({ resolvedPolicy }: EngineDeps): Retained {
  const { policy, effective } = resolvedPolicy();
  const row = effective.find(({ field }) => field === 'retention.ttlSecondsAfterFinished');
  return { seconds: policy.retention.ttlSecondsAfterFinished, isGiven: row?.source !== 'Default' };
}

async function remove({ deps: { client, log }, deleted }: RetentionPass, root: EngineObject): Promise<void> {
  const { uid, resourceVersion } = root.metadata;
  deleted.add(uid); // before the call, since the watch may tell of the end before the answer is here
  try {
    await client.delete(kinds[root.kind], keyOf(root), { uid, resourceVersion, propagation: 'Background', priority: 'background' });
  } catch (error) {
    deleted.delete(uid);
    throw error;
  }
  log.info('A finished incident was deleted', { object: refOf(root), finishedAt: root.status?.finishedAt });
}

/** kind/namespace/name. */
function refOf({ kind, metadata: { namespace, name: called } }: EngineObject): string {
  return targetString({ kind, namespace, name: called });
}

/** What the caches know of it, unless it is deleted already. */
function find({ deps: { caches }, deleted }: RetentionPass, key: string): EngineObject | undefined {
  const [kind, namespace, called = ''] = key.split('/');
  const at = { namespace, name: called };
  const { anomalies, plans, actions } = caches;
  const ofKind = { Anomaly: anomalies, RemediationPlan: plans, RemediationAction: actions }[kind as EngineObject['kind']];
  const found = ofKind.get(at);
  return found && deleted.has(found.metadata.uid) ? undefined : found;
}
