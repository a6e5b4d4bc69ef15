import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

const lockfile = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const packages = Object.entries(lockfile.packages)
  .filter(([path]) => path !== '')
  .map(([path, locked]) => ({ ...locked, path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }));

test('every package is pinned by its hash and names no host', () => {
  expect(packages.filter(({ integrity }) => !integrity).map(({ path }) => path)).toEqual([]);
  expect(packages.filter(({ resolved }) => resolved?.includes('://')).map(({ path }) => path)).toEqual([]);
});

test.each(['request', 'har-validator'])('the abandoned %s is not among them', (name) => {
  expect(packages.filter((locked) => locked.name === name)).toEqual([]);
});

test('there is one Kubernetes client, and it is ours', () => {
  const clients = packages.filter(({ name }) => name === '@kubernetes/client-node').map(({ version }) => version);
  expect(clients).toEqual([expect.stringMatching(/^2\./)]);
});

test.each([
  { name: 'ajv', major: 8, least: 18 },
  { name: 'jsonpath-plus', major: 10, least: 3 },
  { name: 'form-data', major: 4, least: 0 },
])('$name that the engine uses is not older than its last security fix', ({ name, major, least }) => {
  const used =
    packages
      .find(({ path }) => path === `node_modules/${name}`)
      ?.version?.split('.')
      .map(Number) ?? [];
  expect(used[0]).toBe(major);
  expect(used[1]).toBeGreaterThanOrEqual(least);
});
