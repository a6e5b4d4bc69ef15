import { LRUCache } from 'lru-cache';
import { sha256 } from '../../api/digest.ts';
import type { KubeClient, StoredObject } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { kinds } from '../../kube/kinds.ts';
import { httpLimits } from '../http-limits.ts';
import type { Caller } from './caller.ts';
import { FairGate } from './fair-gate.ts';
import { makeShare } from './share.ts';

interface TokenReview extends StoredObject {
  readonly status?: {
    readonly authenticated?: boolean;
    /** Those of the asked ones that the token is for; absent from an authenticator that knows no audiences. */
    readonly audiences?: readonly string[];
    readonly user?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Caller['extra'];
    };
  };
}

/**
 * Tells who a bearer token belongs to; undefined for one that the API server does not know, that has expired or is for somebody else. `from` is
 * the address that sends it.
 */
export type Authenticate = (token: string, from: string) => Promise<Caller | undefined>;

/** The audience that a token may be bound to, so that it is good for the engine and nothing else. */
const ownAudience = 'coordination-engine';

/** As long as controller-runtime trusts an answer about a token. */
const trustedMs = 60_000;
/** An unknown token is asked about again sooner: it may be known in a moment. */
const unknownMs = 10_000;
const mostTokens = 1024;
const longestToken = 8192;

/**
 * By TokenReview: a token of the API server's own audience is good, as every ServiceAccount's is by default, and so is one that is bound to
 * the engine. Answers are kept for a minute, by the hash of the token. Made-up tokens drive out no good one, and whoever sends many waits for
 * its own: addresses are asked for one after the other, and the same token once.
 */
export function makeAuthenticate({ client, clock }: { readonly client: Pick<KubeClient, 'create'>; readonly clock: Clock }): Authenticate {
  const perf = { now: () => clock.monotonic() };
  const known = new LRUCache<string, Caller>({ max: mostTokens, ttl: trustedMs, ttlResolution: 0, perf });
  const unknown = new LRUCache<string, true>({ max: mostTokens, ttl: unknownMs, ttlResolution: 0, perf });
  const [share, gate] = [makeShare<Caller | undefined>(), new FairGate({ atOnce: httpLimits.reviews, waiting: httpLimits.tokensWaiting })];
  const ask = async (key: string, token: string): Promise<Caller | undefined> => {
    const caller = (await review(client, token)) ?? (await review(client, token, [ownAudience]));
    if (caller) known.set(key, caller);
    else unknown.set(key, true);
    return caller;
  };
  return async (token, from) => {
    if (token.length > longestToken) return undefined;
    const key = sha256(token);
    const before = known.get(key);
    if (before || unknown.has(key)) return before;
    return share(key, () => gate.pass(from, () => ask(key, token)));
  };
}

async function review(client: Pick<KubeClient, 'create'>, token: string, audiences?: readonly string[]): Promise<Caller | undefined> {
  const spec = { token, ...(audiences && { audiences }) };
  // Whoever makes up tokens must not stand before what the engine writes.
  const { status } = await client.create<TokenReview>(kinds.TokenReview, { metadata: {}, spec }, { priority: 'background' });
  const isForUs = audiences === undefined || audiences.some((one) => status?.audiences?.includes(one));
  return status?.authenticated === true && isForUs ? callerFrom(status.user) : undefined;
}

type User = NonNullable<NonNullable<TokenReview['status']>['user']>;

function callerFrom({ username, uid, groups = [], extra }: User = {}): Caller | undefined {
  if (username === undefined || username === '') return undefined;
  return { username, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}
