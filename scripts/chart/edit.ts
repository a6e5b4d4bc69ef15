/** One change to a text: what stands there exactly once, and what takes its place. */
export type Edit = readonly [found: string | RegExp, replacement: string];

/** The text with each change made; throws, naming the change, where what is to be replaced is not there exactly once. */
export function edited(name: string, text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, [found, replacement]) => {
    const parts = now.split(found);
    if (parts.length !== 2) throw new Error(`${name} has ${parts.length - 1} times, not once: ${String(found)}`);
    return parts.join(replacement);
  }, text);
}

/** The lines, each that is not empty with so many spaces before it. */
export function indented(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
}
