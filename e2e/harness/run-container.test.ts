import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runContainer, type Container } from './run-container.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-container-'));
afterAll(() => rmSync(folder, { recursive: true }));

const terminationMessagePath = join(folder, 'message');
const container = (script: string, more: Partial<Container> = {}): Container => ({
  name: 'main',
  command: ['/bin/sh', '-c', script],
  terminationMessagePath,
  ...more,
});
const run = (one: Container) => runContainer(one, { programs: [] }).ended;

describe('a container`s command', () => {
  test('gives its exit code and the message that it wrote, and leaves no file', async () => {
    expect(await run(container(`printf told > ${terminationMessagePath}; exit 7`))).toEqual({ exitCode: 7, message: 'told' });
    expect(existsSync(terminationMessagePath)).toBe(false);
  });

  test.each([
    { policy: 'FallbackToLogsOnError', exitCode: 1, message: 'told\n' },
    { policy: 'File', exitCode: 1, message: '' },
    { policy: 'FallbackToLogsOnError', exitCode: 0, message: '' },
  ] as const)('that writes none has $message with $policy and exit code $exitCode', async ({ policy, exitCode, message }) => {
    const one = container(`echo told >&2; exit ${exitCode}`, { terminationMessagePolicy: policy });
    expect(await run(one)).toEqual({ exitCode, message });
  });

  test('sees its own variables, expanded as a kubelet does, and nothing of this process', async () => {
    const env = [
      { name: 'A', value: 'a' },
      { name: 'B', value: '$(A) $$(A) $(NONE) $5' },
    ];
    const one = container(`printf '%s|%s|%s' "$0" "$B" "\${NODE_ENV-unset}" > ${terminationMessagePath}`, { args: ['$(B)'], env });
    const expanded = 'a $(A) $(NONE) $5';
    expect((await run(one)).message).toBe(`${expanded}|${expanded}|unset`);
  });

  test('that is no program ends with 128, and one that is killed with 143', async () => {
    expect(await run(container('', { command: ['/nothing/here'] }))).toMatchObject({ exitCode: 128 });
    const running = runContainer(container('exec sleep 60'), { programs: [] });
    running.kill();
    expect(await running.ended).toMatchObject({ exitCode: 143 });
  });

  test('whose variables come from elsewhere is refused', () => {
    expect(() => runContainer(container('', { env: [{ name: 'X', valueFrom: {} }] }), { programs: [] })).toThrow('does not know where');
  });
});
