import type { Fact } from './picture.ts';

const colours = { plain: '', good: '\u001b[32m', bad: '\u001b[31m', busy: '\u001b[33m', faint: '\u001b[2m', bold: '\u001b[1m' };
const reset = '\u001b[0m';

/** Colours only on a terminal, and not when NO_COLOR is set. */
const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];

/** The text in a colour, where there are any. */
export function paint(text: string, colour: keyof typeof colours): string {
  return coloured && colours[colour] !== '' ? `${colours[colour]}${text}${reset}` : text;
}

/** Tells facts with the seconds since now. */
export function narrator(): (fact: Fact) => void {
  const startedAt = Date.now();
  return ({ text, tone }) => {
    const at = `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)}s`;
    console.log(`${paint(at, 'faint')}  ${paint(text, tone)}`);
  };
}
