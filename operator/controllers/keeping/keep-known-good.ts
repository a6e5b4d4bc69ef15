import { keys } from '../../api/resource.ts';
import { hashOf, type MachineConfig } from '../../domain/machine-config/content.ts';
import { configurationInForce, doubtAbout, sourcesOf, type SourcedPool } from '../../domain/machine-config/in-force.ts';
import { contentRevision, goodConfig, goodRevision, type KnownGood } from '../../domain/machine-config/known-good.ts';
import { revisionsToDrop } from '../../domain/machine-config/revisions-to-drop.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isNotFound, unless } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { keep, keepContent, type KeptAs, type KeptRevision } from '../../operations/kept-revisions.ts';
import type { EngineDeps } from '../runtime/deps.ts';

/** What came of looking at a pool. */
export type Kept =
  /** It is not well just now: what is kept of it stays. */
  | { readonly kind: 'unwell' }
  | { readonly kind: 'kept'; readonly configuration: string }
  /** What its MachineConfigs hold is not surely what is in force. */
  | { readonly kind: 'doubtful'; readonly configuration: string; readonly why: string };

type Keeping = Pick<EngineDeps, 'client' | 'settings'>;

const { ControllerRevision, MachineConfig: machineConfigs } = kinds;
const labelled = (as: KeptAs): string => `${keys.kept}=${as}`;

/**
 * What is in force in the pool is kept as its known good state, if it is updated and not degraded. Nothing is written when it is kept
 * already, and of a content only what no other state holds.
 */
export async function keepKnownGood(deps: Keeping, pool: SourcedPool, pools: ReadonlySet<string>): Promise<Kept> {
  const configuration = configurationInForce(pool);
  if (configuration === undefined) return { kind: 'unwell' };
  const states = await listStates(deps);
  const name = goodRevision(pool.metadata.name, configuration);
  const known = states.find(({ metadata }) => metadata.name === name);
  if (known) {
    await makeNewest(
      deps,
      known,
      states.filter(({ data }) => data.pool === pool.metadata.name),
      newest(states),
    );
    return { kind: 'kept', configuration };
  }
  const seen = await readSources(deps, pool, configuration);
  if (typeof seen === 'string') return { kind: 'doubtful', configuration, why: seen };
  await store(deps, { pool: pool.metadata.name, configuration, sources: seen, states, pools });
  return { kind: 'kept', configuration };
}

async function listStates({ client, settings }: Keeping): Promise<KeptRevision<KnownGood>[]> {
  const options = { namespace: settings.systemNamespace, labelSelector: labelled('known-good') };
  return (await client.list<KeptRevision<KnownGood>>(ControllerRevision, options)).items;
}

/** The pool is back at a state that it had before: it is the last one to be forgotten. */
async function makeNewest(
  { client, settings }: Keeping,
  known: KeptRevision<KnownGood>,
  ofPool: readonly KeptRevision<KnownGood>[],
  revision: number,
): Promise<void> {
  if (known.revision === newest(ofPool)) return;
  const { uid, resourceVersion, name } = known.metadata;
  const key = { namespace: settings.systemNamespace, name };
  await client.patch(ControllerRevision, key, { metadata: { uid, resourceVersion }, revision: revision + 1 });
}

function newest(states: readonly KeptRevision<KnownGood>[]): number {
  return Math.max(0, ...states.map(({ revision }) => revision));
}

/** The MachineConfigs of the rendered configuration, or why they are not surely what it was rendered from. */
async function readSources({ client }: Keeping, pool: SourcedPool, configuration: string): Promise<MachineConfig[] | string> {
  const names = sourcesOf(pool.status?.configuration);
  const read = (name: string) => client.get<MachineConfig>(machineConfigs, { name }, { managedFields: true });
  const [rendered, ...sources] = await Promise.all([configuration, ...names].map(read));
  return doubtAbout(names, sources, rendered) ?? sources.filter((source) => source !== undefined);
}

interface NewState {
  readonly pool: string;
  readonly configuration: string;
  readonly sources: readonly MachineConfig[];
  readonly states: readonly KeptRevision<KnownGood>[];
  /** Pools that exist. */
  readonly pools: ReadonlySet<string>;
}

/** The contents come first: a state that is there can be gone back to. */
async function store(deps: Keeping, { pool, configuration, sources, states, pools }: NewState): Promise<void> {
  const { client, settings } = deps;
  const namespace = settings.systemNamespace;
  const contents = await listContents(deps);
  const stored = new Set(contents);
  for (const source of sources) {
    const name = contentRevision(source.metadata.name, hashOf(source));
    if (!stored.has(name)) await keepContent(client, source, { namespace, name, as: 'content' });
  }
  const state = { pool, configuration, machineConfigs: sources.map(goodConfig) };
  const revision = newest(states) + 1;
  const name = goodRevision(pool, configuration);
  await keep(client, state, { namespace, name, as: 'known-good', revision });
  const all = [
    ...states.map(({ metadata, data, revision: at }) => ({ name: metadata.name, revision: at, state: data })),
    { name, revision, state },
  ];
  for (const old of revisionsToDrop(all, contents, pools)) await drop(deps, old);
}

async function listContents({ client, settings }: Keeping): Promise<string[]> {
  const options = { namespace: settings.systemNamespace, labelSelector: labelled('content'), metadataOnly: true };
  return (await client.list<StoredObject>(ControllerRevision, options)).items.map(({ metadata }) => metadata.name);
}

async function drop({ client, settings }: Keeping, name: string): Promise<void> {
  await client.delete(ControllerRevision, { namespace: settings.systemNamespace, name }).catch(unless(isNotFound));
}
