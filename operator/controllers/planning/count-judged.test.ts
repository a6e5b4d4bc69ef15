import { expect, test } from '@jest/globals';
import type { AnomalyStatus } from '../../api/generated/types.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { fakeEngine } from '../../testing/fake-engine.ts';
import { target } from '../../testing/targets.ts';
import { countJudged } from './count-judged.ts';

const rootCause = { layer: 'platform', target: target('Deployment/dns/dns'), evidence: [] } as const;
const duplicateOf = { namespace: 'shop', name: 'anom-0', uid: 'uid-0' };

test.each<[string, AnomalyStatus | undefined, AnomalyStatus | undefined, readonly string[]]>([
  ['judged, with its cause', undefined, { phase: 'Planned', rootCause: { ...rootCause, evidence: [] } }, ['anomaly platform']],
  ['judged, and nothing was found', undefined, { phase: 'Suppressed' }, ['anomaly none']],
  ['found to repeat another', undefined, { phase: 'Suppressed', duplicateOf }, ['anomaly none', 'duplicate']],
  ['found to repeat another later on', { phase: 'Pending' }, { phase: 'Suppressed', duplicateOf }, ['duplicate']],
  ['judged again', { phase: 'Pending' }, { phase: 'Planned', rootCause: { ...rootCause, evidence: [] } }, []],
  ['stored for another reason', { phase: 'Suppressed', duplicateOf }, { phase: 'Suppressed', duplicateOf, occurrences: 2 }, []],
  ['not stored', undefined, undefined, []],
])('an anomaly that was %s', (_, before, after, told) => {
  const engine = fakeEngine();
  const anomaly = buildAnomaly();
  countJudged(engine.deps.metrics, { ...anomaly, status: before }, { ...anomaly, status: after });
  expect(engine.counted).toEqual(told);
});
