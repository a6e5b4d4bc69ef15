import { expect, test } from '@jest/globals';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { asItStands } from './as-it-stands.ts';

const end = '2026-01-01T01:00:00Z';
const ended = { resolvedAt: end };

test.each<{ when: string; wish?: AnomalyWish; duplicates: readonly AnomalyWish[]; resolvedAt: string | undefined }>([
  { when: 'nothing repeats it', duplicates: [], resolvedAt: end },
  { when: 'an alert that repeats it still fires', duplicates: [{ reporter: 'alertmanager' }], resolvedAt: undefined },
  { when: 'all that repeat it have ended', duplicates: [{ reporter: 'alertmanager', ...ended }], resolvedAt: end },
  {
    when: 'one of two that repeat it still fires',
    duplicates: [{ reporter: 'alertmanager', ...ended }, { reporter: 'alertmanager' }],
    resolvedAt: undefined,
  },
  { when: 'what still fires is only observed', duplicates: [{ reporter: 'alertmanager', mode: 'Observe' }], resolvedAt: end },
  { when: 'somebody who tells of no end repeated it', duplicates: [{ reporter: 'rest' }], resolvedAt: end },
  { when: 'it has not', wish: {}, duplicates: [{ reporter: 'alertmanager', ...ended }], resolvedAt: undefined },
])('an anomaly has ended ($resolvedAt) when $when', ({ wish = ended, duplicates, resolvedAt }) => {
  expect(asItStands(buildAnomaly(wish), duplicates.map(buildAnomaly)).spec.resolvedAt).toBe(resolvedAt);
});
