import type { Upgrade } from '../../domain/limits/node-work.ts';
import { conditionStatus, type SeenClusterOperator, type SeenPool } from '../../domain/health/objects.ts';
import { isKindNotInstalled, unless } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readOrTell } from './read-or-tell.ts';

type Needed = Pick<EngineDeps, 'client' | 'clock' | 'log'>;

/** What is known of upgrades of the cluster and of the pools of its nodes. */
export interface UpgradeFacts {
  /** As read last; undefined when it could not be read. */
  of(): Upgrade | undefined;
  /** What is known is not older than so many milliseconds; nothing is known while it cannot be read. */
  read(maxAgeMs: number): Promise<void>;
}

/** Where it is not installed nothing upgrades the cluster; a right that is missing says nothing of the kind. */
const orNothing = unless(isKindNotInstalled);

/** Knows nothing yet; nothing is read before somebody asks for it. */
export function makeUpgradeFacts(deps: Needed): UpgradeFacts {
  const { clock, log } = deps;
  let known: { readonly upgrade: Upgrade; readonly readAt: number } | undefined;
  return {
    of: () => known?.upgrade,
    async read(maxAgeMs) {
      if (known && clock.monotonic() - known.readAt < maxAgeMs) return;
      const upgrade = await readOrTell(
        () => readUpgrade(deps),
        ({ message: cause }) => log.warn('Whether the cluster is being upgraded could not be read; whoever wants a node waits', { cause }),
      );
      known = upgrade && { upgrade, readAt: clock.monotonic() };
    },
  };
}

async function readUpgrade({ client }: Needed): Promise<Upgrade> {
  const [version, pools] = await Promise.all([
    client.get<SeenClusterOperator>(kinds.ClusterVersion, { name: 'version' }).catch(orNothing),
    client.list<SeenPool>(kinds.MachineConfigPool).catch(orNothing),
  ]);
  return { upgrading: version !== undefined && conditionStatus(version, 'Progressing') === 'True', pools: pools?.items ?? [] };
}
