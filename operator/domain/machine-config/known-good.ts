import { sha256 } from '../../api/digest.ts';
import { hashOf, type MachineConfig } from './content.ts';
import { makerOf } from './maker.ts';

/** One MachineConfig as it was when its pool was last well. */
export interface GoodConfig {
  readonly name: string;
  /** Of its content, which is kept under contentRevision(name, hash). */
  readonly hash: string;
  /** Who made it, if that was not a person. */
  readonly maker?: string;
}

/** The MachineConfig as it is now, as one of a known good state. */
export function goodConfig(config: MachineConfig): GoodConfig {
  const maker = makerOf(config);
  return { name: config.metadata.name, hash: hashOf(config), ...(maker !== undefined && { maker }) };
}

/** What was in force in a pool when it was last updated and not degraded. */
export interface KnownGood {
  readonly pool: string;
  /** Name of the rendered configuration that these MachineConfigs made. */
  readonly configuration: string;
  readonly machineConfigs: readonly GoodConfig[];
}

const longestPart = 200;
const digits = 10;

/** Name of the ControllerRevision that says which MachineConfigs made the rendered configuration of the pool. */
export function goodRevision(pool: string, configuration: string): string {
  return `mcp-${part(pool)}-${sha256(`${pool}/${configuration}`).slice(0, digits)}`;
}

/** Name of the ControllerRevision that holds the content of this hash; the same content has the same name in every pool. */
export function contentRevision(name: string, hash: string): string {
  return `mc-${part(name)}-${hash}`;
}

function part(name: string): string {
  return name.slice(0, longestPart).replace(/[-.]+$/, '');
}
