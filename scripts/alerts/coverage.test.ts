import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { targetString } from '../../operator/api/target.ts';
import { judge } from './judge.ts';
import { readRows, ruleFiles, type Row } from './rows.ts';
import { layerScore, lookedAt, namelessScore, otherName, percent } from './score.ts';

/** Public rules and fired alerts; they are no part of the product, so the tests that need them are skipped where they are absent. */
const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const files = existsSync(data) ? readdirSync(data) : [];
const about = files.length > 0 ? describe : describe.skip;
if (files.length === 0) process.stderr.write('SKIPPED: the public alert rules are not here\n');
const rowsOf = (file: string): Row[] => (files.includes(file) ? readRows(`${data}${file}`) : []);

const sample = readRows(fileURLToPath(new URL('sample-rules.yaml', import.meta.url)));

describe('the sample', () => {
  test('is in the layers that it expects, whatever the alerts are called', () => {
    const judged = sample.map((row) => judge(row));
    expect(layerScore(judged)).toEqual({ right: sample.length, of: sample.length });
    expect(percent(namelessScore(sample))).toBe(100);
  });

  test('is what is read where no other rules are', () => {
    expect(ruleFiles(`${data}nowhere/`).flatMap(readRows)).toEqual(sample);
  });

  test('shows a playbook, and a reason where there is none', () => {
    const told = Object.fromEntries(sample.map((row) => judge(row)).map((one) => [one.row.alert, one.playbook ?? one.reason]));
    expect(told).toMatchObject({
      NodeRAIDDiskFailure: 'node-broken (drain_node)',
      SchedulerGone: 'it names no object',
      AgentOfNodeGone: expect.stringContaining('Node/worker-1'),
    });
  });
});

test('a name that says nothing is the same for the same number', () => {
  expect([otherName(0), otherName(1)]).toEqual([otherName(0), otherName(1)]);
  expect(new Set(Array.from({ length: 400 }, (_, i) => otherName(i))).size).toBe(400);
});

test('of nothing all is right', () => {
  expect([percent({ right: 0, of: 0 }), percent({ right: 1, of: 3 })]).toEqual([100, 33.3]);
});

about('public alerts', () => {
  test.each(['alert-layers.json', 'openshift-alert-layers.json'])('at least 95 %% of %s are in the layer that is expected', (file) => {
    const score = layerScore(rowsOf(file).map((row) => judge(row)));
    expect(score.of).toBeGreaterThan(10);
    expect(percent(score)).toBeGreaterThanOrEqual(95);
  });

  test('every row of the table of layers is right', () => {
    const wrong = rowsOf('alert-layers.json')
      .map((row) => judge(row))
      .filter(({ row, layer }) => row.expected !== layer);
    expect(wrong.map(({ row }) => row.alert)).toEqual([]);
  });

  test.each(files.filter((name) => /(alerts|rules)\.json$/.test(name)))('%s: objects decide, not what alerts are called', (file) => {
    const score = namelessScore(rowsOf(file));
    expect(score.of).toBeGreaterThan(0);
    expect(score.right).toBe(score.of);
  });

  test('at most 40 % of kube-prometheus are only looked at', () => {
    expect(percent(lookedAt(rowsOf('kube-prometheus-rules.json').map((row) => judge(row))))).toBeLessThanOrEqual(40);
  });

  const plural: Readonly<Record<string, string>> = { node: 'Node', pod: 'Pod', deployment: 'Deployment', statefulset: 'StatefulSet' };
  test('alerts that fired are about the object that their own text names', () => {
    const told = rowsOf('kubernetes-mixin-alerts.json').flatMap((row) => {
      const { target } = judge(row);
      const said = /\b(node|pod|deployment|statefulset|daemonset|job|hpa|pdb)s? ([a-z0-9-]+\/)?([a-z0-9.-]*[a-z0-9])\b/i.exec(
        row.description ?? '',
      );
      const kind = plural[said?.[1]?.toLowerCase() ?? ''];
      return said?.[3] !== undefined && kind !== undefined && Object.values(row.labels).includes(said[3])
        ? [{ target, kind, name: said[3] }]
        : [];
    });
    expect(told.length).toBeGreaterThan(10);
    for (const { target, kind, name } of told)
      expect(target && targetString({ kind: target.kind, name: target.name })).toBe(`${kind}/${name}`);
  });
});
