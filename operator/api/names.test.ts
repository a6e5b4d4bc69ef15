import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actionName, incidentName, isOfToday, planName, reportedAnomalyName, requestedActionName, stemOf } from './names.ts';

const uid = '7f3a9c12-0000-4000-8000-000000000000';
const long = 'x'.repeat(80);

describe('the plan of an anomaly', () => {
  test.each([
    { when: 'the name has the usual prefix', anomaly: 'anom-20260708-a7f3k', plan: 'plan-20260708-a7f3k' },
    { when: 'the name is free', anomaly: 'memory-on-w1', plan: 'plan-memory-on-w1' },
    { when: 'the name is nothing but the prefix', anomaly: 'anom-', plan: 'plan-anom' },
    { when: 'the name is too long', anomaly: `anom-${long}`, plan: `plan-${'x'.repeat(58)}` },
    { when: 'the cut falls behind a dash', anomaly: `anom-${'y'.repeat(57)}-z`, plan: `plan-${'y'.repeat(57)}` },
  ])('is $plan when $when', ({ anomaly, plan }) => expect(planName(anomaly)).toBe(plan));

  test('takes 5 hex digits of the anomaly uid when a foreign object has the name', () => {
    expect(planName('anom-a', uid)).toBe('plan-a-7f3a9');
    expect(planName(`anom-${long}`, uid)).toBe(`plan-${'x'.repeat(52)}-7f3a9`);
  });
});

describe('the action of a step', () => {
  test.each([
    { when: 'it is the first', parts: {}, name: 'act-a-03' },
    { when: 'it is repeated', parts: { repeat: 2 }, name: 'act-a-03-r2' },
    { when: 'the first counts as no repetition', parts: { repeat: 1 }, name: 'act-a-03' },
    { when: 'it undoes', parts: { undo: true }, name: 'act-a-03-undo' },
    { when: 'it undoes a repetition', parts: { repeat: 2, undo: true }, name: 'act-a-03-r2-undo' },
    { when: 'a foreign object has the name', parts: { parentUid: uid }, name: 'act-a-03-7f3a9' },
    { when: 'a foreign object has the name of the undo', parts: { undo: true, parentUid: uid }, name: 'act-a-03-undo-7f3a9' },
  ])('is $name when $when', ({ parts, name }) => expect(actionName(stemOf('plan-a'), 3, parts)).toBe(name));

  test('keeps its order whole when the stem has to be cut', () => {
    expect(actionName(long, 50, { undo: true })).toBe(`act-${'x'.repeat(51)}-50-undo`);
  });

  test('has a name of its own among all actions of one plan, and every name is a DNS name of at most 63 characters', () => {
    const stem = fc.stringMatching(/^[a-z0-9]([-.a-z0-9]{0,80}[a-z0-9])?$/).filter((text) => !/\.[-.]|-\./.test(text));
    const part = fc.record({
      order: fc.integer({ min: 1, max: 50 }),
      repeat: fc.integer({ min: 1, max: 9 }),
      undo: fc.boolean(),
      parentUid: fc.constantFrom(undefined, uid),
    });
    fc.assert(
      fc.property(stem, part, part, (text, a, b) => {
        const [left, right] = [actionName(text, a.order, a), actionName(text, b.order, b)];
        expect(left).toMatch(/^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
        expect(left === right).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  { name: 'anom-a-b', stem: 'a-b' },
  { name: 'plan-a-b', stem: 'a-b' },
  { name: 'by-hand', stem: 'by-hand' },
])('$name hands on the stem $stem', ({ name, stem }) => expect(stemOf(name)).toBe(stem));

test('a reported anomaly and a requested action carry the UTC day', () => {
  const lateOnTheEighth = new Date('2026-07-08T23:59:59-02:00');
  expect(reportedAnomalyName(lateOnTheEighth, 'a7f3k')).toBe('anom-20260709-a7f3k');
  expect(requestedActionName(lateOnTheEighth, 'a7f3k')).toBe('act-20260709-a7f3k');
});

test.each([
  { name: 'anom-20260709-a7f3k', is: true },
  { name: 'act-20260709-a7f3k-01', is: true },
  { name: 'plan-20260709-a7f3k', is: true },
  { name: 'anom-20260708-a7f3k', is: false },
  { name: 'job-20260709-a7f3k', is: false },
])('$name is of today: $is', ({ name, is }) => expect(isOfToday(name, new Date('2026-07-09T00:00:00Z'))).toBe(is));

describe('the anomaly of an incident', () => {
  const node = { apiVersion: 'v1', kind: 'Node', name: 'w1' };

  test('is named after kind and identity of the cause, so that two reporters meet in it', () => {
    expect(incidentName(node)).toMatch(/^anom-node-[0-9a-f]{10}$/);
    expect(incidentName(node)).toBe(incidentName({ ...node }));
  });

  test('differs for another object and not for another version of the API', () => {
    const pool = { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', name: 'w1' };
    expect(incidentName({ ...node, name: 'w2' })).not.toBe(incidentName(node));
    expect(incidentName({ ...pool, apiVersion: 'karpenter.sh/v1beta1' })).toBe(incidentName(pool));
  });

  test('fits in 63 characters for the longest kind', () => {
    expect(incidentName({ ...node, kind: 'K'.repeat(63) })).toMatch(/^anom-k{47}-[0-9a-f]{10}$/);
  });
});
