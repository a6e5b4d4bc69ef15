import { describe, expect, test } from '@jest/globals';
import { at } from '../../testing/action-builder.ts';
import { actionOf, kindsOf, next, running } from '../../testing/running-plan.ts';

const executing = running();
/** How the running step's action can go: out of sight, or ended by its own deletion. */
const ways = [
  { way: 'vanished', actions: [], reason: 'ActionDeleted' },
  { way: 'ended', actions: [actionOf(executing, { phase: 'Cancelled', reason: 'Deleted' })], reason: 'ActionCancelled' },
];

describe.each(ways)('a running step whose action was deleted and has $way', ({ actions, reason }) => {
  test('waits some seconds for a deletion of its plan, which a going namespace deletes later', () => {
    const first = next(executing, { actions });
    expect(first).toMatchObject({ effects: [], requeueAfter: 10_000 });
    expect(first.status).toMatchObject({
      phase: 'Executing',
      blocked: { reason: 'ActionDeleted', until: at(1010) },
      steps: [{ phase: 'Running' }, { phase: 'Pending' }],
    });
    const later = next({ ...executing, status: first.status }, { actions }, new Date(at(1004)));
    expect(later).toEqual({ ...first, requeueAfter: 6000 });
  });

  test('has failed when its plan stays', () => {
    const { status } = next(executing, { actions });
    const late = next({ ...executing, status }, { actions }, new Date(at(1010)));
    expect(late.status).toMatchObject({ phase: expect.stringMatching(/Failed|RollingBack/), steps: [{ phase: 'Failed', reason }, {}] });
    expect(kindsOf(late.effects)).toContain('stepFailed');
  });

  test('waits as long when the action had waited for something before', () => {
    const waited = { ...executing, status: { ...executing.status, blocked: { reason: 'TargetHeld', since: at(10) } } };
    const { status } = next(waited, { actions });
    const later = next({ ...waited, status }, { actions }, new Date(at(1009)));
    expect(later.status).toMatchObject({ phase: 'Executing', blocked: { reason: 'ActionDeleted', until: at(1010) } });
  });

  test.each([undefined, { reason: 'ActionDeleted', since: at(995), until: at(1005) }])(
    'is cancelled without a word of failure when its plan is being deleted; it waited: %j',
    (blocked) => {
      const { status, effects } = next(running({ deleted: true }, { blocked }), { actions });
      expect(status).toMatchObject({ phase: 'Cancelled', reason: 'Deleted', steps: [{ phase: 'Cancelled', reason: 'Deleted' }, {}] });
      expect(kindsOf(effects)).toEqual(['planEnded', 'removeFinalizer']);
    },
  );

  test('is not asked to end when another step fails meanwhile: there is nothing that could', () => {
    const steps = executing.status?.steps?.map((step) => (step.name === 'step-2' ? { ...step, phase: 'Failed' as const } : step));
    const { effects, requeueAfter } = next(running({}, { steps }), { actions });
    expect({ effects, requeueAfter }).toEqual({ effects: [], requeueAfter: 10_000 });
  });

  test('fails at once when its plan is suspended: a plan that rests waits for nothing', () => {
    expect(next(running({ suspend: true }), { actions }).status).toMatchObject({ steps: [{ phase: 'Failed', reason }, {}] });
  });
});
