import type { GetOptions, KubeObject, ListOptions, ListResult, ObjectKey, StoredObject } from '../kube/client.ts';
import type { Kind } from '../kube/kinds.ts';
import type { KubeReader } from './check.ts';

/**
 * Reads that are asked for in the same turn of the event loop are made once: the checks of one pass look at the same nodes, workloads and
 * pods. Nothing is kept beyond that turn, so no answer is older than its question.
 */
export function shareReads(client: KubeReader): KubeReader {
  const turn = new Map<string, Promise<unknown>>();
  const once = <T>(question: unknown, ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(question);
    const asked = turn.get(key);
    if (asked) return asked as Promise<T>;
    if (turn.size === 0) setImmediate(() => turn.clear());
    const answer = ask();
    turn.set(key, answer);
    return answer;
  };
  return {
    get: <T extends StoredObject = KubeObject>(kind: Kind, key: ObjectKey, options?: GetOptions): Promise<T | undefined> =>
      once(['get', kind, key, options], () => client.get<T>(kind, key, options)),
    list: <T extends StoredObject = KubeObject>(kind: Kind, options?: ListOptions): Promise<ListResult<T>> =>
      once(['list', kind, options], () => client.list<T>(kind, options)),
  };
}
