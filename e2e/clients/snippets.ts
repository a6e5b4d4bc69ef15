import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientFolder } from '../harness/notebook.ts';

const root = join(import.meta.dirname, '../..');

/** The example of the client's own README. */
export function readmeExample(): string {
  const [program = ''] = pythonIn(readFileSync(join(clientFolder, 'README.md'), 'utf8'));
  return program;
}

/** The notebook that was there before the client, if the text is at hand; its own class gives way to an import of ours. */
export function documentedNotebook(): string | undefined {
  const folder = join(root, '../shared/documents');
  if (!existsSync(folder)) return undefined;
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const program = texts.flatMap(pythonIn).find((one) => ownClass.test(one));
  return program?.replace(ownClass, 'from coordination_engine import CoordinationEngineClient\n\n');
}

const ownClass = /^class CoordinationEngineClient\b.*\n(?:(?:[ \t].*)?\n)*/m;

function pythonIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```python\n(.*?)^```$/gms)].map(([, program = '']) => program);
}
