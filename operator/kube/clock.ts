/** Where time comes from: the wall clock for what is written, the monotonic one for what is measured. */
export interface Clock {
  /** The wall clock; may jump. */
  now(): Date;
  /** Milliseconds that never go back and keep running while the process is stopped. */
  monotonic(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
};
