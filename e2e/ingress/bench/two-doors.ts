import { afterAll, beforeAll } from '@jest/globals';
import { documentedSend } from '../../harness/documented.ts';
import type { Answer, Request } from '../../harness/http-request.ts';
import { startOperator, type Operator } from '../../harness/operator.ts';
import type { Journey } from '../../journeys/bench/journey.ts';

/** A replica that answers. */
export type Door = 'leader' | 'standby';

/** Both, for tables of tests. */
export const doors: readonly { readonly door: Door }[] = [{ door: 'leader' }, { door: 'standby' }];

/** What an answer says, with its status as `code`. */
export type Told = Readonly<Record<string, unknown>> & { readonly code: number };

/**
 * The front doors of a leading and of a standby replica; each call carries the token that goes by that name. An answer of which their document
 * tells otherwise is an error.
 */
export interface TwoDoors {
  readonly tokens: Map<string, string>;
  readonly get: (door: Door, path: string, as: string) => Promise<Told>;
  /** A POST with an Idempotency-Key. */
  readonly postOnce: (door: Door, path: string, body: object, who: { readonly as: string; readonly key: string }) => Promise<Told>;
  readonly post: (door: Door, path: string, body: object, as: string) => Promise<Told>;
}

/** Makes a second replica for the time of the tests. */
export function twoDoors(seen: Journey): TwoDoors {
  let standby: Operator | undefined;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    standby = await startOperator(seen.cluster, { replica: 'engine-1' });
    await standby.ready();
  });
  afterAll(async () => void (await standby?.stop()), 60_000);
  const send = documentedSend(() => seen.cluster);
  const call = (door: Door, path: string, as: string, more: Pick<Request, 'method' | 'body' | 'headers'> = {}): Promise<Answer> => {
    const url = door === 'leader' ? seen.operator.url : standby?.url;
    return send({ url: `${url}${path}`, token: tokens.get(as) ?? as, ...more });
  };
  const told = ({ status, body }: Answer): Told => ({ ...(JSON.parse(body) as object), code: status });
  return {
    tokens,
    get: async (door, path, as) => told(await call(door, path, as)),
    postOnce: async (door, path, body, { as, key }) =>
      told(await call(door, path, as, { method: 'POST', body: JSON.stringify(body), headers: { 'idempotency-key': key } })),
    post: async (door, path, body, as) => told(await call(door, path, as, { method: 'POST', body: JSON.stringify(body) })),
  };
}
