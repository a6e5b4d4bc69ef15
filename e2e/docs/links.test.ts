import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const pages = tracked.filter((page) => existsSync(join(root, page)));

/** Where the links of a page lead that stay within the repository, without their anchors, as paths from its root. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```|`[^`\n]*`(?!\]\()/gms, '');
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => relative(root, join(root, dirname(page), target)));
}

test.each(pages)('%s links to nothing that is not there', (page) => {
  expect(linksOf(page).filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('every page of docs/ can be found from docs/README.md, by itself or with its folder', () => {
  const found = new Set(['docs/README.md']);
  for (const page of found) if (pages.includes(page)) for (const target of linksOf(page)) found.add(target);
  const isLost = (page: string): boolean => page.startsWith('docs/') && !found.has(page) && !found.has(dirname(page));
  expect(pages.filter(isLost)).toEqual([]);
});
