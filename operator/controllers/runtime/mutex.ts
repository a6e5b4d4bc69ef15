/** Runs one task at a time, in the order in which they were asked for. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  /** The task ran while no other did; its result or error is the caller's. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
