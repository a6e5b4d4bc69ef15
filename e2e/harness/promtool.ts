import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { findOrBuildTool } from './go-tools.ts';

/** The path of the real promtool, built when it is missing; it comes from the module of Prometheus, without the service discoveries. */
export async function promtoolProgram(): Promise<string> {
  return findOrBuildTool({
    name: 'promtool',
    module: join(import.meta.dirname, '../control-plane/prometheus'),
    packagePath: 'github.com/prometheus/prometheus/cmd/promtool',
    usually: '1 to 2 min',
    tags: ['remove_all_sd'],
  });
}

/** How promtool ended and everything that it said. */
export interface PromtoolAnswer {
  readonly code: number;
  readonly said: string;
}

/** Runs promtool with this on its standard input. */
export async function promtool(args: readonly string[], input = ''): Promise<PromtoolAnswer> {
  const program = await promtoolProgram();
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error(`promtool did not run: ${error.message}`, { cause: error }));
      else resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` });
    });
    child.stdin?.end(input);
  });
}
