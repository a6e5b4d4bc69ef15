import { describe, expect, test } from '@jest/globals';
import { at, buildAction, targetFrom, type ActionWish } from '../../testing/action-builder.ts';
import { rivalsAmong } from '../../testing/rivals-among.ts';
import { contenderOf } from './contender.ts';
import { planStartObjection, type PlanContender } from './plan-start.ts';
import { lockOf, type LockTarget } from './targets.ts';

const now = new Date(at(1000));

const lock = (text: string, nodes: readonly string[] = []): LockTarget => lockOf({ ...targetFrom(text), nodes });
const w1 = lock('Node/w1');
const pay = lock('Deployment/shop/pay', ['w1']);
const web = lock('Deployment/shop/web', ['w2']);

const plan = (name: string, wish: Partial<PlanContender> = {}): PlanContender => ({
  uid: name,
  ref: `RemediationPlan/x/${name}`,
  createdAt: Date.parse(at(0)),
  priority: 3,
  source: 'deterministic',
  approved: false,
  dryRun: false,
  targets: [w1],
  ...wish,
});

interface ActionRow extends ActionWish {
  readonly planUid?: string;
}

const running: ActionWish['status'] = {
  phase: 'Running',
  conditions: [{ type: 'Admitted', status: 'True', lastTransitionTime: at(5), reason: 'Admitted', message: '' }],
};
const ai = (confidence: number) => ({ source: 'ai_driven', confidence }) as const;

interface Row {
  readonly when: string;
  readonly candidate?: Partial<PlanContender>;
  readonly executing?: readonly PlanContender[];
  readonly pending?: readonly PlanContender[];
  readonly actions?: readonly ActionRow[];
  readonly expected?: string;
}

function objection({ candidate = {}, executing = [], pending = [], actions = [] }: Row): string | undefined {
  const contenders = actions.map(({ planUid, ...wish }, index) => contenderOf(buildAction({ name: `a${index}`, ...wish }), planUid));
  const rivals = rivalsAmong({ executing, pending, actions: contenders });
  const seen = { candidate: plan('me', candidate), rivals, threshold: 0.7 };
  const found = planStartObjection(seen, now);
  return found && `${found.reason} by ${found.by.split('/').at(-1)}`;
}

describe('a plan waits', () => {
  test.each<Row>([
    { when: 'an executing plan holds one of its targets', executing: [plan('p')], expected: 'TargetHeld by p' },
    { when: 'an executing plan holds what lies on its node', executing: [plan('p', { targets: [pay] })], expected: 'TargetHeld by p' },
    {
      when: 'an executing plan holds the node that its workload lies on',
      candidate: { targets: [web, pay] },
      executing: [plan('p')],
      expected: 'TargetHeld by p',
    },
    { when: 'a better ranked plan wants the same', pending: [plan('p', { priority: 2 })], expected: 'TargetHeld by p' },
    {
      when: 'an older plan of the same priority wants what lies on its node',
      candidate: { createdAt: 9e15 },
      pending: [plan('p', { targets: [pay] })],
      expected: 'TargetHeld by p',
    },
    {
      when: 'a plan that has waited for 300 s wants the same',
      pending: [plan('p', { priority: 4, createdAt: 0, blockedSince: now.getTime() - 300_000 })],
      expected: 'TargetHeld by p',
    },
    { when: 'an action runs on one of its targets', actions: [{ priority: 5, status: running }], expected: 'TargetHeld by a0' },
    { when: 'an action of a model runs on one of its targets', actions: [{ ...ai(0.9), status: running }], expected: 'TargetHeld by a0' },
    { when: 'a better ranked action waits for one of its targets', actions: [{ priority: 1 }], expected: 'TargetHeld by a0' },
    {
      when: 'it comes from a model and a rule`s plan wants the same, worse ranked or not',
      candidate: { ...ai(0.9), priority: 1 },
      pending: [plan('p', { priority: 5 })],
      expected: 'DeterministicPreferred by p',
    },
    {
      when: 'it comes from a model and a person`s action wants the same',
      candidate: { ...ai(0.9), priority: 1 },
      actions: [{ source: 'manual', priority: 5 }],
      expected: 'DeterministicPreferred by a0',
    },
  ])('while $when', (row) => {
    expect(objection(row)).toBe(row.expected);
  });
});

describe('a plan starts', () => {
  test.each<Row>([
    { when: 'nobody else is there', pending: [plan('me')] },
    { when: 'a worse ranked plan wants the same', pending: [plan('p', { priority: 4 })] },
    { when: 'a younger plan of the same priority wants the same', pending: [plan('p', { createdAt: 9e15 })] },
    { when: 'an executing plan holds something else', executing: [plan('p', { targets: [web] })] },
    {
      when: 'only an action on what lies on its node runs: that is judged between actions',
      actions: [{ type: 'application_remediation', target: 'Deployment/shop/pay', status: running }],
    },
    { when: 'a worse ranked action waits for its target', actions: [{ priority: 4 }] },
    { when: 'only its own action runs', actions: [{ status: running, planUid: 'me' }] },
    {
      when: 'only a dry run or a monitor is at work',
      actions: [
        { dryRun: true, status: running },
        { operation: 'monitor_mco', status: running },
      ],
    },
    {
      when: 'a better ranked action waits for a person',
      actions: [
        { ...ai(0.5), priority: 1 },
        { approvalRequired: true, priority: 1 },
      ],
    },
    {
      when: 'execution told a better ranked action to wait',
      actions: [{ priority: 1, status: { phase: 'Blocked', blocked: { reason: 'OwnNode', since: at(990), until: at(1001) } } }],
    },
    {
      when: 'it comes from a model but was approved',
      candidate: { ...ai(0.5), approved: true, priority: 1 },
      pending: [plan('p', { priority: 5 })],
    },
    { when: 'it is only a dry run', candidate: { dryRun: true }, executing: [plan('p')], actions: [{ status: running }] },
    {
      when: 'those that hold and want the same are dry runs',
      executing: [plan('p', { dryRun: true })],
      pending: [plan('q', { dryRun: true, priority: 1 })],
    },
    {
      when: 'it comes from a model and only models want the same',
      candidate: { ...ai(0.9), priority: 1 },
      pending: [plan('p', { source: 'ai_driven' })],
      actions: [{ ...ai(0.9) }],
    },
  ])('when $when', (row) => {
    expect(objection(row)).toBeUndefined();
  });

  test('when the better ranked one is a model`s that waits for it: else both would wait for ever', () => {
    const model = plan('p', { source: 'ai_driven', priority: 1 });
    expect(objection({ when: '', pending: [model, plan('me')] })).toBeUndefined();
    expect(objection({ when: '', candidate: { uid: 'p', source: 'ai_driven', priority: 1 }, pending: [model, plan('me')] })).toBe(
      'DeterministicPreferred by me',
    );
  });
});
