import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from './errors.ts';
import { killGroup } from './process.ts';

/** What is run of a container's spec. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly terminationMessagePath?: string;
  readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
}

/** Where a container's command is run. */
export interface Surroundings {
  /** Folders in which its programs are found, before the system's own. */
  readonly programs: readonly string[];
  /** Of its ServiceAccount; a pod without a token has none. */
  readonly kubeconfig?: string;
}

/** A command that runs. */
export interface RunningContainer {
  readonly ended: Promise<Exit>;
  /** Asks it to end, as the kubelet does with a pod that is deleted. */
  kill(): void;
}

/** How a command ended. */
export interface Exit {
  readonly exitCode: number;
  /** The termination message, as a kubelet would have it. */
  readonly message: string;
}

/** As much of the output as a kubelet takes in place of a termination message. */
const longestFallback = 2048;

/**
 * Runs the very command of the container, with its variables and nothing of this process's own, where its image would be. It runs on this
 * machine and not in a container: only what the tests themselves put into a pod may be run so.
 */
export function runContainer(container: Container, { programs, kubeconfig }: Surroundings): RunningContainer {
  const { command = [], args = [], env = [], terminationMessagePath = '/dev/termination-log' } = container;
  const home = mkdtempSync(join(tmpdir(), 'pod-'));
  const path = [...programs, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const variables = variablesOf(env, { HOME: home, PATH: path, ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }) });
  const [program = '', ...rest] = [...command, ...args].map((text) => expand(text, variables));
  openMessage(terminationMessagePath);
  const child = spawn(program, rest, { cwd: home, env: variables, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, over] = ['', false];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  const ended = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 128, message: messageOf(error) }));
    child.once('exit', () => (over = true));
    child.once('close', (code) => {
      const exitCode = code ?? 143;
      resolve({ exitCode, message: takeMessage(container, terminationMessagePath, exitCode, output) });
      rmSync(home, { recursive: true, force: true });
    });
  });
  return { ended, kill: () => (over || child.pid === undefined ? undefined : killGroup(child.pid, 'SIGTERM')) };
}

function variablesOf(env: NonNullable<Container['env']>, first: Readonly<Record<string, string>>): Record<string, string> {
  const variables: Record<string, string> = { ...first };
  for (const { name, value = '', valueFrom } of env) {
    if (valueFrom !== undefined) throw new Error(`the harness does not know where the variable ${name} comes from`);
    variables[name] = expand(value, variables);
  }
  return variables;
}

/** `$(NAME)` by the variables that are known by then, `$$` as `$`, as a kubelet does it. */
function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name?: string) => (name === undefined ? '$' : (variables[name] ?? found)));
}

/** The file for the message is there before the command, as a kubelet mounts it; where it cannot be, there is no message. */
function openMessage(path: string): void {
  if (dirname(path) === '/dev') return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
}

function takeMessage({ terminationMessagePolicy }: Container, path: string, exitCode: number, output: string): string {
  const written = dirname(path) !== '/dev' && existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (dirname(path) !== '/dev') rmSync(path, { force: true });
  return written === '' && exitCode !== 0 && terminationMessagePolicy === 'FallbackToLogsOnError'
    ? output.slice(-longestFallback)
    : written;
}
