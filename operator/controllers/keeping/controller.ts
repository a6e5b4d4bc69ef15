import { sourcesOf, type SourcedPool } from '../../domain/machine-config/in-force.ts';
import { isForbidden, isKindNotInstalled } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { Controller, EngineDeps, OwnWatch } from '../runtime/deps.ts';
import { makeController, makeQueue } from '../runtime/make-controller.ts';
import { done, type Requeue } from '../runtime/requeue.ts';
import { keepKnownGood } from './keep-known-good.ts';

/** Asks whether pools are to be watched; no pool can have this name. */
const gate = '*';

/**
 * Keeps, of each MachineConfigPool, what was in force when it was last updated and not degraded, for rollback_machine_config to go back to.
 * Where the API is not installed, or without the opt-in right, it is asked for once more every RESYNC_SECONDS.
 */
export function makeKnownGoodKeeper(deps: EngineDeps): Controller {
  const queue = makeQueue(deps, { name: 'known-good' });
  const pools = deps.watch<SourcedPool>(kinds.MachineConfigPool);
  /** By pool, the configuration that needs no further look. */
  const settled = new Map<string, string>();
  pools.cache.onChange(({ object }) => queue.add(object.metadata.name));
  const open = async (): Promise<Requeue> => {
    const mayOpen = await mayKeep(deps);
    if (mayOpen) pools.start();
    return mayOpen ? done : { after: deps.settings.resyncSeconds * 1000 };
  };
  return makeController(deps, {
    queue,
    reconcile: (key) => (key === gate ? open() : reconcilePool(deps, { pools, settled }, key)),
    onStart() {
      settled.clear();
      queue.add(gate);
      for (const { metadata } of pools.cache.list()) queue.add(metadata.name);
    },
    // The worker has ended: it might have been about to start the watch.
    onStop: () => pools.stop(),
  });
}

interface Memory {
  readonly pools: OwnWatch<SourcedPool>;
  readonly settled: Map<string, string>;
}

async function reconcilePool(deps: EngineDeps, { pools, settled }: Memory, key: string): Promise<Requeue> {
  const pool = pools.cache.get({ name: key });
  const present = pool?.status?.configuration?.name;
  if (!pool || present === undefined || settled.get(key) === present) return done;
  const kept = await keepKnownGood(deps, pool, new Set(pools.cache.list().map(({ metadata }) => metadata.name)));
  if (kept.kind === 'unwell') return done;
  settled.set(key, kept.configuration);
  if (kept.kind === 'kept') deps.log.info('The known good state of a pool is kept', { pool: key, configuration: kept.configuration });
  else deps.log.info('A pool is well, but what is in force in it is not sure', { pool: key, ...kept });
  return done;
}

/** Whether pools are there and MachineConfigs may be read. */
async function mayKeep({ client }: EngineDeps): Promise<boolean> {
  try {
    const { items } = await client.list<SourcedPool>(kinds.MachineConfigPool, { resourceVersion: '0' });
    const [source = 'rendered'] = items.flatMap(({ status }) => sourcesOf(status?.configuration));
    await client.get(kinds.MachineConfig, { name: source });
    return true;
  } catch (error) {
    if (isKindNotInstalled(error) || isForbidden(error)) return false;
    throw error;
  }
}
