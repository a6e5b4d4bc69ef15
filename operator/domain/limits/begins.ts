import { targetKey, targetString } from '../../api/target.ts';
import { changesSomething } from './changes.ts';
import type { Wish } from './hold-on.ts';

/** Whether the wish is the beginning of something that changes the cluster, and not one more step of what has begun. */
export function beginsChange({ planUid, compensates, dryRun, works }: Wish): boolean {
  return planUid === undefined && !compensates && !dryRun && works.some(({ operation }) => changesSomething(operation));
}

/** The target with that lock, for people: kind/namespace/name. */
export function nameOfLock({ works }: Pick<Wish, 'works'>, key: string): string {
  const work = works.find(({ target }) => targetKey(target) === key);
  return work ? targetString(work.target) : key.split('/').slice(1).filter(Boolean).join('/');
}
