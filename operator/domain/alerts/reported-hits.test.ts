import { describe, expect, test } from '@jest/globals';
import { aNode } from '../../testing/cluster-objects.ts';
import { seenTarget } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import type { Hit } from '../diagnosis/hits.ts';
import type { SeenTarget } from '../diagnosis/seen.ts';
import type { Report } from './layers-from-report.ts';
import { builtInPlaybooks } from '../playbooks/shipped.ts';
import { isNamed, isTakenAtItsWord, withReported } from './reported-hits.ts';

const alert = (alertname: string | undefined): Report => ({ type: 'case', details: alertname === undefined ? {} : { alertname } });
const asking = [{ when: { alerts: ['NodeRAID*'], words: { any: ['Reported'] } } }];

test.each([
  { when: 'a playbook names it and asks for the word', report: alert('NodeRAIDDegraded'), playbooks: asking, taken: true },
  { when: 'another alert is named', report: alert('NodeClockSkew'), playbooks: asking, taken: false },
  { when: 'it is no alert', report: alert(undefined), playbooks: asking, taken: false },
  {
    when: 'the playbook waits for other words',
    report: alert('X'),
    playbooks: [{ when: { alerts: ['X'], words: { any: ['NotReady'] } } }],
    taken: false,
  },
  { when: 'the playbook names no alert', report: alert('X'), playbooks: [{ when: { words: { any: ['Reported'] } } }], taken: false },
  { when: 'the playbook says nothing', report: alert('X'), playbooks: [{}], taken: false },
])('whether an alert is taken at its word when $when: $taken', ({ report, playbooks, taken }) => {
  expect(isTakenAtItsWord(report, playbooks)).toBe(taken);
});

test.each([
  { name: 'KubePodCrashLooping', named: true, taken: false },
  { name: 'KubeDeploymentReplicasMismatch', named: true, taken: false },
  { name: 'NodeRAIDDegraded', named: true, taken: true },
  { name: 'NodeFilesystemAlmostOutOfSpace', named: true, taken: true },
  { name: 'KubeNodeNotReady', named: true, taken: false },
  { name: 'Watchdog', named: false, taken: false },
  { name: 'OurOwnAlert', named: false, taken: false },
])('what we come with names $name: $named, and takes it at its word: $taken', ({ name, named, taken }) => {
  expect(isNamed(alert(name), builtInPlaybooks)).toBe(named);
  expect(isTakenAtItsWord(alert(name), builtInPlaybooks)).toBe(taken);
});

describe('what an alert hits that is taken at its word', () => {
  const node = seenTarget(aNode('w1'));
  const gone: SeenTarget = { kind: 'missing', asked: target('Node/w0'), target: target('Node/w0') };
  const hit = (word: string): Hit => ({ layer: 'application', target: target('Deployment/shop/pay'), words: [word], evidence: [] });
  const hitBy = (targets: readonly SeenTarget[], hits: readonly Hit[] = []) =>
    withReported(hits, { targets }, alert('NodeRAIDDegraded')).map((one) => `${one.layer} ${one.target.name} ${one.words.join(' ')}`);

  test.each([
    { when: 'it is well', targets: [node], hits: [], found: ['infrastructure w1 Reported'] },
    { when: 'another one is gone', targets: [gone, node], hits: [], found: ['infrastructure w1 Reported'] },
    { when: 'nothing of it could be judged', targets: [node], hits: [hit('NotJudged')], found: ['infrastructure w1 Reported'] },
    { when: 'something else is seen to be wrong', targets: [node], hits: [hit('Unavailable')], found: ['application pay Unavailable'] },
    { when: 'nothing of it is there', targets: [gone], hits: [], found: [] },
  ])('$found when $when', ({ targets, hits, found }) => {
    expect(hitBy(targets, hits)).toEqual(found);
  });

  test('the evidence names the alert', () => {
    const [found] = withReported([], { targets: [node] }, alert('NodeRAIDDegraded'));
    expect(found?.evidence).toEqual([{ what: expect.stringContaining('NodeRAIDDegraded'), where: 'Node/w1' }]);
  });
});
