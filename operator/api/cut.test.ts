import { expect, test } from '@jest/globals';
import { cut } from './cut.ts';

test.each([
  { what: 'a short text', text: 'abc', longest: 4, kept: 'abc' },
  { what: 'a long text', text: 'abcdef', longest: 4, kept: 'abcd' },
  { what: 'a character of two units at the limit', text: 'abc\u{1F600}', longest: 4, kept: 'abc\uFFFD' },
  { what: 'a character of two units within it', text: 'ab\u{1F600}c', longest: 4, kept: 'ab\u{1F600}' },
  { what: 'half a character that was there before', text: 'a\uD83Db', longest: 4, kept: 'a\uFFFDb' },
])('of $what is kept what the API server would store', ({ text, longest, kept }) => {
  expect(cut(text, longest)).toBe(kept);
});
