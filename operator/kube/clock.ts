/** Where time comes from: `now` for what is written and waited for, the monotonic clock for what is measured. */
export interface Clock {
  /** The time of day; of the process's own clock never a jump. */
  now(): Date;
  /** Milliseconds that never go back and keep running while the process is stopped. */
  monotonic(): number;
}

/** The clocks of a machine, in milliseconds; the wall clock may be set to any time at any moment. */
export interface MachineClocks {
  readonly wall: () => number;
  readonly monotonic: () => number;
}

/** How much faster or slower than real time `now` may go to catch up with a wall clock that was set: timeouts are off by no more. */
const slew = 0.05;

/**
 * A clock that goes on evenly when somebody sets the wall clock, and then follows it slowly, without ever going back: deadlines stand in
 * statuses as times of day, and a jump must neither end an action early nor keep it for ever. It starts at the wall clock's time.
 */
export function steadyClock({ wall, monotonic }: MachineClocks): Clock {
  let [time, at] = [wall(), monotonic()];
  const now = (): Date => {
    const elapsed = monotonic() - at;
    const most = elapsed * slew;
    const behind = wall() - (time + elapsed);
    time += elapsed + Math.min(most, Math.max(-most, behind));
    at += elapsed;
    return new Date(time);
  };
  return { now, monotonic };
}

/** The clock of this process. */
export const systemClock: Clock = steadyClock({ wall: () => Date.now(), monotonic: () => performance.now() });
