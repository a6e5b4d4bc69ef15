import type { ShippedRight } from '../../api/generated/shipped-rights.ts';
import { exactWordsOf, wordsOf, type Right } from '../../api/right.ts';
import type { Wish, Work } from '../../domain/limits/hold-on.ts';
import { grantWords } from '../../domain/rights/rights-report.ts';
import { missingRights } from '../../kube/access.ts';
import type { KubeError } from '../../kube/errors.ts';
import { rightsToBegin } from '../../operations/rights.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readOrTell } from './read-or-tell.ts';
import { makeRecent } from './recent.ts';

/** Whether the engine itself may do what is to be done. */
export interface WorkRights {
  /** What it may not, in words, with what grants it; undefined when it may, or that is not known. */
  lackedBy(work: Work): string | undefined;
  /** Whether something about it has to be asked for first. */
  isUnknown(wish: Wish): boolean;
  /** What is known of these is not older than so many milliseconds, unless the API server cannot be asked just now. */
  read(wishes: readonly Wish[], maxAgeMs: number): Promise<void>;
}

type Needed = Pick<EngineDeps, 'client' | 'clock' | 'log' | 'rights' | 'settings'>;

/**
 * An empty memory. Only what the engine was told that it lacks in the whole cluster is asked for again, on the very target: a role may be bound
 * in one namespace, or be about one object.
 */
export function makeWorkRights({ client, clock, log, rights, settings }: Needed): WorkRights {
  const answers = makeRecent<boolean>(clock);
  const suspectsOf = ({ operation, target }: Work): Right[] =>
    rights.known.report().missing.length === 0
      ? []
      : rightsToBegin(operation, target, settings.systemNamespace).filter((right) => rights.known.mayLack(right));
  const tell = ({ message: cause }: KubeError): void =>
    log.warn('The API server could not be asked for the rights of the engine; what needs them is tried', { cause });
  return {
    lackedBy(work) {
      const lacked = suspectsOf(work).filter((right) => answers.get(exactWordsOf(right)) === false);
      return lacked.length === 0 ? undefined : lackedWords(lacked, rights.known.report().missing);
    },
    isUnknown: (wish) => begun(wish).some((work) => suspectsOf(work).some((right) => answers.get(exactWordsOf(right)) === undefined)),
    async read(wishes, maxAgeMs) {
      const wanted = new Map(
        wishes
          .flatMap(begun)
          .flatMap(suspectsOf)
          .map((right) => [exactWordsOf(right), right]),
      );
      const stale = [...wanted.values()].filter((right) => !answers.isFresh(exactWordsOf(right), maxAgeMs));
      const missing = await readOrTell(() => missingRights(client, stale), tell);
      if (!missing) return;
      const lacked = new Set(missing.map(exactWordsOf));
      if (stale.some((right) => answers.get(exactWordsOf(right)) === false && !lacked.has(exactWordsOf(right)))) rights.onGranted();
      for (const right of stale) answers.set(exactWordsOf(right), !lacked.has(exactWordsOf(right)));
    },
  };
}

/** The works of what would begin; what writes nothing, or has begun, is not held. */
function begun({ planUid, compensates, dryRun, works }: Wish): readonly Work[] {
  return planUid !== undefined || compensates || dryRun ? [] : works.filter(({ optional }) => !optional);
}

function lackedWords(lacked: readonly Right[], missing: readonly ShippedRight[]): string {
  const grants = lacked.flatMap((one) =>
    missing.flatMap((right) =>
      right.verb === one.verb && right.group === one.group && right.resource === one.resource ? grantWords(right) : [],
    ),
  );
  return `${lacked.map(wordsOf).join(', ')}, which ${[...new Set(grants)].join(' and ')} grants`;
}
