import { describe, expect, test } from '@jest/globals';
import { keys } from '../../api/resource.ts';
import { buildAnomaly } from '../../testing/anomaly-builder.ts';
import { newPlan, recordedDiagnosis } from './anomaly-plan.ts';
import { builtInDefaults } from './defaults.ts';

type Annotations = Record<string, string> | undefined;

const recorded = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

function planOf(annotations?: Annotations) {
  const anomaly = buildAnomaly({ name: 'anom-1', targets: ['Node/w1'] });
  const marked = { ...anomaly, metadata: { ...anomaly.metadata, ...(annotations && { annotations }) } };
  return newPlan(marked, { name: 'plan-1', diagnosis: recordedDiagnosis(marked), defaults: builtInDefaults });
}

describe('the plan of an anomaly', () => {
  test('goes with it when that is deleted', () => {
    const { metadata } = planOf();
    expect(metadata).toMatchObject({ name: 'plan-1', namespace: 'self-healing-platform' });
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'Anomaly', name: 'anom-1', controller: true }]);
  });

  test.each<{ what: string; annotations: Annotations; taken: Annotations }>([
    { what: 'of a trace that is recorded', annotations: { [keys.traceparent]: recorded }, taken: { [keys.traceparent]: recorded } },
    { what: 'of one that is not', annotations: { [keys.traceparent]: recorded.replace(/1$/, '0') }, taken: undefined },
    { what: 'that is none', annotations: { [keys.traceparent]: 'x'.repeat(5000) }, taken: undefined },
    { what: 'that somebody else wrote', annotations: { 'example.com/note': 'mine' }, taken: undefined },
    { what: 'that is absent', annotations: undefined, taken: undefined },
  ])('has the annotation $what: $taken', ({ annotations, taken }) => {
    expect(planOf(annotations).metadata.annotations).toEqual(taken);
  });
});
