import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../operator/version.ts';
import { makeBundle, sourceDate, writeFolder } from './bundle/make-bundle.ts';
import { archiveOf, filesBelow } from './release/archive.ts';
import { changesOf } from './release/changes.ts';
import { sumsOf } from './release/sums.ts';
import { objectionTo, uncommittedIn } from './release/uncommitted.ts';

/** Writes dist/release for the image IMG from what the Makefile has built into dist/, so that one commit makes one folder, byte for byte. */
const root = join(import.meta.dirname, '..');
const objection = objectionTo(await uncommittedIn(root));
if (objection !== undefined) {
  console.error(objection);
  process.exit(1);
}
const dist = join(root, 'dist');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const image = process.env['IMG'] ?? 'coordination-engine:latest';
const bundle = await makeBundle({ engine: image, scorecard: process.env['SCORECARD_IMAGE'] });
const chart = await archiveOf(join(root, 'charts/coordination-engine'), { top: 'coordination-engine', seconds: await sourceDate() });

const files = new Map<string, string | Uint8Array>([
  ...['main.js', 'sbom.cdx.json', 'install.yaml', 'policy.yaml'].map((name) => [name, text(join('dist', name))] as const),
  ...filesBelow(join(dist, 'opt-in')).map((name) => [join('opt-in', name), text(join('dist/opt-in', name))] as const),
  ...Array.from(bundle, ([path, content]) => [join('bundle', path), content] as const),
  [`coordination-engine-${version}.tgz`, chart],
  ['CHANGES.md', changesOf(text('CHANGELOG.md'), version)],
  ['LICENSE', text('LICENSE')],
]);
const folder = join(dist, 'release', `coordination-engine-${version}`);
writeFolder(folder, new Map([...files, ['SHA256SUMS', sumsOf(files)]]));
console.log(`wrote ${files.size + 1} files into ${folder}`);
