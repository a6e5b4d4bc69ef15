import { describe, expect, test } from '@jest/globals';
import type { ActionPhase, AnomalyPhase, PlanPhase } from '../../api/generated/types.ts';
import { finalizers } from '../../api/resource.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { isOver, type EngineObject } from '../../api/terminal-phases.ts';
import { judgeRetention, type SeenIncident } from './judge-retention.ts';

const finishedAt = at(100);
const anomaly = buildAnomaly({ status: { phase: 'Resolved', finishedAt } });
const plan = buildPlan({ status: { phase: 'Succeeded', finishedAt } });
const action = buildAction({ status: { phase: 'Succeeded', finishedAt } });

const seen = (root: EngineObject, ...descendants: EngineObject[]): SeenIncident => {
  return { root, descendants, needed: false, claimed: false, remembered: false, countsUntil: () => 0 };
};
const having = <T extends EngineObject>(object: T, metadata: Partial<T['metadata']>): T => ({
  ...object,
  metadata: { ...object.metadata, ...metadata },
});
const judge = (incident: SeenIncident, second: number, isGiven = true) =>
  judgeRetention(incident, { seconds: 5, isGiven }, new Date(at(second)));

describe('a finished incident', () => {
  test.each([
    {
      when: 'its time is not over',
      incident: seen(anomaly, plan, action),
      second: 104.9,
      verdict: { kind: 'wait', until: new Date(at(105)) },
    },
    { when: 'its time is over', incident: seen(anomaly, plan, action), second: 105, verdict: { kind: 'delete' } },
    { when: 'a plan by hand is over', incident: seen(plan, action), second: 105, verdict: { kind: 'delete' } },
    { when: 'a lone action is over', incident: seen(action), second: 105, verdict: { kind: 'delete' } },
    {
      when: 'it was suppressed',
      incident: seen(buildAnomaly({ status: { phase: 'Suppressed', finishedAt } })),
      second: 105,
      verdict: { kind: 'delete' },
    },
    {
      when: 'its last object ended later than its root',
      incident: seen(anomaly, plan, buildAction({ status: { phase: 'Failed', finishedAt: at(103) } })),
      second: 106,
      verdict: { kind: 'wait', until: new Date(at(108)) },
    },
    {
      when: 'its plan wants to stay longer than the policy says',
      incident: seen(anomaly, buildPlan({ ttlSecondsAfterFinished: 60, status: { phase: 'Failed', finishedAt } })),
      second: 159,
      verdict: { kind: 'wait', until: new Date(at(160)) },
    },
    {
      when: 'its plan wants to go at once',
      incident: seen(anomaly, buildPlan({ ttlSecondsAfterFinished: 0, status: { phase: 'Failed', finishedAt } })),
      second: 100,
      verdict: { kind: 'delete' },
    },
  ])('is judged $verdict.kind when $when', ({ incident, second, verdict }) => expect(judge(incident, second)).toEqual(verdict));

  test.each([
    { when: 'its root goes on', incident: seen(buildAnomaly({ status: { phase: 'Remediating' } }), plan), kind: 'unfinished' },
    { when: 'a descendant goes on', incident: seen(anomaly, plan, buildAction({ status: { phase: 'Running' } })), kind: 'unfinished' },
    { when: 'a descendant is new', incident: seen(anomaly, buildPlan({})), kind: 'unfinished' },
    { when: 'nobody knows when it ended', incident: seen(buildAction({ status: { phase: 'Failed' } })), kind: 'unfinished' },
    { when: 'it is being deleted', incident: seen(having(plan, { deletionTimestamp: at(101) })), kind: 'unfinished' },
    { when: 'its plan is held', incident: seen(anomaly, having(plan, { finalizers: [finalizers.cancel] })), kind: 'inUse' },
    { when: 'its action is held', incident: seen(plan, having(action, { finalizers: [finalizers.undo] })), kind: 'inUse' },
    { when: 'a node carries its claim', incident: { ...seen(plan), claimed: true }, kind: 'inUse' },
    { when: 'its outcome is still to be read', incident: { ...seen(action), needed: true }, kind: 'inUse' },
    { when: 'somebody else holds it', incident: seen(having(action, { finalizers: ['example.org/backup'] })), kind: 'delete' },
  ])('is $kind, however old, when $when', ({ incident, kind }) => expect(judge(incident, 1e6).kind).toBe(kind));

  test.each([
    {
      when: 'it counts for longer than that',
      countsUntil: Date.parse(at(300)),
      second: 299,
      verdict: { kind: 'wait', until: new Date(at(300)) },
    },
    { when: 'it counts for less', countsUntil: Date.parse(at(102)), second: 104, verdict: { kind: 'wait', until: new Date(at(105)) } },
    { when: 'it counts no more', countsUntil: Date.parse(at(300)), second: 300, verdict: { kind: 'delete' } },
    { when: 'it counts as long as others are kept', countsUntil: Infinity, second: 1e6, verdict: { kind: 'inUse' } },
  ])('is judged $verdict.kind when its time is over and $when', ({ countsUntil, second, verdict }) =>
    expect(judge({ ...seen(anomaly, plan), countsUntil: () => countsUntil }, second)).toEqual(verdict),
  );

  test('stays when any part of it would come back from git, and says from where', () => {
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'infra' };
    expect(judge(seen(anomaly, having(plan, { labels })), 200)).toEqual({ kind: 'keptInGit', by: 'Flux infra' });
    expect(judge(seen(having(anomaly, { labels })), 101).kind).toBe('wait');
  });
});

