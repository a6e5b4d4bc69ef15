/** Commands of a page, and what it says that they print. */
export interface ShellBlock {
  /** Line of the page on which the commands begin, from 1. */
  readonly line: number;
  readonly commands: string;
  /** Lines of the block of text that follows; `…` stands for anything, and so does the width of a column. */
  readonly prints: readonly string[];
}

/** The blocks marked `sh` of a page in Markdown, in order, each with the block marked `text` that comes next if no commands are between. */
export function shellBlocks(markdown: string): ShellBlock[] {
  const fences = [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((found) => ({ mark: found[1], body: found[2] ?? '', at: found.index }));
  return fences.flatMap(({ mark, body, at }, index) => {
    if (mark !== 'sh') return [];
    const next = fences[index + 1];
    const prints = next?.mark === 'text' ? next.body.split('\n').filter(Boolean) : [];
    return [{ line: markdown.slice(0, at).split('\n').length + 1, commands: body, prints }];
  });
}

/** The lines that a page promises and that were not printed. */
export function missingFrom(output: string, prints: readonly string[]): string[] {
  const lines = output.split('\n').map(oneSpaced);
  return prints.filter((promised) => !lines.some((line) => patternOf(promised).test(line)));
}

function oneSpaced(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

function patternOf(promised: string): RegExp {
  const parts = oneSpaced(promised)
    .split(/ ?… ?/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
