/** Series by their selector, each with values a minute apart in promtool's notation. */
export type Input = Readonly<Record<string, string>>;

/** Shows for some input what Prometheus makes of an alert. */
export interface RuleCase {
  readonly name: string;
  readonly input: Input;
  /** Minutes after the first value. */
  readonly at: number;
  /** What `$value` is then, as humanize writes it; absent when the alert is silent. */
  readonly fires?: string;
}

/** One alert; its runbook is docs/runbooks/<alert>.md. */
export interface AlertRule {
  readonly alert: string;
  /** PromQL that has a value at any time while the engine is scraped. */
  readonly value: string;
  /** Comparison that makes it true, for example `> 10`. */
  readonly holds: string;
  /** Whether the alert is that nothing satisfies the comparison. */
  readonly absent?: boolean;
  /** Minutes for which it has to be so. */
  readonly minutes: number;
  readonly severity: 'critical' | 'warning';
  /** Beside the severity, where two rules share a name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  /** `{{ $value | humanize }}` is the value. */
  readonly description: string;
  readonly cases: readonly [RuleCase, RuleCase, ...RuleCase[]];
}

const conflicts = 'coordination_conflicts_total{conflict_type="same_target"}';
const resolution = (le: string): string => `coordination_resolution_time_seconds_bucket{le="${le}"}`;
const requests = (endpoint: string, code: string): string => `coordination_ingest_requests_total{endpoint="${endpoint}",code="${code}"}`;

/** No refusals, so that each sum has something to add up. */
const wellIngest: Input = {
  [requests('alertmanager', '503')]: '0x40',
  [requests('alertmanager', '403')]: '0x40',
};

const storms = (nodes: string, alerts: string, rateLimited: string): Input => ({
  'coordination_node_storms{stage="Active"}': nodes,
  coordination_alert_storms: alerts,
  'coordination_blocked{kind="RemediationAction",reason="RateLimited"}': rateLimited,
});

