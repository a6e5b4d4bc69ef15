import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hasCode } from './errors.ts';

const run = promisify(execFile);

/** A go command's answer; it runs with the flags that make the builds reproducible and free of a C compiler. */
export async function go(args: readonly string[], cwd: string): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
  const { stdout } = await run('go', args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Refuses with one line that says what to do when Go is missing or older than `needed` ("1.26.0"). */
export async function requireGo(needed: string, cwd: string): Promise<void> {
  const advice = `install Go ${needed} or newer (https://go.dev/dl) and put it on the PATH`;
  let answer: string;
  try {
    answer = await go(['env', 'GOVERSION'], cwd);
  } catch (cause) {
    const missing = hasCode(cause, 'ENOENT');
    throw new Error(
      missing ? `The test control plane is built with Go, which is not installed: ${advice}` : `Go cannot be used here: ${advice}`,
      {
        cause,
      },
    );
  }
  const found = answer.trim().replace(/^go/, '');
  if (isOlder(found, needed)) throw new Error(`The test control plane needs Go ${needed}, but this is Go ${found}: ${advice}`);
}

/** True when the version `found` comes before `needed`; both are dotted numbers, a suffix such as rc1 or -custom is ignored. */
export function isOlder(found: string, needed: string): boolean {
  const have = numbersOf(found);
  const want = numbersOf(needed);
  for (const [index, part] of want.entries()) {
    const other = have[index] ?? 0;
    if (other !== part) return other < part;
  }
  return false;
}

function numbersOf(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
