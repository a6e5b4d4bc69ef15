import { describe, expect, test } from '@jest/globals';
import { describeCall } from './api-call.ts';
import { Rules, type Rule } from './rules.ts';

const node = describeCall({ method: 'PATCH', url: '/api/v1/nodes/w1', body: Buffer.alloc(0) });
const pod = describeCall({ method: 'GET', url: '/api/v1/pods', body: Buffer.alloc(0) });
const rule = (more: Partial<Rule> = {}): Rule => ({
  match: ({ resource }) => resource === 'nodes',
  when: 'before',
  do: { kind: 'reset' },
  ...more,
});

/** Which of five requests are hit. */
function hits(rules: Rules): boolean[] {
  return [node, pod, node, node, node].map((call) => rules.take(call) !== undefined);
}

describe('a rule', () => {
  test.each([
    { what: 'once', more: {}, hit: [true, false, false, false, false] },
    { what: 'at the second match', more: { nth: 2 }, hit: [false, false, true, false, false] },
    { what: 'twice from the second match on', more: { nth: 2, times: 2 }, hit: [false, false, true, true, false] },
    { what: 'always', more: { times: Infinity }, hit: [true, false, true, true, true] },
  ])('hits $what', ({ more, hit }) => {
    const rules = new Rules();
    rules.arm(rule(more));
    expect(hits(rules)).toEqual(hit);
  });

  test('counts what it hits, and hits no more when it is disarmed', () => {
    const rules = new Rules();
    const armed = rules.arm(rule({ times: Infinity }));
    rules.take(node);
    armed.disarm();
    rules.take(node);
    expect(armed.hits()).toBe(1);
  });

  test('that comes later sees what an earlier one hits, but leaves it alone', () => {
    const rules = new Rules();
    rules.arm(rule());
    const second = rules.arm(rule({ nth: 2 }));
    expect(hits(rules)).toEqual([true, false, true, false, false]);
    expect(second.hits()).toBe(1);
  });
});
