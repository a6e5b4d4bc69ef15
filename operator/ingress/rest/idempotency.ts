import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { canonicalJson, sha256 } from '../../api/digest.ts';
import type { Cache } from '../../kube/cache.ts';
import type { StoredObject } from '../../kube/client.ts';
import { isAlreadyExists } from '../../kube/errors.ts';
import { callerOf } from '../let-in.ts';
import { HttpProblem } from '../problem.ts';
import type { Desk } from './desk.ts';
import { freshNames, lettersPerName, mostNames, store, type Draft } from './store.ts';

/** A request that its caller may send again, to have the same answer. */
export interface Repeatable {
  readonly username: string;
  /** Of the caller and their key, as 60 hex digits: the value of a label. */
  readonly keyHash: string;
  /** Of the body. */
  readonly digest: string;
}

const keyLabel = 'coordination.selfheal.dev/idempotency-key';
const digestAnnotation = 'coordination.selfheal.dev/request-digest';

/** Undefined for a request without Idempotency-Key. Throws a 400 for a key that is none. */
export function repeatableOf(request: FastifyRequest): Repeatable | undefined {
  const { 'idempotency-key': key } = request.headers;
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[ -~]{1,255}$/.test(key)) {
    const message = 'Idempotency-Key must be 1 to 255 printable ASCII characters';
    throw new HttpProblem({ status: 400, message, field: 'Idempotency-Key' });
  }
  const { username } = callerOf(request);
  const keyHash = sha256(canonicalJson([username, request.routeOptions.url, key])).slice(0, 60);
  return { username, keyHash, digest: sha256(canonicalJson(request.body)) };
}

type Asked = StoredObject & { readonly spec: { readonly requestedBy?: string } };

/** Where and how an object of REST is stored. */
export interface Shop<T extends Asked> {
  readonly desk: Pick<Desk, 'client' | 'clock'>;
  readonly cache: Cache<T>;
  readonly draft: Draft<T>;
  /** The name that such an object has on that day. */
  readonly nameOn: (day: Date, letters: string) => string;
}

/**
 * The object is in etcd and in the cache. What was stored for a request that is repeated is the answer to it again, on every replica and as
 * long as the object is there. Throws a 409 when the key was used with another body.
 */
export async function storeOnce<T extends Asked>(shop: Shop<T>, repeatable: Repeatable | undefined): Promise<T> {
  const { desk, cache, draft, nameOn } = shop;
  if (!repeatable) {
    const names = freshNames((letters) => nameOn(desk.clock.now(), letters));
    return store(desk, cache, draft, names);
  }
  const kept = await findKept(shop, repeatable);
  if (kept) return same(shop, repeatable, kept);
  const now = desk.clock.now();
  const ofYesterday = await lookAgainAfterMidnight(shop, repeatable, now);
  return ofYesterday
    ? same(shop, repeatable, ofYesterday)
    : create(
        shop,
        repeatable,
        namesOf(repeatable, (letters) => nameOn(now, letters)),
      );
}

/** In whichever namespace: another body may name another one. What somebody else made to look like it does not count. */
async function findKept<T extends Asked>({ desk, draft }: Shop<T>, repeatable: Repeatable): Promise<T | undefined> {
  const { items } = await desk.client.list<T>(draft.kind, { labelSelector: `${keyLabel}=${repeatable.keyHash}` });
  return items.find((item) => isKept(item, repeatable));
}

function isKept({ metadata: { labels = {} }, spec }: Asked, { keyHash, username }: Repeatable): boolean {
  return labels[keyLabel] === keyHash && spec.requestedBy === username;
}

function same<T extends Asked>({ cache }: Shop<T>, { digest }: Repeatable, kept: T): T {
  if (kept.metadata.annotations?.[digestAnnotation] !== digest) {
    const message = `Idempotency-Key was used for ${kept.metadata.name} with another body; a new request needs a new key`;
    throw new HttpProblem({ status: 409, message, field: 'Idempotency-Key', code: 'KeyReused' });
  }
  cache.upsert(kept);
  return kept;
}

/** A create ends within 10 s, and the clocks of replicas differ by less than 2 s. */
const lateMs = 12_000;
const dayMs = 86_400_000;

/**
 * The names tell the day, so that of two requests at once, one on either day, neither would meet the other at its name. The later one waits
 * until the earlier one has ended.
 */
async function lookAgainAfterMidnight<T extends Asked>(shop: Shop<T>, repeatable: Repeatable, now: Date): Promise<T | undefined> {
  const sinceMidnight = now.getTime() % dayMs;
  if (sinceMidnight >= lateMs) return undefined;
  await sleep(lateMs - sinceMidnight);
  return findKept(shop, repeatable);
}

/** Always the same ones, so that requests at once meet at the first of them; the others are for when somebody else has that. */
function namesOf({ keyHash }: Repeatable, nameFor: (letters: string) => string): string[] {
  return Array.from({ length: mostNames }, (_, index) => nameFor(keyHash.slice(index * lettersPerName, (index + 1) * lettersPerName)));
}

async function create<T extends Asked>(shop: Shop<T>, repeatable: Repeatable, [name = '', ...others]: readonly string[]): Promise<T> {
  const { desk, cache, draft } = shop;
  const { keyHash, digest } = repeatable;
  const marked = { ...draft, labels: { [keyLabel]: keyHash }, annotations: { ...draft.annotations, [digestAnnotation]: digest } };
  try {
    return await store(desk, cache, marked, [name]);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const there = await desk.client.get<T>(draft.kind, { namespace: draft.namespace, name });
    if (there && isKept(there, repeatable)) return same(shop, repeatable, there);
    if (others.length === 0) throw error;
    return create(shop, repeatable, others);
  }
}
