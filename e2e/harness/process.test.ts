import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { isAlive } from './build-lock.ts';
import { eventually } from './eventually.ts';
import { guardFolder, startProcess, type Child } from './process.ts';

/** An owner in a process of its own: it guards a folder, starts a sleeper and then only waits. */
function startOwner(dir: string): ChildProcess {
  const script = `
    import { guardFolder, startProcess } from ${JSON.stringify(join(import.meta.dirname, 'process.ts'))};
    guardFolder(${JSON.stringify(dir)});
    startProcess({ name: 'sleeper', program: 'sleep', args: ['600'], dir: ${JSON.stringify(dir)} });
    setInterval(() => undefined, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe('a guarded folder', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'takes its processes along and vanishes when the owner dies by %s',
    async (signal) => {
      const dir = mkdtempSync(join(tmpdir(), 'guard-test-'));
      const owner = startOwner(dir);
      ends.push(() => Promise.resolve(void owner.kill('SIGKILL')));
      const pidFile = join(dir, 'pids', 'sleeper');
      const pid = await eventually(() => existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8')), {
        within: 30_000,
        describe: 'the sleeper sleeps',
      });
      owner.kill(signal);
      await eventually(() => !isAlive(pid) && !existsSync(dir), { within: 30_000, describe: 'the sleeper and the folder are gone' });
    },
  );
});

describe('a started process', () => {
  const start = (script: string): Child => {
    const dir = mkdtempSync(join(tmpdir(), 'process-test-'));
    const guard = guardFolder(dir);
    const child = startProcess({ name: 'subject', program: 'sh', args: ['-c', script], dir });
    ends.push(async () => {
      await child.stop({ withinMs: 0 });
      await guard.release();
      await rm(dir, { recursive: true, force: true });
    });
    return child;
  };

  test('tells its exit code and keeps what it wrote', async () => {
    const child = start('echo out; echo err >&2; exit 3');
    expect(await child.ended).toBe(3);
    expect(child.running()).toBe(false);
    expect(child.logs().split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  test('ends by SIGTERM, together with its own children', async () => {
    const child = start('sleep 600 & echo $!; wait');
    const grandchild = await eventually(() => Number(child.logs()) || undefined, { within: 30_000, describe: 'it has a child' });
    await child.stop();
    expect(await child.ended).toBe('SIGTERM');
    await eventually(() => !isAlive(grandchild), { within: 30_000, describe: 'its child is gone' });
  });

  test('ends by SIGKILL when SIGTERM does not help in time', async () => {
    const child = start('trap "" TERM; echo ready; while :; do sleep 0.1; done');
    await eventually(() => child.logs().includes('ready'), { within: 30_000, describe: 'it ignores SIGTERM' });
    await child.stop({ withinMs: 300 });
    expect(await child.ended).toBe('SIGKILL');
  });

  test('can be stopped twice', async () => {
    const child = start('exit 0');
    await child.ended;
    await child.stop();
    expect(await child.ended).toBe(0);
  });
});
