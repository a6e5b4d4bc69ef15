import { keys, type OwnerReference, type Resource } from '../api/resource.ts';
import { contentOf, type MachineConfig, type MachineConfigContent } from '../domain/machine-config/content.ts';
import { goodRevision, type KnownGood } from '../domain/machine-config/known-good.ts';
import type { KubeClient, NewObject } from '../kube/client.ts';
import { isAlreadyExists, unless } from '../kube/errors.ts';
import { kinds } from '../kube/kinds.ts';

/** A ControllerRevision of ours; its data cannot be changed once it is stored. */
export type KeptRevision<Data> = Omit<Resource<undefined, undefined>, 'spec'> & { readonly data: Data; readonly revision: number };

/** What a ControllerRevision of ours is, as the value of its label `kept`: a known good state, a content in it, or a content of an action. */
export type KeptAs = 'known-good' | 'content' | 'undo';

/** Where and what to keep. */
export interface Keeping {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly as: KeptAs;
  readonly revision?: number;
  /** Gone with this object. */
  readonly owner?: OwnerReference;
}

/** The known good state of the pool with this rendered configuration; undefined when none was seen. */
export async function readKnownGood(
  client: KubeClient,
  namespace: string | undefined,
  { pool, configuration }: Pick<KnownGood, 'pool' | 'configuration'>,
): Promise<KeptRevision<KnownGood> | undefined> {
  const name = goodRevision(pool, configuration);
  const found = await client.get<KeptRevision<KnownGood>>(kinds.ControllerRevision, { namespace, name });
  return found?.data.pool === pool && found.data.configuration === configuration ? found : undefined;
}

/** The content that was kept under this name; undefined when nothing is. */
export async function readContent(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
): Promise<MachineConfigContent | undefined> {
  const found = await client.get<KeptRevision<MachineConfigContent>>(kinds.ControllerRevision, { namespace, name });
  return found?.data;
}

/** The content of the MachineConfig is kept under the name, by this call or an earlier one. */
export async function keepContent(client: KubeClient, config: MachineConfig, keeping: Keeping): Promise<void> {
  await keep(client, contentOf(config), keeping);
}

/** The data is kept under the name; what was there before under it stays. */
export async function keep(client: KubeClient, data: object, { namespace, name, as, revision = 1, owner }: Keeping): Promise<void> {
  const object: NewObject = {
    metadata: { namespace, name, labels: { [keys.kept]: as }, ...(owner && { ownerReferences: [owner] }) },
    data,
    revision,
  };
  await client.create(kinds.ControllerRevision, object).catch(unless(isAlreadyExists));
}