/** Every alert of the engine. What all replicas tell alike is taken by max(), what each counts for itself by sum(). */
export const alertRules: readonly AlertRule[] = [
  {
    alert: 'CoordinationEngineDown',
    value: 'max(leader_election_master_status{name="coordination-engine"})',
    holds: '== 1',
    absent: true,
    minutes: 5,
    severity: 'critical',
    summary: 'Nothing is remediated: no replica of the coordination engine leads.',
    description:
      'No replica that Prometheus can scrape has led for 5 minutes. Anomalies may still be taken, and nothing is done about them.',
    cases: [
      {
        name: 'two replicas are there and neither leads',
        input: {
          'leader_election_master_status{name="coordination-engine",pod="a"}': '1x2 0x20',
          'leader_election_master_status{name="coordination-engine",pod="b"}': '0x23',
        },
        at: 9,
        fires: '1',
      },
      { name: 'nothing is scraped', input: { 'up{job="coordination-engine"}': '0x20' }, at: 6, fires: '1' },
      {
        name: 'another replica leads after four minutes',
        input: {
          'leader_election_master_status{name="coordination-engine",pod="a"}': '1x2 _x20',
          'leader_election_master_status{name="coordination-engine",pod="b"}': '0x10 1x20',
        },
        at: 20,
      },
    ],
  },
  {
    alert: 'HighConflictRate',
    value: 'sum(rate(coordination_conflicts_total[5m])) * 60',
    holds: '> 10',
    minutes: 5,
    severity: 'warning',
    summary: "Actions get in each other's way more than 10 times a minute.",
    description:
      '{{ $value | humanize }} conflicts a minute over the last 5 minutes: several sources ask for the same, or for what excludes the other.',
    cases: [
      { name: 'twelve a minute', input: { [conflicts]: '0+12x20' }, at: 15, fires: '12' },
      { name: 'ten a minute', input: { [conflicts]: '0+10x20' }, at: 15 },
    ],
  },
  {
    alert: 'SlowConflictResolution',
    value: 'histogram_quantile(0.95, sum by (le) (rate(coordination_resolution_time_seconds_bucket[5m])))',
    holds: '> 1',
    minutes: 5,
    severity: 'warning',
    summary: 'A conflict takes longer than a second to be resolved.',
    description: 'Of the conflicts of the last 5 minutes 95 % were resolved within {{ $value | humanize }} s; usual are milliseconds.',
    cases: [
      {
        name: 'half of them take more than a second',
        input: { [resolution('1')]: '0+5x20', [resolution('2.5')]: '0+10x20', [resolution('+Inf')]: '0+10x20' },
        at: 15,
        fires: '2.35',
      },
      {
        name: 'all take less',
        input: { [resolution('0.5')]: '0+10x20', [resolution('1')]: '0+10x20', [resolution('+Inf')]: '0+10x20' },
        at: 15,
      },
      { name: 'there are none', input: { [resolution('1')]: '5x20', [resolution('+Inf')]: '10x20' }, at: 15 },
    ],
  },
  {
    alert: 'TooManyActiveActions',
    value: 'max(coordination_active_actions)',
    holds: '> 50',
    minutes: 5,
    severity: 'warning',
    labels: { limit: 'fixed' },
    summary: 'More than 50 actions are at work at once.',
    description: '{{ $value | humanize }} actions are Admitted or Running: much of the cluster is being changed at the same time.',
    cases: [
      { name: 'fifty-one, told by two replicas', input: activeOf('51', '51'), at: 10, fires: '51' },
      { name: 'thirty, told by two replicas', input: activeOf('30', '30'), at: 10 },
    ],
  },
  {
    alert: 'TooManyActiveActions',
    value: 'max(coordination_active_actions) / max(coordination_active_actions_limit)',
    holds: '>= 1',
    minutes: 15,
    severity: 'warning',
    labels: { limit: 'configured' },
    summary: 'As many actions are at work as may be, for 15 minutes.',
    description:
      'Every place of maxActiveActions has been taken for 15 minutes, so that others wait; {{ $value | humanize }} of the places are in use.',
    cases: [
      {
        name: 'every place is taken',
        input: { coordination_active_actions: '10x30', coordination_active_actions_limit: '10x30' },
        at: 20,
        fires: '1',
      },
      {
        name: 'one becomes free now and then',
        input: { coordination_active_actions: '10x10 9 10x20', coordination_active_actions_limit: '10x32' },
        at: 20,
      },
    ],
  },
  {
    alert: 'PlanStalled',
    value: 'max(coordination_plans_stalled)',
    holds: '> 0',
    minutes: 10,
    severity: 'warning',
    summary: 'A plan does not get on.',
    description:
      'Of {{ $value | humanize }} plans a step, a wait, a checkpoint or the rollback takes longer than its own timeout. They hold their targets meanwhile.',
    cases: [
      { name: 'one plan is late', input: { coordination_plans_stalled: '0x5 1x20' }, at: 16, fires: '1' },
      { name: 'it gets on after nine minutes', input: { coordination_plans_stalled: '0x5 1x8 0x10' }, at: 20 },
    ],
  },
  {
    alert: 'RollbackFailed',
    value: 'max(coordination_plans{phase="RollbackFailed"})',
    holds: '> 0',
    minutes: 0,
    severity: 'critical',
    summary: 'What a plan did could not be undone.',
    description:
      '{{ $value | humanize }} plans ended RollbackFailed: targets are neither as they were nor as they should be, and a person has to finish it.',
    cases: [
      { name: 'one plan ended so', input: { 'coordination_plans{phase="RollbackFailed"}': '0x5 1x10' }, at: 7, fires: '1' },
      {
        name: 'plans were rolled back well',
        input: { 'coordination_plans{phase="RollbackFailed"}': '0x20', 'coordination_plans{phase="RolledBack"}': '3x20' },
        at: 15,
      },
    ],
  },
  {
    alert: 'RemediationStorm',
    value:
      'max(coordination_node_storms{stage="Active"}) + max(coordination_alert_storms) + max(coordination_blocked{kind="RemediationAction",reason="RateLimited"})',
    holds: '> 0',
    minutes: 5,
    severity: 'warning',
    summary: 'Much more is wrong than may be remediated at once.',
    description:
      'A group of nodes has too many unhealthy ones, a namespace gets more alerts than it may hold, or actions wait since too many were admitted lately ({{ $value | humanize }} of these together).',
    cases: [
      { name: 'a group of nodes is hit', input: storms('1x20', '0x20', '0x20'), at: 8, fires: '1' },
      { name: 'alerts are only counted, and actions wait for their turn', input: storms('0x20', '1x20', '4x20'), at: 8, fires: '5' },
      { name: 'it is over within four minutes', input: storms('1x3 0x20', '0x23', '0x23'), at: 8 },
    ],
  },
  {
    alert: 'RemediationPausedTooLong',
    value: 'max(last_over_time(coordination_remediation_paused[10m]))',
    holds: '== 1',
    minutes: 120,
    severity: 'warning',
    summary: 'The kill switch has been on for two hours.',
    description: 'Nothing has begun for two hours since the policy says suspended. Whoever switched it on may have forgotten it.',
    cases: [
      {
        name: 'it is on, and the engine restarts meanwhile',
        input: { coordination_remediation_paused: '1x60 _x5 1x80' },
        at: 125,
        fires: '1',
      },
      { name: 'it was off in between', input: { coordination_remediation_paused: '1x60 0x5 1x80' }, at: 125 },
    ],
  },
  {
    alert: 'AnomalyIngestErrors',
    value: 'sum(rate(coordination_ingest_requests_total{code=~"5.."}[5m])) * 60',
    holds: '> 1',
    minutes: 10,
    severity: 'warning',
    labels: { by: 'request' },
    summary: 'Reports do not reach the engine.',
    description: '{{ $value | humanize }} reports a minute were not taken: the engine answered 5xx.',
    cases: [
      { name: 'the engine cannot take reports', input: { ...wellIngest, [requests('anomalies', '503')]: '0+2x40' }, at: 25, fires: '2' },
      { name: 'a notebook sends what is not valid', input: { ...wellIngest, [requests('anomalies', '400')]: '0+9x40' }, at: 25 },
    ],
  },
  {
    alert: 'AnomalyIngestErrors',
    value: 'sum(increase(coordination_ingest_requests_total{endpoint="alertmanager",code=~"4.."}[15m]))',
    holds: '> 0',
    minutes: 1,
    severity: 'warning',
    labels: { by: 'refusal' },
    summary: 'The engine refuses notifications of Alertmanager.',
    description: '{{ $value | humanize }} notifications were refused within 15 minutes; Alertmanager does not send them again.',
    cases: [
      { name: 'one is refused', input: { ...wellIngest, [requests('alertmanager', '401')]: '0x10 1x40' }, at: 20, fires: '1' },
      { name: 'one was refused long ago', input: { ...wellIngest, [requests('alertmanager', '401')]: '0x3 1x40' }, at: 30 },
      {
        name: 'what was meant for another endpoint is refused',
        input: { ...wellIngest, [requests('anomalies', '401')]: '0+9x40' },
        at: 20,
      },
    ],
  },
  {
    alert: 'AnomalyIngestErrors',
    // Where nobody polls there is nothing to divide by.
    value: [
      'sum(rate(coordination_alertmanager_polls_total{result="failure"}[4m]))',
      'clamp_min(sum(rate(coordination_alertmanager_polls_total[4m])), 1e-9)',
    ].join(' / '),
    holds: '> 0.5',
    minutes: 3,
    severity: 'warning',
    labels: { by: 'poll' },
    summary: 'Alertmanager cannot be asked for its alerts.',
    description: 'For 5 minutes most polls of Alertmanager have failed: alerts whose notification is lost are not found.',
    cases: [
      { name: 'every poll fails for five minutes', input: pollsOf('0+2x10 20x20', '0x10 2+2x20'), at: 15, fires: '1' },
      { name: 'every poll fails, and it polls once in two minutes', input: pollsOf('0x30', '0 0 1 1 2 2 3 3 4 4 5 5'), at: 11, fires: '1' },
      { name: 'every poll of a new leader fails', input: pollsOf('0x20', '0+2x20', 'b'), at: 6, fires: '1' },
      { name: 'three of four polls fail', input: pollsOf('0 0 1 1 2 2 3 3 4 4 5 5', '0+2x12'), at: 10, fires: '0.8' },
      { name: 'Alertmanager restarts within three minutes', input: pollsOf('0+2x10 20x2 22+2x20', '0x10 2+2x2 6x20'), at: 15 },
      { name: 'one poll of three fails', input: pollsOf('0+2x20', '0+1x20'), at: 15 },
      { name: 'it is not asked at all', input: pollsOf('0x20', '0x20'), at: 15 },
    ],
  },
];

function pollsOf(succeeded: string, failed: string, pod = 'a'): Input {
  const of = (result: string): string => `coordination_alertmanager_polls_total{pod="${pod}",result="${result}"}`;
  return { [of('success')]: succeeded, [of('failure')]: failed };
}

function activeOf(...values: readonly string[]): Input {
  return Object.fromEntries(values.map((value, index) => [`coordination_active_actions{pod="engine-${index}"}`, `${value}x20`]));
}

/** The expression of an alert, in PromQL. */
export function expressionOf({ value, holds, absent = false }: AlertRule): string {
  const comparison = `${value} ${holds}`;
  return absent ? `absent(${comparison})` : comparison;
}
