import { inWords, type Access, type Authorize } from '../auth/authorize.ts';
import type { Caller } from '../auth/caller.ts';

/** Where somebody may report alerts. */
export interface Rights {
  /** Those of the namespaces in which they may, in the same order. */
  among(namespaces: readonly string[]): Promise<string[]>;
  /** What they may not do, in words; known once `among` was asked for the namespace. */
  refusal(namespace: string): string;
}

/** Each right is asked for once, however many alerts need it at the same moment. The engine itself, without a caller, may everything. */
export function makeRights(authorize: Authorize, caller: Caller | undefined): Rights {
  const asked = new Map<string, Promise<Access | undefined>>();
  const missing = new Map<string, Access>();
  const firstMissing = async (namespace: string): Promise<Access | undefined> => {
    if (!caller) return undefined;
    for (const access of accessesFor(namespace)) {
      if (await authorize(caller, access)) continue;
      missing.set(namespace, access);
      return access;
    }
    return undefined;
  };
  const mayIn = async (namespace: string): Promise<boolean> => {
    const answer = asked.get(namespace) ?? firstMissing(namespace);
    asked.set(namespace, answer);
    return (await answer) === undefined;
  };
  return {
    among: async (namespaces) => {
      const answers = await Promise.all(namespaces.map(mayIn));
      return namespaces.filter((_namespace, index) => answers[index]);
    },
    refusal: (namespace) => {
      const access = missing.get(namespace);
      return `${caller?.username} may not ${access ? inWords(access) : `report in ${namespace}`}`;
    },
  };
}

/** An alert is a rule's report. */
function accessesFor(namespace: string): Access[] {
  return [
    { verb: 'create', resource: 'anomalies', namespace },
    { verb: 'use', resource: 'sources', name: 'deterministic', namespace },
  ];
}
