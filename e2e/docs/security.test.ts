import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const optIns = readdirSync(join(root, 'config/opt-in'));

interface Role {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly roleRef?: { readonly name: string };
  readonly aggregationRule?: object;
  readonly rules?: readonly { readonly resources?: readonly string[]; readonly verbs: readonly string[] }[];
}

/** Cells of the rows of the table below a heading. */
function tableBelow(heading: string): string[][] {
  const section = page.slice(page.indexOf(`## ${heading}\n`)).split(/\n## /)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

/** The roles of the files of a folder, and whatever else is in them. */
function rolesIn(folder: string): Role[] {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
  return files.flatMap((name) =>
    parseAllDocuments(readFileSync(join(root, folder, name), 'utf8')).flatMap((document) => (document.toJS() as Role | null) ?? []),
  );
}

/** `resource verb` of each cluster-wide right that the files of a folder grant. */
function rightsIn(folder: string): string[] {
  const rules = rolesIn(folder).flatMap(({ kind, rules: own = [] }) => (kind === 'ClusterRole' ? own : []));
  return rules.flatMap(({ resources = [], verbs }) => resources.flatMap((resource) => verbs.map((verb) => `${resource} ${verb}`)));
}

const granted = new Map([
  ['coordination-engine', new Set(rightsIn('config/rbac'))],
  ...optIns.map((name) => [name, new Set(rightsIn(join('config/opt-in', name)))] as const),
]);

test('docs/security.md has a row for each folder of config/opt-in', () => {
  const named = tableBelow('What is granted').map(([name]) => name?.replaceAll('`', ''));
  expect(named.toSorted()).toEqual(optIns.toSorted());
});

test('docs/security.md says of each role that others bind, or add to, that nobody asks for it', () => {
  const all = rolesIn('config/rbac');
  const bound = all.flatMap(({ roleRef }) => roleRef?.name ?? []);
  const isForOthers = ({ kind, metadata, aggregationRule }: Role): boolean =>
    kind === 'ClusterRole' && (aggregationRule !== undefined || !bound.includes(metadata.name));
  const said = tableBelow('What is not asked for').map(([right = '']) => /`(coordination-engine-[^`]+)`/.exec(right)?.[1]);
  const forOthers = all.filter(isForOthers).map(({ metadata }) => metadata.name);
  expect(forOthers.length).toBeGreaterThan(0);
  expect(said).toEqual(expect.arrayContaining(forOthers));
});

test.each(tableBelow('The rights that the document asks for'))('%s: granted by %s, as in config/', (right, by) => {
  const [resource, ...verbs] = right.split(/,? /);
  const holders = (verb: string): string[] => [...granted].filter(([, rights]) => rights.has(`${resource} ${verb}`)).map(([name]) => name);
  const promised = by === 'no' ? [] : [...by.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  expect(verbs.length).toBeGreaterThan(0);
  expect(verbs.map(holders)).toEqual(verbs.map(() => promised));
});
