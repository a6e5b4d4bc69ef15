import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { validatePolicy } from './validate.ts';

test('the policy that is shipped is one', () => {
  const text = readFileSync(join(import.meta.dirname, '../../config/policy/policy.yaml'), 'utf8');
  expect(validatePolicy(parse(text))).toMatchObject({ ok: true });
});
