import { isOver, type EngineObject } from '../../api/terminal-phases.ts';
import { judgeRetention } from '../../domain/retention/judge-retention.ts';
import { targetString } from '../../api/target.ts';
import type { Change } from '../../kube/cache.ts';
import { keyOf } from '../../kube/client.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Controller, EngineDeps } from '../runtime/deps.ts';
import { WorkQueue } from '../runtime/queue.ts';
import { runController, type RunningController } from '../runtime/reconcile-loop.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { indexIncidents, type Incidents } from './incidents.ts';

const name = 'retention';
const workers = 2;
/** What is held or needed is looked at again so soon; no call is made for that. */
const lookAgainMs = 15_000;

/** Finished incidents are deleted when their time is over; in between nothing is asked of the API server. */
export function makeRetentionController(deps: EngineDeps): Controller {
  const { caches, clock, log, loopMetrics: metrics } = deps;
  const queue = new WorkQueue({ name, clock, metrics, closed: true });
  const retention = { deps, incidents: indexIncidents(caches), told: new Set<string>() };
  const add = (object: EngineObject): void => {
    const root = retention.incidents.rootOf(object);
    if (root && isOver(root)) queue.add(refOf(root));
  };
  const onChange = ({ kind, object }: Change<EngineObject>): void => {
    if (kind === 'deleted') retention.told.delete(object.metadata.uid);
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
  let running: RunningController | undefined;
  return {
    name,
    start() {
      running = runController({ name, queue, workers, reconcile: (key) => reconcileIncident(retention, key), log, metrics, clock });
      addAll();
    },
    async stop() {
      await running?.stop();
    },
  };
}

/** What one pass works with. */
export interface RetentionPass {
  readonly deps: EngineDeps;
  readonly incidents: Incidents;
  /** Uids of roots of which the log says that they stay because they are kept in git. */
  readonly told: Set<string>;
}

function whenRetentionChanges({ caches, policy }: EngineDeps, then: () => void): void {
  let last: number | undefined;
  caches.policies.onChange(() => {
    const seconds = policy().retention.ttlSecondsAfterFinished;
    if (seconds !== last) then();
    last = seconds;
  });
}

/** The object and all that goes with it is deleted if its time is over and it is still what was judged. */
export async function reconcileIncident({ deps, incidents, told }: RetentionPass, key: string): Promise<Requeue> {
  const root = find(deps, key);
  if (!root || incidents.rootOf(root) !== root) return done;
  const { clock, log, policy } = deps;
  const verdict = judgeRetention(incidents.of(root), policy().retention.ttlSecondsAfterFinished, clock.now());
  switch (verdict.kind) {
    case 'delete':
      await remove(deps, root);
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

async function remove({ client, log }: EngineDeps, root: EngineObject): Promise<void> {
  const { uid, resourceVersion } = root.metadata;
  await client.delete(kinds[root.kind], keyOf(root), { uid, resourceVersion, propagation: 'Background', priority: 'background' });
  log.info('A finished incident was deleted', { object: refOf(root), finishedAt: root.status?.finishedAt });
}

/** kind/namespace/name. */
function refOf({ kind, metadata: { namespace, name: called } }: EngineObject): string {
  return targetString({ kind, namespace, name: called });
}

function find({ caches }: EngineDeps, key: string): EngineObject | undefined {
  const [kind, namespace, called = ''] = key.split('/');
  const at = { namespace, name: called };
  if (kind === 'Anomaly') return caches.anomalies.get(at);
  return kind === 'RemediationPlan' ? caches.plans.get(at) : caches.actions.get(at);
}
