import { setTimeout as delay } from 'node:timers/promises';

/** Something that is played until it is stopped. */
export interface Playing {
  /** True afterwards: it is played no more; throws what went wrong while it was. */
  stop(): Promise<void>;
}

/** Plays one move after the other, so many milliseconds apart, as a controller would that does not run here. A failure ends it. */
export function play(move: () => Promise<void>, everyMs: number): Playing {
  const ending = new AbortController();
  const failed = (async () => {
    while (!ending.signal.aborted) {
      await move();
      await delay(everyMs);
    }
  })().then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    async stop() {
      ending.abort();
      const error = await failed;
      if (error !== undefined) throw error as Error;
    },
  };
}
