import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freshName, guardFolder, startProcess, type Child } from './process.ts';
import { untilServing } from './until-serving.ts';

let dir: string;
let guard: { readonly release: () => Promise<void> };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'until-serving-'));
  guard = guardFolder(dir);
});

afterEach(() => guard.release()); // kills what runs and removes the folder

const start = (script: string): Child => startProcess({ name: freshName('subject'), program: 'sh', args: ['-c', script], dir });

test('returns once it serves', async () => {
  const child = start('echo ready; exec sleep 600');
  await untilServing(child, () => Promise.resolve(child.logs().includes('ready')), { within: 30_000 });
  expect(child.logs()).toBe('ready\n');
});

test('fails at once when one of several ends, with its code and the end of its log', async () => {
  const children = [start('exec sleep 600'), start('echo no such setting; exit 3')];
  await expect(untilServing(children, () => Promise.resolve(false), { within: 600_000 })).rejects.toThrow(
    /^subject-\w+ ended \(3\) instead of serving\nthe end of the log of subject-\w+:\nno such setting\n$/,
  );
});

test('fails when the time is over, with the end of the log and the last answer', async () => {
  const child = start('echo still loading; exec sleep 600');
  await untilServing(child, () => Promise.resolve(child.logs().includes('loading')), { within: 30_000 });
  const failed = untilServing(child, () => Promise.reject(new Error('connection refused')), { within: 1 });
  await expect(failed).rejects.toMatchObject({
    message: expect.stringMatching(/^subject-\w+ did not get ready in time\n.*\nstill loading\n$/) as unknown,
    cause: { cause: { message: 'connection refused' } },
  });
});

test('a process of a fresh name has a log of its own', async () => {
  for (const line of ['one', 'two']) {
    const child = start(`echo ${line}`);
    await child.ended;
    expect(child.logs()).toBe(`${line}\n`);
  }
});
