import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { labelFingerprint } from './label-fingerprint.ts';

test.each<{ of: string; labels: Readonly<Record<string, string>>; fingerprint: string }>([
  { of: 'no labels', labels: {}, fingerprint: 'cbf29ce484222325' },
  { of: 'labels in any order', labels: { b: '2', a: '1' }, fingerprint: labelFingerprint({ a: '1', b: '2' }) },
])('the fingerprint of $of is $fingerprint', ({ labels, fingerprint }) => {
  expect(labelFingerprint(labels)).toBe(fingerprint);
});

interface Capture {
  readonly requests: readonly { readonly body: { readonly alerts: readonly { labels: Record<string, string>; fingerprint: string }[] } }[];
}

/** Captured from a real Alertmanager; not part of the product, so the test is skipped where it is absent. */
const file = new URL('../../../../shared/data/alertmanager-webhooks.json', import.meta.url);
const captured = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Capture).requests.flatMap(({ body }) => body.alerts) : [];
if (captured.length === 0) process.stderr.write('SKIPPED: the requests of a real Alertmanager are not here\n');

(captured.length > 0 ? test : test.skip)('a real Alertmanager computes the same', () => {
  for (const { labels, fingerprint } of captured) expect(labelFingerprint(labels)).toBe(fingerprint);
});
