import { stringify } from 'yaml';
import { usualNamespace } from '../../operator/api/usual-namespace.ts';
import { alertRules, expressionOf, type AlertRule, type RuleCase } from './alert-rules.ts';

/** Where a reader of an alert finds the runbooks; an overlay may point them elsewhere. */
export const runbooks = 'https://git.example/coordination-engine/src/main/docs/runbooks';

const banner = '# Made from scripts/monitoring/alert-rules.ts by `npm run generate`; do not edit.\n';
const groups = () => [{ name: 'coordination-engine', rules: alertRules.map(ruleOf) }];

function ruleOf(rule: AlertRule) {
  const { alert, minutes, summary, description } = rule;
  return {
    alert,
    expr: expressionOf(rule),
    ...(minutes > 0 && { for: `${minutes}m` }),
    labels: labelsOf(rule),
    annotations: { summary, description, runbook_url: runbookOf(rule) },
  };
}

const labelsOf = ({ severity, labels }: AlertRule): Record<string, string> => ({ severity, ...labels });
const runbookOf = ({ alert }: AlertRule): string => `${runbooks}/${alert}.md`;

function toYaml(document: object): string {
  return banner + stringify(document, { lineWidth: 0 });
}

/** A file for `rule_files` of a Prometheus without an operator. */
export function emitPlainRules(): string {
  return toYaml({ groups: groups() });
}

/** The same for the Prometheus operator. */
export function emitPrometheusRule(): string {
  const metadata = { name: 'coordination-engine', namespace: usualNamespace, labels: { app: 'coordination-engine' } };
  return toYaml({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata, spec: { groups: groups() } });
}

/** A file for `promtool test rules` that lies beside the plain rules, with each case of each alert. */
export function emitRuleTests(rulesFile: string): string {
  const tests = alertRules.flatMap((rule) => rule.cases.map((one) => testOf(rule, one)));
  return toYaml({ rule_files: [rulesFile], evaluation_interval: '1m', tests });
}

function testOf(rule: AlertRule, { name, input, at, fires }: RuleCase) {
  const { alert, summary, description } = rule;
  const told = { summary, description: description.replaceAll('{{ $value | humanize }}', fires ?? ''), runbook_url: runbookOf(rule) };
  const alerts = fires === undefined ? [] : [{ exp_labels: labelsOf(rule), exp_annotations: told }];
  return {
    name: `${alert}: ${name}`,
    interval: '1m',
    input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
    alert_rule_test: [{ eval_time: `${at}m`, alertname: alert, exp_alerts: alerts }],
  };
}