const anomalyPhases: Record<AnomalyPhase, boolean> = {
  ...{ Pending: false, Planned: false, Remediating: false },
  ...{ Suppressed: true, Resolved: true, Failed: true },
};
const planPhases: Record<PlanPhase, boolean> = {
  ...{ Pending: false, AwaitingApproval: false, Executing: false, Verifying: false, RollingBack: false },
  ...{ Succeeded: true, Failed: true, RolledBack: true, RollbackFailed: true, Cancelled: true },
};
const actionPhases: Record<ActionPhase, boolean> = {
  ...{ Pending: false, Blocked: false, AwaitingApproval: false, Admitted: false, Running: false },
  ...{ Succeeded: true, Failed: true, Superseded: true, Rejected: true, Cancelled: true },
};
const entriesOf = <K extends string>(table: Record<K, boolean>) => Object.entries(table) as [K, boolean][];

test.each([
  ...entriesOf(anomalyPhases).map(([phase, over]) => ({ object: buildAnomaly({ status: { phase } }), phase, over })),
  ...entriesOf(planPhases).map(([phase, over]) => ({ object: buildPlan({ status: { phase } }), phase, over })),
  ...entriesOf(actionPhases).map(([phase, over]) => ({ object: buildAction({ status: { phase } }), phase, over })),
])('$object.kind in phase $phase is over: $over', ({ object, over }) => expect(isOver(object)).toBe(over));

describe('the only one that remembers what was tried', () => {
  const week = 7 * 24 * 3600;
  const short = buildPlan({ ttlSecondsAfterFinished: 60, status: { phase: 'Failed', finishedAt } });

  test.each([
    { when: 'by default', incident: seen(anomaly, plan), isGiven: false, second: 100 + week },
    { when: 'as the owner of the cluster says', incident: seen(anomaly, plan), isGiven: true, second: 105 },
    { when: 'as its plan says', incident: seen(anomaly, short), isGiven: false, second: 160 },
  ])('stays $when until second $second', ({ incident, isGiven, second }) => {
    const remembering = { ...incident, remembered: true };
    expect(judge(remembering, second - 0.1, isGiven)).toEqual({ kind: 'wait', until: new Date(at(second)) });
    expect(judge(remembering, second, isGiven)).toEqual({ kind: 'delete' });
  });
});
