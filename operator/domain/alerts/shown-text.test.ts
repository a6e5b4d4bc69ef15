import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownText } from './shown-text.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

describe('a foreign text', () => {
  test.each([
    { of: 'plain words', foreign: 'Pod shop/cart is down: 95 %', text: 'Pod shop/cart is down: 95 %' },
    { of: 'other alphabets', foreign: 'Größe 容量 😀', text: 'Größe 容量 😀' },
    { of: 'line breaks', foreign: 'one\r\n\ttwo', text: 'one two' },
    { of: 'colours of a terminal', foreign: '\u001b[31mred', text: '\\u{1b}[31mred' },
    { of: 'another direction', foreign: 'a\u202eb', text: 'a\\u{202e}b' },
    { of: 'what is invisible', foreign: 'a\u200b\u2066b\ufeff', text: 'a\\u{200b}\\u{2066}b\\u{feff}' },
    { of: 'half a character', foreign: 'a\ud800b', text: 'a\\u{d800}b' },
    { of: 'NUL', foreign: 'a\0b', text: 'a\\u{0}b' },
    { of: 'separators of lines', foreign: 'a\u2028b', text: 'a\\u{2028}b' },
  ])('with $of is shown as it is meant', ({ foreign, text }) => {
    expect(shownText(foreign)).toEqual({ text, isCut: false });
  });

  test.each([
    { of: 'ASCII', foreign: 'x'.repeat(1025), starts: 'x'.repeat(1021) },
    { of: 'characters of three bytes', foreign: '容'.repeat(400), starts: '容'.repeat(340) },
    { of: 'a megabyte', foreign: 'y'.repeat(1 << 20), starts: 'y'.repeat(1021) },
  ])('of $of is cut, and says so', ({ foreign, starts }) => {
    expect(shownText(foreign)).toEqual({ text: `${starts}…`, isCut: true });
  });

  test('that just fits is whole', () => {
    expect(shownText('z'.repeat(1024))).toEqual({ text: 'z'.repeat(1024), isCut: false });
  });

  test('is never longer than it may be, and holds nothing that is obeyed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 8, max: 200 }), (foreign, bytes) => {
        const { text } = shownText(foreign, bytes);
        expect(bytesOf(text)).toBeLessThanOrEqual(bytes);
        expect(text).not.toMatch(/\p{C}/u);
      }),
    );
  });
});
