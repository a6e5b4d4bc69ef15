import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kindOf, type Crd } from '../schema/crd.ts';
import type { Manifest } from './manifest.ts';

/** One object of each kind, the first that the folders hold; throws when there is none of a kind. */
export function examplesFrom(folders: readonly string[], crds: readonly Crd[]): Manifest[] {
  const all = folders.flatMap(manifestsIn);
  return crds.map((crd) => {
    const example = all.find(({ apiVersion, kind }) => kind === kindOf(crd) && apiVersion.startsWith(`${crd.spec.group}/`));
    if (!example) throw new Error(`no example of ${kindOf(crd)} in ${folders.join(', ')}`);
    return example;
  });
}

/** Every object of the YAML files in a folder. */
function manifestsIn(folder: string): Manifest[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  return files.toSorted().flatMap((name) => manifestsOf(readFileSync(join(folder, name), 'utf8')));
}

/** Every object of a YAML text. */
export function manifestsOf(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
