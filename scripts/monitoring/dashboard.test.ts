import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allMetrics } from '../../operator/metrics/metrics-table.ts';
import { sections } from './dashboard-panels.ts';
import { emitDashboard } from './emit-dashboard.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly type: string;
  readonly gridPos: Place;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[];
}

const dashboard = JSON.parse(emitDashboard()) as { readonly uid: string; readonly panels: readonly Panel[] };
const shown = dashboard.panels.filter(({ type }) => type !== 'row');
const targets = shown.flatMap(({ title, targets: some = [] }) => some.map((target) => ({ title, ...target })));

/** Names that Prometheus and the runtime give; those of the engine are in its table. */
const foreign = /^(up|process_(start_time_seconds|resident_memory_bytes)|nodejs_(heap_size_used_bytes|eventloop_lag_p99_seconds))$/;
const known = new Set(allMetrics.flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`] : [name])));

describe('the dashboard', () => {
  test('is what is committed', () => {
    expect(readFileSync(join(import.meta.dirname, '../../config/grafana/dashboard.json'), 'utf8')).toBe(emitDashboard());
  });

  test('answers six questions, from whether it is up to whether it is well', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(sections.map(({ question }) => question));
    expect(rows).toHaveLength(6);
    expect(rows.every((title) => title.endsWith('?'))).toBe(true);
  });

  test('has no two panels of one title, and none that does not say what it answers', () => {
    const titles = shown.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(shown.filter(({ description = '' }) => !description.endsWith('.')).map(({ title }) => title)).toEqual([]);
  });

  test('has no panel that lies on another one, or beyond the edge', () => {
    const overlap = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    const clashes = dashboard.panels.flatMap((one, index) =>
      dashboard.panels.slice(index + 1).flatMap((other) => (overlap(one.gridPos, other.gridPos) ? [[one.title, other.title]] : [])),
    );
    expect(clashes).toEqual([]);
    expect(dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  test('asks the Prometheus and the job that are chosen, by metrics that exist', () => {
    expect(shown.every(({ datasource }) => datasource?.uid === '${datasource}')).toBe(true);
    for (const { expr } of targets) {
      const selectors = [...expr.matchAll(/([a-z_][a-z0-9_]*)\{([^}]*)\}/g)];
      expect(selectors.length).toBeGreaterThan(0);
      for (const [, name = '', labels] of selectors) {
        expect(labels).toContain('job="$job"');
        if (!known.has(name)) expect(name).toMatch(foreign);
      }
    }
  });

  test('tells the queries of a panel apart', () => {
    for (const { targets: some = [] } of shown) {
      expect(new Set(some.map(({ refId }) => refId)).size).toBe(some.length);
      expect(new Set(some.map(({ legendFormat }) => legendFormat)).size).toBe(some.length);
    }
  });

  test('names only labels that a metric has', () => {
    const labels = new Set([...allMetrics.flatMap(({ labels: own }) => Object.keys(own)), 'instance']);
    const named = targets.flatMap(({ legendFormat, expr }) => [
      ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label),
      ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ').filter((label) => label !== 'le')),
    ]);
    expect(named.filter((label) => !labels.has(label))).toEqual([]);
  });
});
