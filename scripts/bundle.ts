import { join } from 'node:path';
import { makeBundle, writeFolder } from './bundle/make-bundle.ts';

/** Writes dist/bundle for the images IMG and SCORECARD_IMAGE. */
const folder = join(import.meta.dirname, '../dist/bundle');
const files = await makeBundle({ engine: process.env['IMG'] ?? 'coordination-engine:latest', scorecard: process.env['SCORECARD_IMAGE'] });
writeFolder(folder, files);
console.log(`wrote ${files.size} files into ${folder}`);
