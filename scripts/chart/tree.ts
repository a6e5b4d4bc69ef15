import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the repository by paths from its root. */
export interface Tree {
  read(path: string): string;
  /** What is in a folder, in order. */
  list(path: string): readonly string[];
  isFolder(path: string): boolean;
}

/** The repository with that root. */
export function treeAt(root: string): Tree {
  return {
    read: (path) => readFileSync(join(root, path), 'utf8'),
    list: (path) => readdirSync(join(root, path)).toSorted(),
    isFolder: (path) => statSync(join(root, path)).isDirectory(),
  };
}

/** The manifests at a path, those of folders further in too: YAML files but for the kustomizations themselves. */
export function manifestsAt(tree: Tree, path: string): string[] {
  if (!tree.isFolder(path)) return [path];
  return tree.list(path).flatMap((name) => {
    const inside = `${path}/${name}`;
    if (tree.isFolder(inside)) return manifestsAt(tree, inside);
    return isManifest(name) ? [inside] : [];
  });
}

/** Whether a file of that name has objects in it: it is YAML, and no kustomization. */
export function isManifest(name: string): boolean {
  return name.endsWith('.yaml') && name !== 'kustomization.yaml';
}
