import { isKindNotInstalled } from './errors.ts';
import { groupOf, type Kind } from './kinds.ts';

/** Versions of a group that differ in little that the engine reads and in nothing that it writes; the first is used where it is served. */
const alike: Readonly<Record<string, readonly string[]>> = {
  // Cluster API serves v1beta2 since 1.11, which deprecates v1beta1.
  'cluster.x-k8s.io': ['cluster.x-k8s.io/v1beta2', 'cluster.x-k8s.io/v1beta1'],
};

/**
 * Addresses kinds in a version that the server has. Nothing is discovered for that: a call to a path that the server does not know did
 * nothing, so it is made in the next version, and the one that was answered goes first from then on. No absence is remembered.
 */
export class ServedVersions {
  readonly #answered = new Map<string, string>();

  /** What `call` gives for the kind in a version that is served; its error when none is. */
  async use<R>(kind: Kind, call: (kind: Kind) => Promise<R>): Promise<R> {
    const [first, ...others] = this.#versionsOf(kind.apiVersion);
    const inVersion = async (apiVersion: string): Promise<R> => {
      const answer = await call(apiVersion === kind.apiVersion ? kind : { ...kind, apiVersion });
      this.#answered.set(groupOf(apiVersion), apiVersion);
      return answer;
    };
    return others.reduce((tried, version) => tried.catch((error: unknown) => orElse(error, () => inVersion(version))), inVersion(first));
  }

  /** What `ask` finds in the first version that has it. */
  async find<R>(apiVersion: string, ask: (apiVersion: string) => Promise<R | undefined>): Promise<R | undefined> {
    for (const version of this.#versionsOf(apiVersion)) {
      const found = await ask(version);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #versionsOf(apiVersion: string): readonly [string, ...string[]] {
    const versions = alike[groupOf(apiVersion)] ?? [];
    if (!versions.includes(apiVersion)) return [apiVersion];
    const [newest = apiVersion] = versions;
    const first = this.#answered.get(groupOf(apiVersion)) ?? newest;
    return [first, ...versions.filter((version) => version !== first)];
  }
}

function orElse<R>(error: unknown, next: () => Promise<R>): Promise<R> {
  if (!isKindNotInstalled(error)) throw error;
  return next();
}
