import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { archiveOf } from './archive.ts';
import { changesOf } from './changes.ts';
import { sumsOf } from './sums.ts';
import { objectionTo, uncommittedIn } from './uncommitted.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'release-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Files with one content, made in the order given. */
function filled(name: string, paths: readonly string[]): string {
  for (const path of paths) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), `content of ${path}\n`);
  }
  return join(folder, name);
}

describe('an archive', () => {
  const options = { top: 'chart', seconds: 1_700_000_000 };

  test('has the same bytes whenever, in whatever order and with whatever umask its files were made', async () => {
    const one = filled('one', ['a/b.yaml', 'c.yaml']);
    const other = filled('other', ['c.yaml', 'a/b.yaml']);
    chmodSync(join(other, 'c.yaml'), 0o600);
    utimesSync(join(other, 'c.yaml'), 0, 0);
    expect(await archiveOf(other, options)).toEqual(await archiveOf(one, options));
  });

  test('is read by tar, with the files below its top folder, those that can be run among them', async () => {
    const source = filled('one', ['a/b.yaml', 'run.sh']);
    chmodSync(join(source, 'run.sh'), 0o755);
    const file = join(folder, 'one.tgz');
    writeFileSync(file, await archiveOf(source, options));
    const lines = execFileSync('tar', ['--list', '--verbose', '--gzip', '--file', file], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    expect(lines).toMatch(/^-rw-r--r-- .*2023-11-14 22:13.* chart\/a\/b\.yaml$/m);
    expect(lines).toMatch(/^-rwxr-xr-x .* chart\/run\.sh$/m);
  });

  test('changes with its content', async () => {
    const source = filled('one', ['c.yaml']);
    const before = gunzipSync(await archiveOf(source, options));
    writeFileSync(join(source, 'c.yaml'), 'something else\n');
    expect(gunzipSync(await archiveOf(source, options))).not.toEqual(before);
  });
});

describe('what a release says of its changes', () => {
  const changelog = '# Changelog\n\n## Unreleased\n- Next.\n\n## [1.1.0] 2026-11-01\n- Second.\n\n## 1.0.0\n- First.\n';
  test.each([
    { version: '1.0.0', changes: '- First.\n' },
    { version: '1.1.0', changes: '- Second.\n\n' },
    { version: '1.2.0', changes: '- Next.\n\n' },
    { version: '1.0', changes: '- Next.\n\n' },
  ])('of $version is its section, else what is unreleased', ({ version, changes }) => {
    expect(changesOf(changelog, version)).toBe(changes);
  });

  test('is an error where there is neither', () => {
    expect(() => changesOf('# Changelog\n', '1.0.0')).toThrow('the changelog tells neither of 1.0.0');
  });
});

describe('what keeps a release from being made', () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], { cwd: folder });

  test('is each file that the commit does not have so: a changed, a deleted, a new and a staged one, but none that is ignored', async () => {
    filled('.', ['same', 'changed', 'deleted', 'staged', 'old name', '.gitignore']);
    writeFileSync(join(folder, '.gitignore'), 'dist/\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'all of it');
    expect(await uncommittedIn(folder)).toEqual([]);
    for (const name of ['changed', 'staged']) writeFileSync(join(folder, name), 'otherwise\n');
    rmSync(join(folder, 'deleted'));
    git('add', 'staged');
    git('mv', 'old name', 'näme');
    filled('.', ['dist/main.js', 'new/file']);
    expect((await uncommittedIn(folder)).toSorted()).toEqual(['changed', 'deleted', 'new/file', 'näme', 'old name', 'staged']);
  });

  test('is said with their names, but not with more than a screen of them', () => {
    expect(objectionTo([])).toBeUndefined();
    expect(objectionTo(['a', 'b'])).toContain('not as the commit has them:\n  a\n  b\nCommit them');
    expect(objectionTo(Array.from({ length: 22 }, (_, place) => `file-${place}`))).toContain('  file-19\n  and 2 more\n');
  });
});

test('sums are what sha256sum reads, in the order of the paths', () => {
  filled('one', ['b', 'a/c']);
  const sums = sumsOf(
    new Map([
      ['b', 'content of b\n'],
      ['a/c', 'content of a/c\n'],
    ]),
  );
  expect(sums.split('\n').map((line) => line.slice(66))).toEqual(['a/c', 'b', '']);
  const checked = execFileSync('sha256sum', ['--check', '-'], {
    cwd: join(folder, 'one'),
    input: sums,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  expect(checked).toBe('a/c: OK\nb: OK\n');
});
