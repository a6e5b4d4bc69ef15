import { join } from 'node:path';
import { crdChanges } from './crds/crd-changes.ts';
import { acceptedIn, documentsIn, lastRelease, lastTag, recordRelease } from './crds/released.ts';
import { verdictOn } from './crds/verdict.ts';

/* What the CRDs change of what the last release promised; fails when something of it would break. `--record VERSION` is part of making a release. */
const root = join(import.meta.dirname, '..');
const [flag, version] = process.argv.slice(2);

if (flag === '--record' && version !== undefined) {
  recordRelease(root, version);
} else {
  const { version: released, crds } = lastRelease(root);
  const changes = crdChanges(crds, documentsIn(join(root, 'crds')));
  const { lines, isCompatible } = verdictOn({ version: released, tag: lastTag(root), changes, accepted: acceptedIn(root) });
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!isCompatible) process.exitCode = 1;
}
