import { expect, test } from '@jest/globals';
import { expressionIn, expressionOf } from './expression.ts';
import { labelsOf } from './labels.ts';

test.each<{ when: string; text: string; metrics: string[] }>([
  { when: 'one metric is compared', text: 'queue_depth > 5', metrics: ['queue_depth'] },
  {
    when: 'functions are called',
    text: 'sum(rate(hits_total{code=~"5.."}[5m])) / sum (rate(calls_total[5m]))',
    metrics: ['hits_total', 'calls_total'],
  },
  { when: 'labels are grouped by', text: 'max by (node, pod) (a_b) * on(node) group_left(zone) c_d', metrics: ['a_b', 'c_d'] },
  { when: 'words of the language stand between', text: 'a_b offset 5m - ignoring (x) c_d == bool 1 or inf', metrics: ['a_b', 'c_d'] },
  { when: 'others narrow it down', text: 'a_b > 0 and on(x) (c_d > 4 or e_f) unless # why\n g_h', metrics: ['a_b'] },
  { when: 'a part of it is narrowed down', text: 'sum(a_b and c_d) / (e_f unless g_h) or i_j', metrics: ['a_b', 'e_f', 'i_j'] },
  { when: 'it is cut behind the sign', text: 'a_b > 1 and', metrics: ['a_b'] },
  {
    when: 'a comment and quotes speak of others',
    text: '# don\'t read x_y\nlabel_replace(a_b{c="d_e > \\" 1"}, "f", \'g_h\', "i", ".*")',
    metrics: ['a_b'],
  },
  { when: 'a rule was recorded', text: 'job:a_b:rate5m > 1', metrics: ['job:a_b:rate5m'] },
  { when: 'the name is one of the labels', text: '{__name__="a_b",c="d"}', metrics: ['a_b'] },
  { when: 'a backquoted text holds braces', text: 'a_b{c=~`{d_e}`} + f_g', metrics: ['a_b', 'f_g'] },
  { when: 'it is asked for twice', text: 'a_b - a_b offset 1h', metrics: ['a_b'] },
  { when: 'nothing is measured', text: 'vector(1)', metrics: [] },
  { when: 'it is cut in the middle', text: 'sum(a_b{job="x', metrics: ['a_b'] },
  { when: 'there is none', text: '', metrics: [] },
])('$metrics are measured when $when', ({ text, metrics }) => {
  expect(expressionIn(text).metrics).toEqual(metrics);
});

test('of what is selected the first exact value counts', () => {
  const { selected } = expressionIn(
    `a_b{job="one",namespace='shop',code=~"5..",zone!="x"} / a_b{job="two"} == 0 and c_d{pod="p"} unless e_f{node="n"}`,
  );
  expect([...selected].toSorted()).toEqual([
    ['job', 'one'],
    ['namespace', 'shop'],
  ]);
});

test.each([
  { when: 'is encoded', url: 'http://prometheus/graph?g0.expr=up%7Bjob%3D%22web%22%7D+%3D%3D+0&g0.tab=1', metrics: ['up'] },
  { when: 'stands behind others', url: 'https://console/monitoring?tab=1&g0.expr=a_b%20%3E%201', metrics: ['a_b'] },
  { when: 'was cut within a character', url: 'http://prometheus/graph?g0.expr=a_b%20%3', metrics: ['a_b'] },
  { when: 'is not there', url: 'http://prometheus/alerts', metrics: [] },
  { when: 'has no address', url: '', metrics: [] },
])('$metrics are read from an address in which the expression $when', ({ url, metrics }) => {
  expect(expressionOf(labelsOf({ generator_url: url })).metrics).toEqual(metrics);
});
