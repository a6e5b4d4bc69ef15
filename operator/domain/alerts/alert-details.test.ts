import { describe, expect, test } from '@jest/globals';
import type { Alert } from './alert.ts';
import { detailsOf } from './alert-details.ts';

const alert = (more: Partial<Alert>): Alert => ({
  fingerprint: '00000000000000f1',
  status: 'firing',
  labels: { alertname: 'A' },
  annotations: {},
  startsAt: new Date(0),
  ...more,
});
const many = (count: number, name: (index: number) => string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), `v${index}`]));

describe('the details of an alert', () => {
  test('are its labels under their names, and its annotations under others', () => {
    expect(
      detailsOf(
        alert({
          labels: { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'cart-1' },
          annotations: { summary: 'It crashes.', pod: 'other', runbook_url: 'https://runbooks/x' },
          generatorURL: 'http://prometheus/graph?g0.expr=up',
        }),
      ),
    ).toEqual({
      alertname: 'KubePodCrashLooping',
      namespace: 'shop',
      pod: 'cart-1',
      annotation_summary: 'It crashes.',
      annotation_pod: 'other',
      runbook_url: 'https://runbooks/x',
      generator_url: 'http://prometheus/graph?g0.expr=up',
      alert_fingerprint: '00000000000000f1',
    });
  });

  test('tell the fingerprint, whatever a label says', () => {
    expect(detailsOf(alert({ labels: { alertname: 'A', alert_fingerprint: 'forged' } }))['alert_fingerprint']).toBe('00000000000000f1');
  });

  test.each<{ what: string; more: Partial<Alert> }>([
    { what: 'a long value', more: { labels: { alertname: 'A', pod: 'x'.repeat(2000) } } },
    { what: 'a long annotation', more: { annotations: { summary: 'x'.repeat(2000) } } },
    { what: 'too many labels', more: { labels: { alertname: 'A', ...many(60, (index) => `label_${index}`) } } },
    { what: 'too many annotations', more: { annotations: many(60, (index) => `note_${index}`) } },
    { what: 'a label that is called as the fingerprint is', more: { labels: { alertname: 'A', alert_fingerprint: 'forged' } } },
    { what: 'names that are alike once they are cut', more: { labels: { alertname: 'A', 'a b': '1', a_b: '2' } } },
  ])('say that something is missing of $what', ({ more }) => {
    const details = detailsOf(alert(more));
    expect(details['truncated']).toBe(true);
    expect(Object.keys(details).length).toBeLessThanOrEqual(64);
    for (const [key, value] of Object.entries(details)) {
      expect(key).toMatch(/^[\w./:-]{1,80}$/);
      expect(new TextEncoder().encode(String(value)).length).toBeLessThanOrEqual(1024);
    }
  });

  test('keep of very many labels those that name objects', () => {
    const labels = {
      alertname: 'A',
      ...many(1000, (index) => `label_app_kubernetes_io_part_${index}`),
      persistentvolumeclaim: 'data',
      pod: 'p',
    };
    expect(detailsOf(alert({ labels }))).toMatchObject({ alertname: 'A', persistentvolumeclaim: 'data', pod: 'p', truncated: true });
  });

  test('take a label before an annotation of its name', () => {
    const details = detailsOf(alert({ labels: { alertname: 'A', annotation_x: 'label' }, annotations: { x: 'annotation' } }));
    expect(details).toMatchObject({ annotation_x: 'label', truncated: true });
  });

  test('change nothing of what every object has', () => {
    const labels = JSON.parse('{"alertname":"A","__proto__":"evil","constructor":"evil"}') as Record<string, string>;
    const details = detailsOf(alert({ labels }));
    expect(Object.getPrototypeOf(details)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
  });
});
