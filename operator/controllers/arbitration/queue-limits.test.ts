import { describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { at } from '../../testing/action-builder.ts';
import { court, type Court } from '../../testing/court.ts';
import { buildPlan } from '../../testing/plan-builder.ts';
import { buildPolicy } from '../../testing/policy-builder.ts';
import { makePass } from './pass.ts';

const nodes = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: `n${i}`, uid: `uid-n${i}` } }));

/** As many actions as nodes, and a bucket of two at once and thirty a minute. */
function crowd(count: number): Court {
  const here = court({ objects: nodes(count) as never });
  here.put(buildPolicy({ admissions: { perMinute: 30, burst: 2 }, maxActiveActions: 500, nodes: { maxInFlight: '100%' } }));
  for (let i = 0; i < count; i += 1) here.submit({ name: `act-${i}`, target: `Node/n${i}`, createdAt: i });
  return here;
}

const shownOf = (here: Court, count: number): (string | undefined)[] => Array.from({ length: count }, (_, i) => here.shown(`act-${i}`));
const untilOf = (here: Court, name: string): number => Date.parse(here.statusOf(name).blocked?.until ?? '') - Date.parse(at(100));
const patches = ({ calls }: Court): number => calls()['patch RemediationAction/status'] ?? 0;

describe('a bucket of two tokens', () => {
  test('lets two in, tells each of the others when its token comes, and writes nothing more until then', async () => {
    const here = crowd(5);
    await here.pass();
    expect(shownOf(here, 5)).toEqual(['Admitted/Admitted', 'Admitted/Admitted', ...Array<string>(3).fill('Blocked/RateLimited')]);
    expect(['act-2', 'act-3', 'act-4'].map((name) => untilOf(here, name))).toEqual([2000, 4000, 6000]);
    here.calls();
    here.clock.advance(700);
    expect(await here.pass()).toEqual({ after: 1300 });
    expect(patches(here)).toBe(0);
  });

  test('admits the next when its token is there, and the others stay as they were told', async () => {
    const here = crowd(5);
    await here.pass();
    here.calls();
    here.clock.advance(2000);
    await here.pass();
    expect(shownOf(here, 5).filter((shown) => shown === 'Admitted/Admitted')).toHaveLength(3);
    expect(['act-3', 'act-4'].map((name) => untilOf(here, name))).toEqual([4000, 6000]);
  });

  test('is as empty for the next process as it was for this one', async () => {
    const here = crowd(4);
    await here.pass();
    await makePass(here.deps)();
    expect(shownOf(here, 4)).toEqual(['Admitted/Admitted', 'Admitted/Admitted', 'Blocked/RateLimited', 'Blocked/RateLimited']);
  });

  test('lets in at once what a newer policy allows', async () => {
    const here = crowd(4);
    await here.pass();
    here.put(buildPolicy({ admissions: { perMinute: 6000, burst: 1000 }, nodes: { maxInFlight: '100%' } }));
    here.clock.advance(100);
    await here.pass();
    expect(shownOf(here, 4)).toEqual(Array<string>(4).fill('Admitted/Admitted'));
  });
});

describe('what ended before holds what wants to begin', () => {
  const restart = { type: 'application_remediation', target: 'Deployment/shop/pay' } as const;
  const failed = (second: number): RemediationAction['status'] => ({ phase: 'Failed', finishedAt: at(second) });

  test('a plan that ended on the target holds an action until its effects had time to show', async () => {
    const here = court();
    here.put(buildPolicy({ cooldownSeconds: 60 }));
    const status = { phase: 'Succeeded', startedAt: at(50), finishedAt: at(90) } as const;
    here.put(buildPlan({ name: 'plan-a', steps: [{ layer: 'application' }], status }));
    here.submit({ name: 'act-pay', ...restart });
    await here.pass();
    expect(here.shown('act-pay')).toBe('Blocked/CoolingDown');
    expect(here.statusOf('act-pay').blocked).toMatchObject({ until: at(150), by: 'RemediationPlan/self-healing-platform/plan-a' });
  });

  test('three failures hold the fourth until the time is over, and then one at a time is let in', async () => {
    const here = court();
    here.put(buildPolicy({ breakers: { target: { failures: 3, openSeconds: 60 } } }));
    for (const second of [70, 80, 90]) here.submit({ name: `act-${second}`, ...restart, status: failed(second) });
    here.submit({ name: 'act-next', ...restart });
    here.submit({ name: 'act-later', ...restart, operation: 'observe' });
    here.submit({ name: 'act-last', ...restart, parameters: { restartedBy: 'x' }, createdAt: 9 });
    await here.pass();
    expect(['act-next', 'act-later', 'act-last'].map((name) => here.shown(name))).toEqual([
      'Blocked/ConsecutiveFailures',
      'Admitted/Admitted',
      'Blocked/ConsecutiveFailures',
    ]);
    expect(here.statusOf('act-next').blocked?.until).toBe(at(150));
    here.clock.setNow(new Date(at(150)));
    await here.pass();
    expect(['act-next', 'act-last'].map((name) => here.shown(name))).toEqual(['Admitted/Admitted', 'Blocked/OlderWins']);
  });

  test('what a person lets go on is tried at once, is recorded and told once, and lets nobody else in', async () => {
    const here = court();
    here.put(buildPolicy({ breakers: { target: { failures: 1, openSeconds: 60 } } }));
    here.submit({ name: 'act-failed', ...restart, status: failed(90) });
    for (const name of ['act-next', 'act-other']) here.submit({ name, ...restart, parameters: { name } });
    await here.pass();
    here.change('act-next', clear('the disk is new'));
    await here.pass();
    expect(['act-next', 'act-other'].map((name) => here.shown(name))).toEqual(['Admitted/Admitted', 'Blocked/ConsecutiveFailures']);
    const message = 'It is tried although what was tried before failed again and again: the disk is new';
    expect(here.statusOf('act-next').conditions).toContainEqual(expect.objectContaining({ type: 'BlockCleared', status: 'True', message }));
    await here.pass();
    expect(here.events.filter(({ reason }) => reason === 'BlockCleared')).toMatchObject([
      { note: message, regarding: { kind: 'RemediationAction' } },
    ]);
  });
});

const clear =
  (why: string) =>
  (action: RemediationAction): RemediationAction => ({
    ...action,
    metadata: { ...action.metadata, annotations: { 'coordination.selfheal.dev/clear-block': why } },
  });
