import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditSince } from './audit.ts';

const line = (name: string): string =>
  JSON.stringify({
    auditID: name,
    stage: 'ResponseComplete',
    requestReceivedTimestamp: '2026-01-01T00:00:00Z',
    verb: 'update',
    requestURI: '/',
    user: { username: 'admin' },
    objectRef: { resource: 'nodes', name },
  });
const [one, two, three] = [line('one'), line('two'), line('three')];
const ofThree = one.length + two.length + 2;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  { when: 'a line begins', position: one.length + 1, names: ['two', 'three'] },
  { when: 'a line was half there, which is of an earlier request', position: one.length + 10, names: ['three'] },
  { when: 'a line lacked its end', position: one.length, names: ['two', 'three'] },
  { when: 'nothing had come', position: 0, names: ['one', 'two', 'three'] },
  { when: 'the last line, not whole yet, began', position: ofThree, names: ['three'] },
  { when: 'it ends', position: ofThree + three.length + 1, names: [] },
])('entries are read from where $when', async ({ position, names }) => {
  const auditLog = join(folder, 'audit.log');
  await writeFile(auditLog, `${one}\n${two}\n${three}\n{"auditID":"fo`);
  const found = await auditSince({ auditLog }, position);
  expect(found.map(({ name }) => name)).toEqual(names);
});
