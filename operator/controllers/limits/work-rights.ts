import { targetString } from '../../api/target.ts';
import { exactWordsOf, wordsOf, type Right } from '../../api/right.ts';
import type { Wish, Work } from '../../domain/limits/hold-on.ts';
import { grantWords, type RightsReport } from '../../domain/rights/rights-report.ts';
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

/** A right that the engine lacks in the whole cluster, and what would grant it. */
interface Suspect {
  readonly right: Right;
  readonly words: string;
  readonly grant: string;
}

/**
 * An empty memory. Only what the engine was told that it lacks in the whole cluster is asked for again, on the very target: a role may be bound
 * in one namespace, or be about one object.
 */
export function makeWorkRights({ client, clock, log, rights, settings }: Needed): WorkRights {
  const answers = makeRecent<boolean>(clock);
  const suspectsOf = makeSuspects({ clock, rights, settings });
  const tell = ({ message: cause }: KubeError): void =>
    log.warn('The API server could not be asked for the rights of the engine; what needs them is tried', { cause });
  return {
    lackedBy(work) {
      const lacked = suspectsOf(work).filter(({ words }) => answers.get(words) === false);
      return lacked.length === 0 ? undefined : lackedWords(lacked);
    },
    isUnknown: (wish) => begun(wish).some((work) => suspectsOf(work).some(({ words }) => answers.get(words) === undefined)),
    async read(wishes, maxAgeMs) {
      const wanted = wishes.flatMap(begun).flatMap(suspectsOf);
      const stale = new Map(wanted.flatMap(({ words, right }) => (answers.isFresh(words, maxAgeMs) ? [] : [[words, right] as const])));
      const missing = await readOrTell(() => missingRights(client, [...stale.values()]), tell);
      if (!missing) return;
      const lacked = new Set(missing.map(exactWordsOf));
      if ([...stale.keys()].some((words) => answers.get(words) === false && !lacked.has(words))) rights.onGranted();
      for (const words of stale.keys()) answers.set(words, !lacked.has(words));
    },
  };
}

/** Says what of the rights that the work needs may be missing. Thousands of actions are judged in each pass, so it is remembered while the report holds. */
function makeSuspects({ clock, rights: { known }, settings }: Pick<Needed, 'clock' | 'rights' | 'settings'>) {
  const found = makeRecent<{ readonly report: RightsReport; readonly suspects: readonly Suspect[] }>(clock);
  const suspectOf = (right: Right): Suspect | [] => {
    const missing = known.missingFor(right);
    return missing ? { right, words: exactWordsOf(right), grant: grantWords(missing) } : [];
  };
  return ({ operation, target }: Work): readonly Suspect[] => {
    const report = known.report();
    if (report.missing.length === 0) return [];
    const key = `${operation} ${target.apiVersion ?? ''} ${targetString(target)}`;
    const before = found.get(key);
    if (before?.report === report) return before.suspects;
    const suspects = rightsToBegin(operation, target, settings.systemNamespace).flatMap(suspectOf);
    found.set(key, { report, suspects });
    return suspects;
  };
}

/** The works of what would begin; what writes nothing, or has begun, is not held. */
function begun({ planUid, compensates, dryRun, works }: Wish): readonly Work[] {
  return planUid !== undefined || compensates || dryRun ? [] : works.filter(({ optional }) => !optional);
}

/** `get a or patch a, which x grants, nor create b, which y or z grants`. */
function lackedWords(lacked: readonly Suspect[]): string {
  const byGrant = Map.groupBy(lacked, ({ grant }) => grant);
  return [...byGrant].map(([grant, some]) => `${anyOf(some.map(({ right }) => wordsOf(right)))}, which ${grant} grants`).join(', nor ');
}

const anyOf = (words: readonly string[]): string => [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' or ');
