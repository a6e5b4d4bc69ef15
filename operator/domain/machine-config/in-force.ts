import type { SeenPool } from '../health/objects.ts';
import { poolState } from '../health/machine-config-pool.ts';
import type { MachineConfig, ManagedFields } from './content.ts';

/** A pool with the names of the MachineConfigs that its configurations are rendered from. */
export type SourcedPool = SeenPool & {
  readonly spec: { readonly configuration?: Sourced };
  readonly status?: { readonly configuration?: Sourced };
};

interface Sourced {
  readonly name?: string;
  readonly source?: readonly { readonly name?: string }[];
}

/** Names of the MachineConfigs in `source[]`. */
export function sourcesOf(configuration: Sourced | undefined): string[] {
  return (configuration?.source ?? []).flatMap(({ name }) => name ?? []);
}

/** The rendered configuration that is in force on every machine of a pool that is updated and not degraded; undefined otherwise. */
export function configurationInForce(pool: SourcedPool): string | undefined {
  if (poolState(pool).kind !== 'stable' || sourcesOf(pool.status?.configuration).length === 0) return undefined;
  return pool.status?.configuration?.name;
}

/**
 * Why what the MachineConfigs hold now cannot be taken for what was rendered; undefined when it can. The pool tells only their names, and
 * goes on calling itself updated for some seconds after one of them was edited. So each must have been written before the rendering.
 */
export function doubtAbout(
  names: readonly string[],
  sources: readonly (MachineConfig | undefined)[],
  rendered: MachineConfig | undefined,
): string | undefined {
  if (!rendered) return 'the rendered configuration does not exist';
  for (const [index, name] of names.entries()) {
    const source = sources[index];
    if (!source) return `MachineConfig ${name} does not exist any more`;
    // Times are whole seconds, and the machine config operator renders some seconds after a change: the same second is no proof.
    if (!(writtenAt(source) < Date.parse(rendered.metadata.creationTimestamp)))
      return `MachineConfig ${name} was written after the rendering`;
  }
  return undefined;
}

/** When spec or labels were last written, by whomever; NaN when nobody says. */
function writtenAt({ metadata }: MachineConfig): number {
  const times = (metadata.managedFields ?? []).filter(writesContent).map(({ time }) => Date.parse(time ?? ''));
  return times.length === 0 ? NaN : Math.max(...times);
}

function writesContent({ fieldsV1 = {} }: ManagedFields): boolean {
  const metadata = fieldsV1['f:metadata'];
  return 'f:spec' in fieldsV1 || (typeof metadata === 'object' && metadata !== null && 'f:labels' in metadata);
}
