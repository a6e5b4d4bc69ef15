import { PooledKubeConfig } from '../../operator/kube/kubeconfig.ts';
import type { KubeClient } from '../../operator/kube/client.ts';
import { Conflict } from '../../operator/kube/errors.ts';
import { kinds } from '../../operator/kube/kinds.ts';
import { Transport } from '../../operator/kube/transport.ts';
import { takingLock } from '../../operator/operations/node-lock.ts';
import type { EffectContext } from '../../operator/operations/operation.ts';
import { operationContext } from '../../operator/testing/operation-context.ts';
import type { Cluster } from '../harness/cluster.ts';
import { engineServiceAccount } from '../harness/engine.ts';
import { serviceAccountKubeconfig } from '../harness/service-account.ts';

/** What came of one replica's try to make the first effect of its action on a node. */
export type Tried = 'made' | 'lost the race' | 'waits';

/** Two replicas that both take themselves for the leader read the lock before either writes it; what each then tells. */
export async function raceForLock(cluster: Cluster, node: string): Promise<Tried[]> {
  const config = new PooledKubeConfig();
  config.loadFromFile(await serviceAccountKubeconfig(cluster, engineServiceAccount));
  const client = new Transport({ config, userAgent: 'coordination-engine/lock-race' });
  try {
    const bothHaveRead = meeting(2);
    return await Promise.all(['first', 'second'].map((name) => tryEffect(slowReader(client, bothHaveRead), node, name)));
  } finally {
    await config.close();
  }
}

async function tryEffect(client: KubeClient, node: string, name: string): Promise<Tried> {
  const context = operationContext(client, `Node/${node}`);
  const action = { ...context.action, metadata: { ...context.action.metadata, name, uid: `uid-of-${name}` } };
  const object = await client.get(kinds.Node, { name: node });
  const intent = { step: 'cordon', token: name, targetUid: object?.metadata.uid, at: new Date().toISOString(), epoch: 1 };
  const now = new Date();
  const effect = takingLock({ name: 'cordon', apply: () => Promise.resolve(), look: () => Promise.resolve({ kind: 'absent' }) });
  const racing: EffectContext = { ...context, action, object, intent, now };
  try {
    return (await effect.apply(racing)) === undefined ? 'made' : 'waits';
  } catch (error) {
    if (error instanceof Conflict) return 'lost the race';
    throw error;
  }
}

/** Reads of a Lease are answered once everybody's have been. */
function slowReader(client: Transport, met: () => Promise<void>): KubeClient {
  return {
    get: async (kind, key, options) => {
      const object = await client.get(kind, key, options);
      if (kind === kinds.Lease) await met();
      return object as never;
    },
    served: (...args) => client.served(...args),
    list: (...args) => client.list(...args),
    create: (...args) => client.create(...args),
    patch: (...args) => client.patch(...args),
    update: (...args) => client.update(...args),
    delete: (...args) => client.delete(...args),
  };
}

/** Resolves for everybody once so many have come. */
function meeting(size: number): () => Promise<void> {
  let come = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    come += 1;
    if (come === size) resolve();
    return promise;
  };
}
