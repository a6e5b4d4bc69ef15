import { mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pair } from './certificate.ts';

/** A Secret of type kubernetes.io/tls as a pod sees it. */
export interface MountedPair {
  readonly folder: string;
  /** The pair is another one, as when the Secret has changed. */
  readonly turn: (pair: Pair) => void;
}

/** A folder as the kubelet mounts a Secret: the files lead over the link `..data`, which is turned in one stroke. */
export function mountPair(pair: Pair): MountedPair {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  let version = 0;
  const turn = ({ cert, key }: Pair): void => {
    const name = `..version-${(version += 1)}`;
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'tls.crt'), cert);
    writeFileSync(join(folder, name, 'tls.key'), key);
    symlinkSync(name, join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  };
  turn(pair);
  for (const file of ['tls.crt', 'tls.key']) symlinkSync(join('..data', file), join(folder, file));
  return { folder, turn };
}
