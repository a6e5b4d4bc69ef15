import { describe, expect, test } from '@jest/globals';
import { HttpProblem } from '../problem.ts';
import { makeAjv, problemFrom } from '../validation.ts';
import { anomalyRequestSchema, anomalySpecFrom, type AnomalyRequest } from './anomaly-request.ts';

const validate = makeAjv().compile<AnomalyRequest>(anomalyRequestSchema);
const document: AnomalyRequest = {
  timestamp: '2025-12-10T14:30:00Z',
  type: 'resource_exhaustion',
  severity: 'critical',
  confidence_score: 0.92,
  details: { node: 'worker-1', metric: 'memory_usage', threshold: 90, current_value: 95 },
  recommended_action: 'scale_down_pods',
  source: 'ai_driven',
};

function judge(body: object): { field?: string; message: string } | undefined {
  if (validate(body)) return undefined;
  const { field, message } = problemFrom(validate.errors ?? []);
  return { ...(field === undefined ? {} : { field }), message };
}

test('the request of the document is taken as it is', () => {
  expect(judge(document)).toBeUndefined();
  expect(anomalySpecFrom(document, 'alice')).toEqual({
    type: 'resource_exhaustion',
    severity: 'critical',
    source: 'ai_driven',
    reporter: 'rest',
    requestedBy: 'alice',
    confidence: 0.92,
    details: document.details,
    recommendedAction: 'scale_down_pods',
    detectedAt: '2025-12-10T14:30:00Z',
    reports: 1,
  });
});

test('so is that of its notebook, with microseconds', () => {
  expect(judge({ ...document, timestamp: '2025-12-10T14:30:00.123456Z' })).toBeUndefined();
});

describe('what is wrong is named', () => {
  test.each([
    { body: { ...document, confidence_score: 1.2 }, field: 'confidence_score', message: 'confidence_score must be between 0.0 and 1.0' },
    { body: { ...document, confidence_score: '0.9' }, field: 'confidence_score', message: 'confidence_score must be number' },
    { body: { severity: 'low' }, field: 'type', message: 'type is required' },
    {
      body: { ...document, severity: 'none' },
      field: 'severity',
      message: expect.stringContaining('severity must be one of critical, high') as unknown,
    },
    { body: { ...document, priorty: 1 }, field: 'priorty', message: 'priorty is not known' },
    { body: { ...document, timestamp: 'yesterday' }, field: 'timestamp', message: expect.stringContaining('date-time') as unknown },
    {
      body: { ...document, timestamp: '2016-12-31T23:59:60Z' },
      field: 'timestamp',
      message: expect.stringContaining('date-time') as unknown,
    },
    { body: { ...document, details: { node: ['a'] } }, field: 'details.node', message: expect.any(String) as unknown },
    { body: { ...document, type: 'Not A Word' }, field: 'type', message: expect.any(String) as unknown },
  ])('$field', ({ body, field, message }) => {
    expect(judge(body)).toEqual({ field, message });
  });

  test('a model has to say how sure it is', () => {
    const unsure = { type: 'x', severity: 'low', source: 'ai_driven' };
    expect(judge(unsure)).toBeUndefined();
    expect(() => anomalySpecFrom(unsure, 'alice')).toThrow(HttpProblem);
  });
});

test.each([
  { said: undefined, source: 'manual', reporter: 'rest', mode: undefined },
  { said: 'manual', source: 'manual', reporter: 'rest', mode: undefined },
  { said: 'deterministic', source: 'deterministic', reporter: 'rest', mode: undefined },
  { said: 'test', source: 'deterministic', reporter: 'test', mode: 'Observe' },
  { said: 'AI_driven', source: 'deterministic', reporter: 'AI_driven', mode: 'Observe' },
])('source $said is $source by $reporter with mode $mode', ({ said, source, reporter, mode }) => {
  const spec = anomalySpecFrom({ type: 'x', severity: 'low', ...(said === undefined ? {} : { source: said }) }, 'alice');
  expect({ source: spec.source, reporter: spec.reporter, mode: spec.mode }).toEqual({ source, reporter, mode });
});

test.each([
  { word: 'critical', severity: 'critical' },
  { word: 'error', severity: 'high' },
  { word: 'major', severity: 'high' },
  { word: 'warning', severity: 'medium' },
  { word: 'info', severity: 'low' },
])('severity $word is $severity', ({ word, severity }) => {
  expect(anomalySpecFrom({ type: 'x', severity: word }, 'alice').severity).toBe(severity);
});
