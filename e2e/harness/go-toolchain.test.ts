import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { messageOf } from './errors.ts';
import { isOlder, requireGo } from './go-toolchain.ts';

test.each([
  { found: '1.26.0', needed: '1.26.0', older: false },
  { found: '1.26', needed: '1.26.0', older: false },
  { found: '1.26.8', needed: '1.26.0', older: false },
  { found: '1.27rc1', needed: '1.26.0', older: false },
  { found: '2.0', needed: '1.26.0', older: false },
  { found: '1.25.9', needed: '1.26.0', older: true },
  { found: '1.9.7', needed: '1.26.0', older: true },
  { found: '1.26.0', needed: '1.26.1', older: true },
  { found: 'devel', needed: '1.26.0', older: true },
])('Go $found is older than $needed: $older', ({ found, needed, older }) => {
  expect(isOlder(found, needed)).toBe(older);
});

describe('where Go', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  /** A folder on an otherwise empty PATH with a go program that says so. */
  async function onlyGo(script: string | undefined): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'go-test-'));
    if (script) await writeFile(join(folder, 'go'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env['PATH'] = folder;
    return folder;
  }

  test.each([
    { is: 'missing', script: undefined, says: 'built with Go, which is not installed: install Go 1.26.0' },
    { is: 'too old', script: 'echo go1.21.3', says: 'needs Go 1.26.0, but this is Go 1.21.3: install Go 1.26.0' },
    { is: 'broken', script: 'exit 2', says: 'Go cannot be used here: install Go 1.26.0' },
  ])('is $is, one line says what to do', async ({ script, says }) => {
    const folder = await onlyGo(script);
    const refusal = await requireGo('1.26.0', folder).catch(messageOf);
    expect(refusal).toContain(says);
    expect(refusal).not.toContain('\n');
  });

  test('is new enough, nothing is said', async () => {
    const folder = await onlyGo('echo go1.27.1');
    await expect(requireGo('1.26.0', folder)).resolves.toBeUndefined();
  });
});
