import { expect, test } from '@jest/globals';
import { Transient } from '../../kube/errors.ts';
import { court } from '../../testing/court.ts';

const broken = () => new Transient({ reason: 'ServerError', message: 'out of order' });

test('an action whose target cannot be read for ten seconds says so, once, and goes on when it can be', async () => {
  const { pass, submit, cluster, clock, shown, statusOf, calls } = court();
  submit({ name: 'a' });
  for (let second = 0; second < 10; second += 2) {
    cluster.failNext('get Node', broken());
    expect(await pass()).toEqual({ after: 2000 });
    expect(shown('a')).toBeUndefined();
    clock.advance(2000);
  }
  cluster.failNext('get Node', broken());
  expect(await pass()).toEqual({ after: 2000 });
  expect(statusOf('a')).toMatchObject({
    phase: 'Blocked',
    reason: 'TargetUnreadable',
    message: 'Node/w1 cannot be read just now; it is tried again.',
    blocked: { reason: 'TargetUnreadable' },
  });
  expect(statusOf('a').blocked?.until).toBeUndefined();
  clock.advance(2000);
  calls();
  cluster.failNext('get Node', broken());
  await pass();
  expect(calls()).toEqual({ 'get Node': 1 });
  clock.advance(2000);
  await pass();
  expect(shown('a')).toBe('Admitted/Admitted');
});

test('a read that works in between makes the ten seconds begin anew', async () => {
  const { pass, submit, cluster, clock, shown, change } = court();
  submit({ name: 'holder', operation: 'drain_node' });
  await pass();
  submit({ name: 'a', createdAt: 1 });
  cluster.failNext('get Node', broken());
  await pass();
  clock.advance(9000);
  await pass();
  expect(shown('a')).toBe('Blocked/TargetBusy');
  change('holder', (action) => ({ ...action, status: { ...action.status, phase: 'Succeeded' } }));
  cluster.failNext('get Node', broken());
  await pass();
  expect(shown('a')).toBe('Blocked/TargetBusy');
});
