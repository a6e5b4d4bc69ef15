import { join } from 'node:path';
import { findOrBuild } from './binaries.ts';

/** Prints where the control plane's own kubectl lies, for machines that have none. */
const { bin } = await findOrBuild();
console.log(join(bin, 'kubectl'));
