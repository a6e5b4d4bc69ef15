import { expect, test } from '@jest/globals';
import { missingFrom, shellBlocks } from './shell-blocks.ts';

const page = ['# A page', '', '```sh', 'echo a', 'echo b', '```', '', 'prints', '', '```text', 'a', '```', '', '```yaml', 'x: 1', '```', '', '```sh', 'true', '```'];

test('commands come with the text that follows them, and with their line', () => {
  expect(shellBlocks(page.join('\n'))).toEqual([
    { line: 4, commands: 'echo a\necho b\n', prints: ['a'] },
    { line: 19, commands: 'true\n', prints: [] },
  ]);
});

test.each([
  { promised: 'plan-a Succeeded', printed: 'plan-a       Succeeded', missing: false },
  { promised: 'plan-a Succeeded …', printed: 'plan-a   Succeeded   infra   3s', missing: false },
  { promised: '… plan-a Succeeded …', printed: 'self-healing  plan-a  Succeeded   3s', missing: false },
  { promised: 'plan-a Succeeded', printed: 'plan-a Succeeded infra', missing: true },
  { promised: 'plan.a', printed: 'plan-a', missing: true },
  { promised: 'plan-a', printed: '', missing: true },
])('$promised is printed by "$printed", or is missing: $missing', ({ promised, printed, missing }) => {
  expect(missingFrom(`before\n${printed}\n`, [promised])).toEqual(missing ? [promised] : []);
});
