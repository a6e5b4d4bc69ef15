import { cut } from '../../api/cut.ts';
import type { Change } from '../../api/generated/types.ts';

/** The bounds of status.changes[] in the CRD. */
const mostChanges = 64;
const longestResource = 400;
const longestValue = 512;

/** As many and as long as the schema takes: what was read off the target can be of any length. */
export function storable(changes: readonly Change[]): Change[] {
  return changes.slice(0, mostChanges).map(({ resource, from, to }) => ({
    resource: cut(resource, longestResource),
    ...(from !== undefined && { from: cut(from, longestValue) }),
    ...(to !== undefined && { to: cut(to, longestValue) }),
  }));
}
