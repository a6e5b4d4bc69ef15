import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { waitingReasons, type WaitingReason } from '../../api/waiting-reasons.ts';
import { howToEnd, wayOn, type ShortName } from './explain-waits.ts';

const act = { short: 'ract', namespace: 'shop', name: 'act-1' } as const;
const rival = 'RemediationAction/bank/act-2';

describe.each(waitingReasons)('%s', (reason) => {
  test('has a holder, an end and a next step, though a status names nobody', () => {
    const { holder, ends, next } = wayOn(reason, undefined, act);
    expect(holder).toMatch(/^\S/);
    expect(ends).toMatch(/^when /);
    expect(next.length).toBeGreaterThan(0);
    for (const step of next) expect(step).toMatch(/^[A-Z].*\S$/);
  });

  test('is held by whom the status names', () => expect(wayOn(reason, rival, act).holder).toBe(rival));
});

test.each<WaitingReason>(['TargetBusy', 'TargetHeld', 'LowerPriority', 'OlderWins', 'WinnerPending', 'DeterministicPreferred'])(
  '%s ends when the rival does, which a person may end',
  (reason) => {
    const { ends, next } = wayOn(reason, rival, act);
    expect(ends).toBe(`when ${rival} ends`);
    expect(next.slice(0, 2)).toEqual([
      'It goes on by itself.',
      `To end act-2 before: kubectl patch ract act-2 -n bank --type merge -p '{"spec":{"cancel":true}}'`,
    ]);
  },
);

test.each<{ short: ShortName; reason: WaitingReason; by?: string; says: RegExp | undefined }>([
  { short: 'ract', reason: 'ApprovalRequired', says: /kubectl patch ract act-1 -n shop .*Approved/ },
  { short: 'rplan', reason: 'LowConfidence', says: /kubectl patch rplan act-1 -n shop .*Approved/ },
  { short: 'anom', reason: 'ApprovalRequired', says: /^Approve its plan/ },
  { short: 'ract', reason: 'DeterministicPreferred', says: /kubectl patch ract act-1 -n shop .*Approved/ },
  { short: 'anom', reason: 'SourceSuspended', says: undefined },
  {
    short: 'rplan',
    reason: 'ConsecutiveFailures',
    says: /kubectl annotate rplan act-1 -n shop coordination.selfheal.dev\/clear-block="WHY"$/,
  },
  { short: 'anom', reason: 'Ineffective', says: /kubectl annotate anom act-1 -n shop/ },
  { short: 'ract', reason: 'Suspended', by: 'RemediationPolicy/cluster', says: /kubectl patch rpol cluster .*"suspended":false/ },
  { short: 'rplan', reason: 'Suspended', by: 'RemediationPolicy/cluster', says: /kubectl patch rpol cluster .*"suspended":false/ },
  { short: 'rplan', reason: 'Suspended', by: 'RemediationPlan/shop/act-1, spec.suspend', says: /rplan act-1 -n shop .*"suspend":false/ },
])('the last step of $short for $reason by $by is $says', ({ short, reason, by, says }) => {
  const last = wayOn(reason, by, { ...act, short }).next.at(-1);
  if (says) expect(last).toMatch(says);
  else expect(last).not.toMatch(/kubectl/);
});

test('PartOfIncident ends with a plan, not with the incident', () => {
  const incident = 'Anomaly/self-healing-platform/anom-node-0123456789';
  expect(wayOn('PartOfIncident', incident, { ...act, short: 'anom' })).toMatchObject({ ends: `when ${incident} has a plan` });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

test('every field of the policy that is named exists', () => {
  const crd = parse(readFileSync(new URL('../../../crds/remediationpolicies.yaml', import.meta.url), 'utf8')) as {
    spec: { versions: { schema: { openAPIV3Schema: Schema } }[] };
  };
  const spec = crd.spec.versions[0]?.schema.openAPIV3Schema.properties?.['spec'];
  const said = waitingReasons.flatMap((reason) => {
    const { holder, next } = wayOn(reason, undefined, act);
    return [
      /^RemediationPolicy\/cluster, (.+)$/.exec(holder)?.[1] ?? [],
      next.map((one) => /rpol\.spec\.([\w.]+)\.$/.exec(one)?.[1] ?? []),
    ].flat(2);
  });
  const exists = (path: string) => path.split('.').reduce<Schema | undefined>((schema, part) => schema?.properties?.[part], spec);
  expect(said.length).toBeGreaterThan(10);
  expect(said.filter((path) => exists(path) === undefined)).toEqual([]);
});

test.each([
  {
    ref: 'RemediationPlan/shop/plan-1',
    line: [`To end plan-1 before: kubectl patch rplan plan-1 -n shop --type merge -p '{"spec":{"cancel":"Stop"}}'`],
  },
  { ref: 'Anomaly/shop/anom-1', line: [] },
  { ref: 'Node/w1', line: [] },
  { ref: 'another one that goes first', line: [] },
])('$ref is ended by $line', ({ ref, line }) => expect(howToEnd(ref)).toEqual(line));
