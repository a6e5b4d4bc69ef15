import { LRUCache } from 'lru-cache';
import { canonicalJson, sha256 } from '../../api/digest.ts';
import { group } from '../../api/resource.ts';
import { mayDo } from '../../kube/access.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { httpLimits } from '../http-limits.ts';
import type { Caller } from './caller.ts';
import { FairGate } from './fair-gate.ts';
import { makeShare } from './share.ts';

/** What somebody wants to do with resources of the engine's group, or with an address of its own. */
export interface Access {
  readonly verb: string;
  /** Plural; a path, with its slash, is no resource but the nonResourceURL that roles name so. */
  readonly resource: string;
  /** Absent: in every namespace. */
  readonly namespace?: string;
  readonly name?: string;
}

/** Whether the caller may do it. */
export type Authorize = (caller: Caller, access: Access) => Promise<boolean>;

/** As long as controller-runtime trusts an answer. */
const allowedMs = 300_000;
const deniedMs = 30_000;
const mostAnswers = 8192;

/** By SubjectAccessReview; a yes is kept for five minutes, a no for half of one. Callers are asked for one after the other, and the same once. */
export function makeAuthorize({ client, clock }: { readonly client: Pick<KubeClient, 'create'>; readonly clock: Clock }): Authorize {
  const known = new LRUCache<string, { readonly allowed: boolean }>({
    max: mostAnswers,
    ttl: allowedMs,
    ttlResolution: 0,
    perf: { now: () => clock.monotonic() },
  });
  const [share, gate] = [makeShare<boolean>(), new FairGate({ atOnce: httpLimits.reviews, waiting: httpLimits.rightsWaiting })];
  const askAndKeep = async (key: string, caller: Caller, access: Access): Promise<boolean> => {
    const allowed = await ask(client, caller, access);
    known.set(key, { allowed }, { ttl: allowed ? allowedMs : deniedMs });
    return allowed;
  };
  return async (caller, access) => {
    const key = sha256(canonicalJson({ caller, access }));
    const before = known.get(key);
    return before ? before.allowed : share(key, () => gate.pass(caller.username, () => askAndKeep(key, caller, access)));
  };
}

/** For a door that only this machine can come to. */
export const allowEverything: Authorize = () => Promise.resolve(true);

function ask(client: Pick<KubeClient, 'create'>, { username: user, ...rest }: Caller, access: Access): Promise<boolean> {
  const { resource: path, verb } = access;
  const what = path.startsWith('/') ? { path, verb } : { group, ...access };
  return mayDo(client, { user, ...rest }, what, { priority: 'background' });
}

/** `create anomalies in shop`, as a refusal says it. */
export function inWords({ verb, resource, namespace, name }: Access): string {
  if (resource.startsWith('/')) return `${verb} ${resource}`;
  const what = name === undefined ? `${resource}.${group}` : `${resource}/${name} of ${group}`;
  return namespace === undefined ? `${verb} ${what}` : `${verb} ${what} in ${namespace}`;
}
