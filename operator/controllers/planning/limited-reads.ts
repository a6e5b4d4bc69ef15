import type { KubeClient } from '../../kube/client.ts';
import { Terminal } from '../../kube/errors.ts';

/** What one diagnosis may cost the API server, in requests. */
export const mostReads = 12;

/** As many objects of one list are looked at: one page. */
const mostObjects = 500;

/**
 * The client as it reads for one diagnosis: it asks `most` times and no more, the same thing only once, and a list is one page of it. What
 * goes beyond that fails as `isSpent` tells, so that the reader does without; what is read first counts most.
 */
export function limitReads(client: KubeClient, most = mostReads): KubeClient {
  const answers = new Map<string, Promise<unknown>>();
  let left = most;
  const once = <T>(question: object, ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(question);
    const known = answers.get(key);
    // The same question to the same client has an answer of the same type.
    if (known) return known as Promise<T>;
    if (left === 0) return Promise.reject(new Terminal({ reason: spent, message: `${most} reads were made for one diagnosis` }));
    left -= 1;
    const answer = ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    get: (kind, key, options) => once({ kind: kind.plural, key, options }, () => client.get(kind, key, options)),
    list: (kind, options) => once({ kind: kind.plural, options }, () => client.list(kind, { limit: mostObjects, ...options })),
    served: (apiVersion, kind) => client.served(apiVersion, kind),
    create: (kind, object, options) => client.create(kind, object, options),
    patch: (kind, key, body, options) => client.patch(kind, key, body, options),
    update: (kind, object, options) => client.update(kind, object, options),
    delete: (kind, key, options) => client.delete(kind, key, options),
  };
}

const spent = 'ReadsSpent';

/** Nothing more is read for this diagnosis. */
export function isSpent(error: unknown): error is Terminal {
  return error instanceof Terminal && error.reason === spent;
}
