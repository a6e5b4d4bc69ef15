import { group } from '../../api/resource.ts';
import { targetKey, targetString, type TargetLike } from '../../api/target.ts';
import { mayDo, namespaceOfAccount } from '../../kube/access.ts';
import { isForbidden, type KubeError } from '../../kube/errors.ts';
import { inBatches } from '../../kube/in-batches.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readOrTell } from './read-or-tell.ts';
import { makeRecent } from './recent.ts';

/** A user, and a protected target that is to be remediated for them. */
export interface Question {
  readonly user: string;
  readonly target: TargetLike;
}

/** Who may have protected targets remediated. */
export interface ProtectionRights {
  /** As the API server said lately; no while it was not asked. */
  mayTouch(user: string, target: TargetLike): boolean;
  /** What is known of these is not older than 10 s, unless the API server cannot be asked just now. */
  read(questions: readonly Question[]): Promise<void>;
}

const maxAgeMs = 10_000;
const atOnce = 8;

/** An empty memory. */
export function makeProtectionRights({ client, clock, log }: Pick<EngineDeps, 'client' | 'clock' | 'log'>): ProtectionRights {
  const answers = makeRecent<boolean>(clock);
  const keyOf = ({ user, target }: Question): string => `${user} ${targetKey(target)}`;
  const tell = ({ user, target }: Question, { message: cause }: KubeError): void =>
    log.warn('The API server could not be asked for a right; what needs it waits', { user, target: targetString(target), cause });
  const ask = async ([key, question]: readonly [string, Question]): Promise<void> => {
    const answer = await readOrTell(
      () => isAllowed(client, question),
      (error) => {
        tell(question, error);
        // Whoever may not ask any more does not go by what was answered before.
        if (isForbidden(error)) answers.set(key, false);
      },
    );
    if (answer !== undefined) answers.set(key, answer);
  };
  return {
    mayTouch: (user, target) => answers.get(keyOf({ user, target })) ?? false,
    async read(questions) {
      const once = new Map(questions.map((question) => [keyOf(question), question]));
      const stale = [...once].filter(([key]) => !answers.isFresh(key, maxAgeMs));
      await inBatches(stale, atOnce, ask);
    },
  };
}

function isAllowed(client: EngineDeps['client'], { user, target }: Question): Promise<boolean> {
  const { namespace = '', name } = target;
  const attributes = { verb: 'remediate-protected', group, resource: 'targets', namespace, name };
  return mayDo(client, { user, groups: groupsOf(user) }, attributes);
}

/** The groups that a name proves; those that an identity provider gives are not known, so that a right has to be bound to the user. */
function groupsOf(user: string): string[] {
  const namespace = namespaceOfAccount(user);
  const account = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return ['system:authenticated', ...account];
}
