import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from './errors.ts';

/**
 * Runs `work` while this process alone holds the lock file; others wait. A lock whose owner died is taken over. Two waiters that
 * take over at the same instant may both run: the work must tolerate that, and only costs its time twice.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(path))) await delay(500);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    await removeIfAbandoned(path);
    return false;
  }
}

async function removeIfAbandoned(path: string): Promise<void> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!owner || isAlive(owner)) return; // an empty file: its owner is just writing its id
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => undefined); // one waiter succeeds, the others find nothing
  await rm(aside, { force: true });
}

/** True while a process of that id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
