import type { Change } from '../../api/generated/types.ts';

/** What a person can set back, from what was recorded before the change; a status tells of the past and nobody sets it. */
export function setBack(changes: readonly Change[] | undefined): string[] {
  return (changes ?? []).flatMap(({ resource, from }) =>
    from === undefined || resource.includes('.status.') ? [] : [`set ${resource} back to ${from}`],
  );
}
