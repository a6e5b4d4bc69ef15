import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { targetString } from '../operator/api/target.ts';
import { judge, type Judged } from './alerts/judge.ts';
import { readRows, ruleFiles } from './alerts/rows.ts';
import { isRight, layerScore, lookedAt, namelessScore, percent, type Score } from './alerts/score.ts';

const help = `Prints what the engine makes of alerts: layer, target, and the playbook or why it only looks on.

  npm run coverage:alerts -- [--quiet] [FILE...]

FILE    rules as Prometheus rule file or PrometheusRule (YAML or JSON), or the JSON that the tests use;
        without one, the files in ../shared/data, or else the sample beside this script
--quiet only the figures

Labels of rules are worked out from their expressions; objects and what they show are made up accordingly.
Exits with 1 when less than 95 % of the alerts with an expected layer are in it.`;

const wanted = 95;
const data = fileURLToPath(new URL('../../shared/data', import.meta.url));

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' }, quiet: { type: 'boolean', short: 'q' } },
  allowPositionals: true,
});

if (values.help) console.log(help);
else process.exitCode = report(positionals.length > 0 ? positionals : ruleFiles(data));

function report(files: readonly string[]): number {
  const rows = files.flatMap(readRows);
  const judged = rows.map((row) => judge(row));
  if (values.quiet !== true) for (const one of judged) console.log(lineOf(one));
  const layers = layerScore(judged);
  console.log();
  for (const file of new Set(rows.map((row) => row.file)))
    figures(
      file,
      judged.filter(({ row }) => row.file === file),
    );
  console.log(`${share('layer as expected', layers)}`);
  console.log(`${share('same layer and target under a name that says nothing, of those with a target', namelessScore(rows))}`);
  return percent(layers) < wanted ? 1 : 0;
}

function figures(file: string, judged: readonly Judged[]): void {
  const layers = layerScore(judged);
  const about = judged.some(({ row }) => row.description !== undefined) ? share('only looked at', lookedAt(judged)) : '';
  const named = { right: judged.filter(({ target }) => target).length, of: judged.length };
  const parts = [share('with a target', named), ...(layers.of > 0 ? [share('layer as expected', layers)] : []), ...(about ? [about] : [])];
  console.log(`${bold(file)}: ${parts.join('; ')}`);
}

function share(what: string, score: Score): string {
  return `${what} ${score.right} of ${score.of} (${percent(score)} %)`;
}

function lineOf(judged: Judged): string {
  const { row, layer, target, playbook, reason = '' } = judged;
  const answer = playbook === undefined ? `observe: ${reason}` : playbook;
  const mark = isRight(judged) ? '' : colour('red', ` expected ${row.expected}`);
  const cells = [row.alert.padEnd(46), layer.padEnd(14), (target ? targetString(target) : '-').padEnd(44)];
  return `${cells.join(' ')} ${playbook === undefined ? colour('yellow', answer) : colour('green', answer)}${mark}`;
}

/** Colours only where somebody looks on. */
function colour(name: 'red' | 'yellow' | 'green' | 'bold', text: string): string {
  return process.stdout.isTTY ? styleText(name, text) : text;
}

function bold(text: string): string {
  return colour('bold', text);
}
