import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from './errors.ts';

export interface Patience {
  /** Milliseconds until it gives up. */
  readonly within: number;
  /** What was waited for, for the error message. */
  readonly describe: string;
  /** Milliseconds between two tries, 100 unless told. */
  readonly every?: number;
}

/**
 * The first answer of `attempt` that is not an exception, undefined or false. Fails after the deadline with what was waited for and
 * the last answer or exception as its cause, so that the report shows what was missing.
 */
export async function eventually<T>(attempt: () => Promise<T> | T, patience: Patience): Promise<NonNullable<Exclude<T, false>>> {
  const { within, describe, every = 100 } = patience;
  const deadline = performance.now() + within;
  let last: unknown;
  do {
    try {
      const answer = await attempt();
      if (isThere(answer)) return answer;
      last = new Error(`the last answer was ${String(answer)}`);
    } catch (error) {
      last = error;
    }
    await delay(every);
  } while (performance.now() < deadline);
  throw new Error(`Not within ${within / 1000} s: ${describe}\n${messageOf(last)}`, { cause: last });
}

/** What `read` gives once it is as wanted; fails with its last status. */
export async function untilAsWanted<T extends { readonly status?: unknown }>(
  name: string,
  read: () => Promise<T>,
  isAsWanted: (object: T) => boolean,
  within: number,
): Promise<T> {
  const attempt = async (): Promise<T> => {
    const object = await read();
    if (isAsWanted(object)) return object;
    throw new Error(`its status is ${JSON.stringify(object.status)}`);
  };
  return eventually(attempt, { within, describe: `${name} is as wanted` });
}

/** True afterwards: `claim` held once, its expectations and all; for what a cache or another process tells a moment later. */
export async function untilHolds(claim: () => Promise<unknown>, within = 30_000): Promise<void> {
  const holds = async (): Promise<boolean> => {
    await claim();
    return true;
  };
  await eventually(holds, { within, describe: 'what is expected holds' });
}

function isThere<T>(answer: T): answer is NonNullable<Exclude<T, false>> {
  return answer !== undefined && answer !== null && answer !== false;
}

/** True afterwards: `check` has answered without exception (and not false) on every try for the whole time. */
export async function consistently(
  check: () => unknown,
  patience: { readonly during: number; readonly describe: string; readonly every?: number },
): Promise<void> {
  const { during, describe, every = 200 } = patience;
  const end = performance.now() + during;
  do {
    let held: unknown;
    try {
      held = await check();
    } catch (cause) {
      throw new Error(`Did not hold for ${during / 1000} s: ${describe}\n${messageOf(cause)}`, {
        cause,
      });
    }
    if (held === false) throw new Error(`Did not hold for ${during / 1000} s: ${describe}`);
    await delay(every);
  } while (performance.now() < end);
}
