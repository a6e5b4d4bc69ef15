import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as the expectation holds; rejects with its last failure when it does not within the time. */
export async function eventually(expectation: () => void | Promise<void>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await expectation();
    } catch (failure) {
      if (performance.now() > deadline) throw failure;
    }
    await sleep(5);
  }
}
