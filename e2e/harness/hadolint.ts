import { join } from 'node:path';
import { findOrInstallPython } from './python.ts';

/** The path of the real hadolint, installed when it is missing. */
export async function hadolintProgram(): Promise<string> {
  const bin = await findOrInstallPython({
    name: 'hadolint',
    requirements: join(import.meta.dirname, '../control-plane/hadolint/requirements.txt'),
    minors: [9, 13],
    usually: '10 s',
  });
  return join(bin, 'hadolint');
}
