import { describe, expect, test } from '@jest/globals';
import { validateAction } from '../../api/validate.ts';
import { at, buildAction } from '../../testing/action-builder.ts';
import { statusFor, type Facts, type Outcome } from './verdict-status.ts';

const facts = (second: number, more: Partial<Facts> = {}): Facts => ({ now: new Date(at(second)), specHash: 'ab', ...more });
const rival = { ref: 'RemediationAction/x/a', conflictType: 'same_target' } as const;
const blocked: Outcome = { kind: 'blocked', reason: 'OlderWins', rivals: [rival, { ...rival, ref: 'RemediationAction/x/b' }] };
const awaiting = { kind: 'awaitingApproval', reason: 'ApprovalRequired', until: new Date(at(900)) } as const satisfies Outcome;
const admitted: Outcome = { kind: 'admitted', rivals: [rival] };
const refused: Outcome = { kind: 'refused', phase: 'Cancelled', reason: 'CancelRequested', message: 'It was cancelled.' };

describe('the status of a verdict', () => {
  test('fits into its fields though a parameter with a name of any length is refused', () => {
    const message = `spec.parameters.${'x'.repeat(5000)} is not a parameter`;
    const action = buildAction();
    const status = statusFor(action, { kind: 'refused', phase: 'Rejected', reason: 'InvalidParameters', message }, facts(10));
    expect(validateAction(JSON.parse(JSON.stringify({ ...action, status })))).toMatchObject({ ok: true });
  });

  test('is the same on a later pass, place and rivals aside', () => {
    const action = buildAction();
    const first = statusFor(action, blocked, facts(10, { queuePosition: 2 }));
    const others: Outcome = { ...blocked, rivals: [rival, { ...rival, ref: 'RemediationAction/x/new' }] };
    expect(statusFor({ ...action, status: first }, others, facts(99, { queuePosition: 2 }))).toEqual(first);
    expect(statusFor({ ...action, status: first }, others, facts(99))).toEqual({ ...first, queuePosition: undefined });
  });

  test('keeps since when it waits, though it waits for another one', () => {
    const action = buildAction();
    const status = statusFor(action, blocked, facts(10));
    const next = statusFor(
      { ...action, status },
      { kind: 'blocked', reason: 'TargetBusy', rivals: [{ ...rival, ref: 'RemediationAction/x/c' }] },
      facts(20),
    );
    expect(next.blocked).toEqual({ reason: 'TargetBusy', since: at(10), by: 'RemediationAction/x/c' });
    expect(next.arbitration).toMatchObject({ winner: 'RemediationAction/x/c', decidedAt: at(20), against: ['RemediationAction/x/c'] });
  });

  test.each([
    { when: 'it loses for the first time', was: undefined, conflicts: { day: '2026-01-01', count: 1, winners: ['a'] } },
    { when: 'another one wins on the same day', was: ['2026-01-01', 2, 'c', 'b'], conflicts: { count: 3, winners: ['a', 'c', 'b'] } },
    {
      when: 'another one wins on the next day',
      was: ['2025-12-31', 2, 'b'],
      conflicts: { day: '2026-01-01', count: 1, winners: ['a', 'b'] },
    },
    { when: 'one wins that did before', was: ['2025-12-31', 2, 'b', 'a'], conflicts: { day: '2025-12-31', count: 2, winners: ['b', 'a'] } },
  ])('counts a conflict with each winner once: $when', ({ was: [day = '', count = 0, ...winners] = [], conflicts }) => {
    const refs = (names: readonly (string | number)[]): string[] => names.map((name) => `RemediationAction/x/${name}`);
    const before = day === '' ? {} : { status: { conflicts: { day: String(day), count: Number(count), winners: refs(winners) } } };
    const lost = statusFor({ ...buildAction(), ...before }, blocked, facts(10)).conflicts;
    expect(lost).toMatchObject({ ...conflicts, winners: refs(conflicts.winners) });
    expect(statusFor({ ...buildAction(), status: { conflicts: lost } }, admitted, facts(20)).conflicts).toEqual(lost);
  });

  test('names no more winners than its field may hold, the last ones', () => {
    const winners = Array.from({ length: 64 }, (_, index) => `RemediationAction/x/${index}`);
    const was = buildAction({ status: { conflicts: { day: '2026-01-01', count: 64, winners } } });
    const conflicts = statusFor(was, blocked, facts(10)).conflicts;
    expect(conflicts).toEqual({ day: '2026-01-01', count: 65, winners: ['RemediationAction/x/a', ...winners.slice(0, 63)] });
  });

  test('remembers how long it waited once it waits no more', () => {
    const waiting = statusFor(buildAction(), blocked, facts(10));
    const asked = statusFor({ ...buildAction(), status: waiting }, awaiting, facts(400));
    expect(asked).toMatchObject({ waitedSeconds: 390, approvalAskedAt: at(400), blocked: { since: at(400) } });
    const again = statusFor({ ...buildAction(), status: asked }, blocked, facts(1000));
    expect(again).toMatchObject({ waitedSeconds: 390, approvalAskedAt: undefined, blocked: { since: at(1000) } });
    expect(statusFor({ ...buildAction(), status: again }, admitted, facts(1100))).toMatchObject({ waitedSeconds: 490 });
  });

  test('drops the time before which execution did not want it', () => {
    const action = buildAction({ status: { phase: 'Blocked', blocked: { reason: 'OwnNode', since: at(1), until: at(9) } } });
    expect(statusFor(action, blocked, facts(10)).blocked).toEqual({ reason: 'OlderWins', since: at(1), by: 'RemediationAction/x/a' });
  });

  test('no longer says that it waits once it is admitted', () => {
    const action = buildAction();
    const status = statusFor(action, blocked, facts(10, { queuePosition: 1 }));
    const next = statusFor({ ...action, status }, admitted, facts(20));
    expect(next).toMatchObject({ phase: 'Admitted', blocked: undefined, queuePosition: undefined });
    expect(next.conditions?.map(({ type, status: is }) => `${type} ${is}`)).toEqual(['Admitted True', 'Blocked False']);
  });

  test.each([
    { outcome: blocked, phase: 'Blocked', finished: false, conditions: 'Admitted False, Blocked True' },
    { outcome: awaiting, phase: 'AwaitingApproval', finished: false, conditions: 'Admitted False, Blocked True' },
    { outcome: admitted, phase: 'Admitted', finished: false, conditions: 'Admitted True' },
    { outcome: refused, phase: 'Cancelled', finished: true, conditions: 'Admitted False' },
    {
      outcome: { kind: 'ended', phase: 'Superseded', reason: 'DuplicateOf', rivals: [rival] } as const,
      phase: 'Superseded',
      finished: true,
      conditions: 'Admitted False',
    },
    {
      outcome: { kind: 'unreadable', message: 'It may not be read.', until: new Date(at(40)) } as const,
      phase: 'Blocked',
      finished: false,
      conditions: 'Admitted False, Blocked True',
    },
  ])(
    '$phase ($outcome.kind) says so in phase, conditions and end, in the words of the schema',
    ({ outcome, phase, finished, conditions }) => {
      const action = buildAction();
      const status = statusFor(action, outcome, facts(10));
      expect(status.phase).toBe(phase);
      expect(status.finishedAt !== undefined).toBe(finished);
      expect(status.conditions?.map(({ type, status: is }) => `${type} ${is}`).join(', ')).toBe(conditions);
      expect(validateAction(JSON.parse(JSON.stringify({ ...action, status })))).toMatchObject({ ok: true });
    },
  );

  test('names the approval gate and the duplicate in one plain sentence', () => {
    const action = buildAction();
    const how = `To approve: kubectl patch ract ${action.metadata.name} -n self-healing-platform --type merge -p '{"spec":{"approval":{"decision":"Approved","by":"YOU"}}}'`;
    expect(statusFor(action, awaiting, facts(1)).message).toBe(`A person has to approve it before it competes. ${how}`);
    expect(statusFor(action, { ...awaiting, rule: 'drains' }, facts(1)).message).toMatch(
      /^The approval rule drains of the policy covers it/,
    );
    expect(statusFor(action, blocked, facts(1)).message).toBe('Waits for RemediationAction/x/a, which is older and has the same target.');
  });
});
