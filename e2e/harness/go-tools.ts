import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './build-lock.ts';
import { messageOf } from './errors.ts';
import { cacheFolderOf, goVersionOf } from './go-module.ts';
import { go, requireGo } from './go-toolchain.ts';

/** A program that is built from a Go module of ours, whose go.mod names its versions and nothing else. */
export interface GoTool {
  readonly name: string;
  /** Folder of the go.mod that requires it. */
  readonly module: string;
  readonly packagePath: string;
  /** How long a first build takes on two cores, for people who wait. */
  readonly usually: string;
  /** Build tags, for example to leave parts out. */
  readonly tags?: readonly string[];
  /** Values stamped into variables, by their full name. */
  readonly stamps?: Readonly<Record<string, string>>;
  /** Makes, inside that folder, the sources to build from, and gives their folder; the module's own unless told. */
  readonly sources?: (home: string) => Promise<string>;
}

export type Progress = (line: string) => void;

const toStderr: Progress = (line) => process.stderr.write(`tools: ${line}\n`);

/**
 * The path of the program, built when it is missing from the cache folder: minutes the first time, milliseconds later. Several processes
 * may ask at once; one builds.
 */
export async function findOrBuildTool(tool: GoTool, say: Progress = toStderr): Promise<string> {
  const home = await cacheFolderOf([tool.module]);
  const bin = join(home, 'bin');
  const path = join(bin, tool.name);
  if (existsSync(path)) return path;
  await mkdir(bin, { recursive: true });
  await requireGo(await goVersionOf(tool.module), tool.module);
  await withLock(join(home, `${tool.name}.lock`), async () => {
    if (existsSync(path)) return;
    const module = (await tool.sources?.(home)) ?? tool.module;
    await buildTool({ ...tool, module }, { bin, say, what: `building ${tool.name}` });
  });
  return path;
}

/** Where a program goes, and what is said meanwhile. */
export interface Build {
  readonly bin: string;
  readonly say: Progress;
  /** First words of the line that tells of the beginning. */
  readonly what: string;
}

/** True afterwards: the program lies in the folder, complete; an interrupted build leaves nothing there. */
export async function buildTool(tool: GoTool, { bin, say, what }: Build): Promise<void> {
  const { name, module, packagePath, usually, tags = [], stamps = {} } = tool;
  say(`${what} (once; on two cores this usually takes ${usually})`);
  const started = performance.now();
  const unfinished = join(bin, `.${name}.${process.pid}`);
  const ldflags = ['-s', '-w', ...Object.entries(stamps).map(([key, value]) => `-X ${key}=${value}`)].join(' ');
  const tagged = tags.length > 0 ? ['-tags', tags.join(',')] : [];
  try {
    await go(['build', '-trimpath', ...tagged, '-ldflags', ldflags, '-o', unfinished, packagePath], module);
    await rename(unfinished, join(bin, name));
  } catch (cause) {
    throw new Error(`building ${name} failed: ${messageOf(cause)}`, { cause });
  } finally {
    await rm(unfinished, { force: true });
  }
  say(`built ${name} in ${Math.round((performance.now() - started) / 1000)} s`);
}
