import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { go } from './go-toolchain.ts';

/**
 * The cache folder of what is made from these Go modules, outside of the checkout: one per set of module versions and platform, so that
 * an upgrade makes everything anew and a switch of branches finds the old one again.
 */
export async function cacheFolderOf(modules: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}/${process.arch}`);
  for (const module of modules) {
    for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(module, file)));
  }
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'coordination-engine', 'control-plane', hash.digest('hex').slice(0, 16));
}

/** The folder with the unpacked files of a module that the module in `cwd` requires; downloaded if need be. */
export async function folderOfModule(path: string, cwd: string): Promise<string> {
  // With its version, go needs the sums of no other module.
  const answer: unknown = JSON.parse(await go(['mod', 'download', '-json', `${path}@${await requiredVersion(cwd, path)}`], cwd));
  if (typeof answer === 'object' && answer && 'Dir' in answer && typeof answer.Dir === 'string') return answer.Dir;
  throw new Error(`go mod download names no folder for ${path}`);
}

/** The Go version that a module's go.mod asks for. */
export async function goVersionOf(module: string): Promise<string> {
  return inGoMod(module, /^go (\S+)$/m);
}

/** The version of a module that another one requires. */
export async function requiredVersion(module: string, path: string): Promise<string> {
  return inGoMod(module, new RegExp(`^\\s*(?:require )?${path.replaceAll('.', '\\.')} (v\\S+)`, 'm'));
}

async function inGoMod(module: string, pattern: RegExp): Promise<string> {
  const found = pattern.exec(await readFile(join(module, 'go.mod'), 'utf8'))?.[1];
  if (!found) throw new Error(`${module}/go.mod has no line that matches ${String(pattern)}`);
  return found;
}
