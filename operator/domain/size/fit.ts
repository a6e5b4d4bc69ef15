import { cut } from '../../api/cut.ts';

/** Bytes that a status may have as JSON, with some room to the 64 KiB that are promised. */
export const mostBytes = 60 * 1024;

/** Bytes that the value has as the API server stores it. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** The first of these forms of the value, the value itself before all, that is not larger; else the last one. */
export function firstThatFits<T>(value: T, forms: readonly ((value: T) => T)[], most = mostBytes): T {
  let form = value;
  for (const next of forms) {
    if (bytesOf(form) <= most) return form;
    form = next(value);
  }
  return form;
}

const mark = '…';

/** The text, at most so many characters of it; one that was cut ends with a mark. */
export function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${cut(text, longest - 1)}${mark}`;
}

/** Whether the recorded text is that one, or what was left of it. */
export function isLeftOf(recorded: string, text: string): boolean {
  if (!recorded.endsWith(mark)) return recorded === text;
  return text.toWellFormed().startsWith(recorded.slice(0, -1).replace(/\uFFFD$/, ''));
}

/** Rows whose message is shorter; those without one stay as they are. */
export function withShortMessages<T extends { readonly message?: string }>(
  rows: readonly T[] | undefined,
  longest: number,
): T[] | undefined {
  return rows?.map((row) => (row.message === undefined ? row : { ...row, message: shorten(row.message, longest) }));
}
