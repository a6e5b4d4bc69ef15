import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOrBuild } from '../e2e/harness/binaries.ts';

/** The YAML of a kustomization, by the project's own kubectl, so that every machine renders the same. */
export async function render(folder: string): Promise<string> {
  const { bin } = await findOrBuild(undefined, ['kubectl']);
  const { stdout } = await promisify(execFile)(join(bin, 'kubectl'), ['kustomize', folder], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
