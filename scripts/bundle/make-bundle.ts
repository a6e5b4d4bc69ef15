import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { version } from '../../operator/version.ts';
import { render } from '../render.ts';
import { loadCrds } from '../schema/crd.ts';
import { examplesFrom, manifestsOf } from './examples.ts';
import { bundleFiles } from './files.ts';

const root = join(import.meta.dirname, '../..');

/** Where the images of a bundle are pulled from. */
export interface BundleImages {
  readonly engine: string;
  readonly scorecard?: string;
}

/** The files of the bundle as config/, crds/ and samples/ are now, by their path in its folder. */
export async function makeBundle({
  engine,
  scorecard = 'operator-framework/scorecard-test:v1.42.0',
}: BundleImages): Promise<Map<string, string>> {
  const crds = loadCrds(join(root, 'crds'));
  const objects = manifestsOf(await render(join(root, 'config/default')));
  const examples = examplesFrom([join(root, 'samples'), join(root, 'config/policy')], crds);
  return bundleFiles(
    { objects, crds, examples, scorecardImage: scorecard },
    {
      ...{ version, image: engine },
      createdAt: new Date((await sourceDate()) * 1000).toISOString(),
      icon: readFileSync(join(import.meta.dirname, 'icon.svg')).toString('base64'),
      description: readFileSync(join(import.meta.dirname, 'description.md'), 'utf8'),
    },
  );
}

/** Seconds since 1970: SOURCE_DATE_EPOCH, else the time of the commit. */
export async function sourceDate(): Promise<number> {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) return Number(given);
  const { stdout } = await promisify(execFile)('git', ['log', '-1', '--format=%ct'], { cwd: root });
  return Number(stdout);
}

/** True afterwards: the folder holds these files and nothing else. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
