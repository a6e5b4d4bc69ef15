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
  async use<R>(kind: Kind, call: (at: Kind) => Promise<R>): Promise<R> {
    const versions = this.of(kind.apiVersion);
    return versions.length === 1 ? call(kind) : this.#tryEach(versions, kind, call);
  }

  /** The versions to ask for, most likely first; for most kinds their own alone. */
  of(apiVersion: string): readonly string[] {
    const group = groupOf(apiVersion);
    const versions = alike[group];
    if (!versions?.includes(apiVersion)) return [apiVersion];
    const answered = this.#answered.get(group);
    return answered === undefined ? versions : [answered, ...versions.filter((version) => version !== answered)];
  }

  async #tryEach<R>([apiVersion = '', ...others]: readonly string[], kind: Kind, call: (at: Kind) => Promise<R>): Promise<R> {
    try {
      const answer = await call({ ...kind, apiVersion });
      this.#answered.set(groupOf(apiVersion), apiVersion);
      return answer;
    } catch (error) {
      if (others.length === 0 || !isKindNotInstalled(error)) throw error;
      return this.#tryEach(others, kind, call);
    }
  }
}
