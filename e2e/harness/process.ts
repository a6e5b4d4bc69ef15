import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from './errors.ts';

/** A child process with its own process group, so that Ctrl-C in the terminal reaches only us and the order of stopping is ours. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** False once the process has ended. */
  running(): boolean;
  /** Sends the signal to the whole process group; does nothing when it has ended. */
  kill(signal: NodeJS.Signals): void;
  /** True afterwards: the process has ended, by SIGTERM or, when that does not help in time, by SIGKILL. */
  stop(options?: { readonly withinMs?: number }): Promise<void>;
  /** Everything it has written so far to stdout and stderr. */
  logs(): string;
}

export interface Start {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The folder that a guard watches over: logs go to its logs/, the process id to its pids/. */
  readonly dir: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * A name for a process, and for the folder that it keeps things in, which nothing has had before. A counter would not do: a jest worker
 * runs several test files on one control plane and loads each module anew for each, and what the last one left would be taken for new.
 */
export function freshName(stem: string): string {
  return `${stem}-${randomBytes(4).toString('hex')}`;
}

/** Starts a process whose id is on record in the guarded folder from its first moment. */
export function startProcess({ name, program, args, dir, env, cwd }: Start): Child {
  const logFile = join(dir, 'logs', `${name}.log`);
  const pidFile = join(dir, 'pids', name);
  const output = openSync(logFile, 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', output, output], env: env ?? process.env, cwd });
  closeSync(output);
  if (child.pid === undefined) throw new Error(`${name} could not be started: no program ${program}`);
  const pid = child.pid;
  writeFileSync(pidFile, String(pid));
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      rmSync(pidFile, { force: true });
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const kill = (signal: NodeJS.Signals): void => (over ? undefined : killGroup(pid, signal));
  const stop = async ({ withinMs = 10_000 } = {}): Promise<void> => {
    kill('SIGTERM');
    const giveUp = new AbortController();
    await Promise.race([ended, delay(withinMs, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
    giveUp.abort();
    kill('SIGKILL');
    await ended;
  };
  return { name, pid, logFile, ended, running: () => !over, kill, stop, logs: () => readFileSync(logFile, 'utf8') };
}

/** Sends a signal to a process group and ignores that it may be gone. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

/**
 * Makes a folder guarded: when this process ends in whatever way, SIGKILL included, every process on record in it is killed and the
 * folder removed. The guard is a shell that waits for the end of a pipe which only this process holds open.
 */
export function guardFolder(dir: string): { readonly release: () => Promise<void> } {
  for (const folder of ['logs', 'pids']) mkdirSync(join(dir, folder), { recursive: true });
  const script = 'cat >/dev/null; for f in "$1"/pids/*; do [ -f "$f" ] && kill -9 -"$(cat "$f")"; done; rm -rf "$1"';
  const guard = spawn('sh', ['-c', script, 'guard', dir], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  const gone = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
  const release = async (): Promise<void> => {
    guard.ref();
    guard.stdin.end();
    await gone;
  };
  return { release };
}
