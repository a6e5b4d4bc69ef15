import { eventually, type Patience } from './eventually.ts';
import type { Child } from './process.ts';

const shownOfLog = 3_000;

/**
 * True afterwards: `serves` held while all of these ran. Fails with the end of a log: at once when one of them ended, else after the
 * deadline, with the last answer or exception of `serves` as its cause.
 */
export async function untilServing(
  children: Child | readonly Child[],
  serves: () => Promise<boolean>,
  patience: Omit<Patience, 'describe'>,
): Promise<void> {
  const all = 'running' in children ? [children] : children;
  const hasEnded = (child: Child): boolean => !child.running();
  const attempt = async (): Promise<boolean> => all.some(hasEnded) || (await serves());
  const names = all.map(({ name }) => name).join(', ');
  await eventually(attempt, { ...patience, describe: `${names} serves` }).catch((cause: unknown) => {
    throw new Error(`${names} did not get ready in time\n${all.map(endOfLog).join('\n')}`, { cause });
  });
  const ended = all.find(hasEnded);
  if (ended) throw new Error(`${ended.name} ended (${await ended.ended}) instead of serving\n${endOfLog(ended)}`);
}

function endOfLog(child: Child): string {
  return `the end of the log of ${child.name}:\n${child.logs().slice(-shownOfLog)}`;
}
