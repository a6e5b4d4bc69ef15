/** A text as it may be shown to people. */
export interface ShownText {
  readonly text: string;
  readonly isCut: boolean;
}

/** As much of a foreign text is kept, in bytes of UTF-8. */
export const longestText = 1024;

/** What lies beyond is not even looked at; a credential that reaches beyond what is kept still looks like one. */
export const longestRead = 16 * longestText;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const ellipsis = '…';

/**
 * A foreign text on one line: what terminals and editors would obey in place of showing it (control characters, marks of direction, what is
 * invisible) is written out as `\u{202e}`, and what is longer than that many bytes is cut.
 */
export function shownText(foreign: string, bytes: number = longestText): ShownText {
  const written = foreign
    .slice(0, bytes + 1)
    .replaceAll(/[\t\n\v\f\r]+/g, ' ')
    .replaceAll(/[\p{C}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const encoded = encoder.encode(written);
  if (encoded.length <= bytes && foreign.length <= bytes) return { text: written, isCut: false };
  const kept = decoder.decode(encoded.subarray(0, bytes - ellipsis.length * 3)).replace(/\ufffd+$/, '');
  return { text: kept + ellipsis, isCut: true };
}
