import type { Blocked } from '../../api/generated/types.ts';
import { keys, type ObjectMeta } from '../../api/resource.ts';
import type { ConditionChange } from '../conditions.ts';

/** Why a person wants it tried although what was tried before failed, after their name if they gave it; undefined while nobody said why. */
export function clearanceOf({ annotations = {} }: Pick<ObjectMeta, 'annotations'>): string | undefined {
  const why = annotations[keys.clearBlock]?.trim() ?? '';
  const by = annotations[keys.clearBlockBy]?.trim() ?? '';
  if (why === '') return undefined;
  return by === '' ? why : `${by}: ${why}`;
}

/** What is recorded of an object that failures of others held until now, and that a person lets go on; `reason` is what holds it from now on. */
export function clearedCondition(
  metadata: Pick<ObjectMeta, 'annotations'>,
  was: Pick<Blocked, 'reason'> | undefined,
  reason: string | undefined,
): ConditionChange | undefined {
  const why = clearanceOf(metadata);
  if (why === undefined || was?.reason !== 'ConsecutiveFailures' || reason === 'ConsecutiveFailures') return undefined;
  const message = `It is tried although what was tried before failed again and again: ${why}`;
  return { type: 'BlockCleared', status: 'True', reason: 'BlockCleared', message };
}
