import { group } from '../../api/resource.ts';
import { targetKey, targetString, type TargetLike } from '../../api/target.ts';
import { kinds } from '../../kube/kinds.ts';
import type { StoredObject } from '../../kube/client.ts';
import type { EngineDeps } from '../runtime/deps.ts';
import { readOrTell } from './read-or-tell.ts';
import { makeRecent } from './recent.ts';

interface AccessReview extends StoredObject {
  readonly status?: { readonly allowed?: boolean };
}

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

/** An empty memory. */
export function makeProtectionRights({ client, clock, log }: Pick<EngineDeps, 'client' | 'clock' | 'log'>): ProtectionRights {
  const answers = makeRecent<boolean>(clock);
  const keyOf = ({ user, target }: Question): string => `${user} ${targetKey(target)}`;
  return {
    mayTouch: (user, target) => answers.get(keyOf({ user, target })) ?? false,
    async read(questions) {
      const stale = questions.filter((question) => !answers.isFresh(keyOf(question), maxAgeMs));
      for (const question of stale) {
        const { user, target } = question;
        const answer = await readOrTell(
          () => isAllowed(client, question),
          (cause) =>
            log.warn('The API server could not be asked for a right; what needs it waits', { user, target: targetString(target), cause }),
        );
        if (answer !== undefined) answers.set(keyOf(question), answer);
      }
    },
  };
}

async function isAllowed(client: EngineDeps['client'], { user, target }: Question): Promise<boolean> {
  const { namespace = '', name } = target;
  const resourceAttributes = { verb: 'remediate-protected', group, resource: 'targets', namespace, name };
  const spec = { user, groups: groupsOf(user), resourceAttributes };
  const review = await client.create<AccessReview>(kinds.SubjectAccessReview, { metadata: {}, spec });
  return review.status?.allowed === true;
}

/** The groups that a name proves; those that an identity provider gives are not known, so that a right has to be bound to the user. */
function groupsOf(user: string): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user) ?? [];
  const account = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return ['system:authenticated', ...account];
}
