import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { seriesOf } from '../../operator/metrics/metric-row.ts';
import { allMetrics } from '../../operator/metrics/metrics-table.ts';
import { alertRules, expressionOf } from './alert-rules.ts';
import { emitPlainRules, emitPrometheusRule, emitRuleTests, runbooks } from './emit-rules.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/runbooks');
const names = [...new Set(alertRules.map(({ alert }) => alert))];
const runbookOf = (alert: string): string => readFileSync(join(folder, `${alert}.md`), 'utf8');

/** Names of series -> the metric that makes them. */
const known = new Map(
  allMetrics.flatMap((row) =>
    (row.type === 'histogram' ? ['_bucket', '_sum', '_count', ''] : ['']).map((suffix) => [row.name + suffix, row] as const),
  ),
);
const ours = /\b(?:coordination|workqueue|controller_runtime|rest_client|leader_election)_[a-z_]*[a-z]\b/g;
const metricsIn = (text: string): string[] => [...new Set(text.match(ours))];

test('there is an alert for each thing that somebody has to know', () => {
  expect(names).toEqual([
    ...['CoordinationEngineDown', 'HighConflictRate', 'SlowConflictResolution', 'TooManyActiveActions', 'PlanStalled'],
    ...['RollbackFailed', 'RemediationStorm', 'RemediationPausedTooLong', 'AnomalyIngestErrors'],
  ]);
});

test.each([
  ['HighConflictRate', 'sum(rate(coordination_conflicts_total[5m])) * 60 > 10'],
  ['SlowConflictResolution', 'histogram_quantile(0.95, sum by (le) (rate(coordination_resolution_time_seconds_bucket[5m]))) > 1'],
  ['TooManyActiveActions', 'max(coordination_active_actions) > 50'],
])('%s is true by the threshold of the document, per minute and in seconds', (name, expression) => {
  expect(alertRules.filter(({ alert }) => alert === name).map(expressionOf)).toContain(expression);
});

describe.each(alertRules.map((rule) => [expressionOf(rule), rule] as const))('%s', (expression, { alert, cases, ...rule }) => {
  test('asks for metrics of the table, and for labels and values that are there from the start', () => {
    expect(metricsIn(expression).filter((name) => !known.has(name))).toEqual([]);
    for (const [, metric = '', matchers = ''] of expression.matchAll(/\b([a-z_]+)\{([^}]*)\}/g)) {
      const series = seriesOf(known.get(metric) ?? { name: metric, help: '', labels: {} });
      const wanted = [...matchers.matchAll(/(\w+)(=~?)"([^"]*)"/g)];
      const fits = series.filter((one) => wanted.every(([, label = '', how, text = '']) => isMatch(one[label], how, text)));
      expect({ metric, fits: fits.length > 0 }).toEqual({ metric, fits: true });
    }
  });

  test('has a case in which it fires and one in which it does not', () => {
    expect(cases.some(({ fires }) => fires !== undefined)).toBe(true);
    expect(cases.some(({ fires }) => fires === undefined)).toBe(true);
    expect(cases.every(({ at, fires }) => fires === undefined || at >= rule.minutes)).toBe(true);
  });

  test('says in sentences what is so', () => {
    expect([rule.summary, rule.description].filter((text) => !/^[A-Z{].*\.$/.test(text))).toEqual([]);
  });

  test('has a runbook', () => expect(runbookOf(alert)).toMatch(new RegExp(`^# ${alert}\n`)));
});

function isMatch(value: string | undefined, how: string | undefined, text: string): boolean {
  return how === '=' ? value === text : new RegExp(`^(?:${text})$`).test(value ?? '');
}

describe('the runbooks', () => {
  test('are those of the alerts and no others', () => {
    expect(readdirSync(folder).toSorted()).toEqual(names.map((name) => `${name}.md`).toSorted());
  });

  test.each(names)('%s tells meaning, impact, diagnosis and mitigation, in this order, with commands', (name) => {
    const text = runbookOf(name);
    expect(text.match(/^## .*$/gm)).toEqual(['## Meaning', '## Impact', '## Diagnosis', '## Mitigation']);
    const sections = text.split(/^## .*$/m).slice(1);
    expect(sections.filter((section) => section.trim().length < 60)).toEqual([]);
    expect(sections[2]).toMatch(/```(sh|promql)\n/);
  });

  test('are linked from the page on monitoring', () => {
    const page = readFileSync(join(root, 'docs/monitoring.md'), 'utf8');
    expect(names.filter((name) => !page.includes(`| ${name} | `) || !page.includes(`(runbooks/${name}.md)`))).toEqual([]);
  });

  test.each(names)('%s names only metrics that there are', (name) => {
    const foreign = new Set(['coordination_engine']);
    expect(metricsIn(runbookOf(name)).filter((metric) => !known.has(metric) && !foreign.has(metric))).toEqual([]);
  });
});

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly annotations: { readonly runbook_url: string } }[];
  }[];
}

describe('the files', () => {
  const rulesOf = ({ groups }: Rules) => groups.flatMap(({ rules }) => rules);

  test('have the same rules for the operator of Prometheus and for Prometheus itself', () => {
    const plain = parse(emitPlainRules()) as Rules;
    expect((parse(emitPrometheusRule()) as { spec: Rules }).spec).toEqual(plain);
    expect(rulesOf(plain)).toHaveLength(alertRules.length);
  });

  test('point to the runbook of each alert', () => {
    const wrong = rulesOf(parse(emitPlainRules()) as Rules).filter(
      ({ alert, annotations }) => annotations.runbook_url !== `${runbooks}/${alert}.md`,
    );
    expect(wrong).toEqual([]);
  });

  test('have every case of every alert', () => {
    const { tests } = parse(emitRuleTests('some.yaml')) as { tests: readonly { name: string }[] };
    expect(tests).toHaveLength(alertRules.flatMap(({ cases }) => cases).length);
    expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length);
  });
});
