import { describe, expect, test } from '@jest/globals';
import { apiVersion } from './resource.ts';
import { validateAction, validateAnomaly, validatePlan } from './validate.ts';

const node = { apiVersion: 'v1', kind: 'Node', name: 'w1' };
const anomalySpec = { type: 'node_memory_pressure', severity: 'high' };
const actionSpec = { type: 'node_remediation', operation: 'cordon_node', target: node };
const step = { name: 'cordon', layer: 'infrastructure', order: 1, undo: 'Reversible', action: actionSpec };

const object = (kind: string, spec: unknown, more: object = {}) => ({ apiVersion, kind, metadata: { name: 'x' }, spec, ...more });
const anomaly = (spec: object, more: object = {}) => object('Anomaly', { ...anomalySpec, ...spec }, more);
const action = (spec: object, more: object = {}) => object('RemediationAction', { ...actionSpec, ...spec }, more);
const plan = (spec: object) => object('RemediationPlan', { steps: [step], ...spec });

describe('a good object', () => {
  test('comes back with the defaults that the API server would fill', () => {
    expect(validateAction(action({}))).toMatchObject({
      ok: true,
      value: { spec: { source: 'manual', priority: 3, retries: { attempts: 3, backoffSeconds: 5 }, dryRun: false, cancel: false } },
    });
    expect(validatePlan(plan({}))).toMatchObject({
      ok: true,
      value: { spec: { rollbackPolicy: 'OnFailure', steps: [{ required: true }] } },
    });
    expect(validateAnomaly(anomaly({}))).toMatchObject({ ok: true, value: { spec: { source: 'manual' } } });
  });

  test('is not changed itself', () => {
    const given = action({});
    validateAction(given);
    expect(given).toEqual(action({}));
  });

  test('may have null where a field may be absent: it counts as absent, and inside free maps it is kept', () => {
    const judged = validateAction(
      action({ source: null, confidence: null, parameters: { a: null }, target: { ...node, namespace: null } }),
    );
    expect(judged).toMatchObject({ ok: true, value: { spec: { source: 'manual', target: node, parameters: { a: null } } } });
    expect(judged).not.toHaveProperty('value.spec.confidence');
  });

  test.each([
    { when: 'details are scalars', spec: { details: { a: 1, b: 0.5, c: 'x', d: true } } },
    { when: 'a word for the type is unheard of', spec: { type: 'quantum_decay_2' } },
    { when: 'a date has a fraction and an offset', spec: { detectedAt: '2024-02-29T12:00:00.123456+02:00' } },
    { when: 'a text has characters outside the basic plane', spec: { description: '𝒳'.repeat(2048) } },
  ])('is one whose $when', ({ spec }) => expect(validateAnomaly(anomaly(spec))).toMatchObject({ ok: true }));
});

describe('a bad anomaly is refused by field:', () => {
  test.each([
    { what: 'no type', value: object('Anomaly', { severity: 'low' }), field: 'spec.type', message: 'is required' },
    { what: 'an unknown field', value: anomaly({ priorty: 1 }), field: 'spec.priorty', message: 'is not a known field' },
    { what: 'an unknown top field', value: anomaly({}, { data: 1 }), field: 'data', message: 'is not a known field' },
    {
      what: 'an unknown word',
      value: anomaly({ severity: 'worst' }),
      field: 'spec.severity',
      message: 'must be one of critical, high, medium, low',
    },
    { what: 'a word in capitals', value: anomaly({ type: 'Disk' }), field: 'spec.type' },
    { what: 'too much confidence', value: anomaly({ confidence: 1.01 }), field: 'spec.confidence', message: 'must be <= 1' },
    { what: 'confidence as text', value: anomaly({ confidence: '0.5' }), field: 'spec.confidence' },
    { what: 'an object in details', value: anomaly({ details: { a: { b: 1 } } }), field: 'spec.details.a' },
    { what: 'an empty list in details', value: anomaly({ details: { a: [] } }), field: 'spec.details.a' },
    { what: 'the 30th of February', value: anomaly({ detectedAt: '2024-02-30T00:00:00Z' }), field: 'spec.detectedAt' },
    { what: '29 February of a common year', value: anomaly({ detectedAt: '2023-02-29T00:00:00Z' }), field: 'spec.detectedAt' },
    { what: 'a date without a time', value: anomaly({ detectedAt: '2024-02-28' }), field: 'spec.detectedAt' },
    { what: 'a path as a name', value: anomaly({ targets: [{ ...node, name: '../../nodes/x' }] }), field: 'spec.targets[0].name' },
    { what: 'NUL in a name', value: anomaly({ targets: [{ ...node, name: 'w\u0000' }] }), field: 'spec.targets[0].name' },
    { what: 'a right-to-left mark in a name', value: anomaly({ targets: [{ ...node, name: 'w\u200f1' }] }), field: 'spec.targets[0].name' },
    { what: 'a name of 300 letters', value: anomaly({ targets: [{ ...node, name: 'w'.repeat(300) }] }), field: 'spec.targets[0].name' },
    { what: 'a name of the object of 64 letters', value: anomaly({}, { metadata: { name: 'w'.repeat(64) } }), field: 'metadata.name' },
    { what: 'another kind', value: { ...anomaly({}), kind: 'Plan' }, field: 'kind' },
    { what: 'no object at all', value: null, field: '' },
    { what: 'a list', value: [], field: '' },
  ])('$what', ({ value, field, message }) => {
    const judged = validateAnomaly(value);
    expect(judged.ok ? [] : judged.errors).toContainEqual({ field, message: message ?? expect.any(String) });
  });

  test('with everything that is wrong at once', () => {
    const judged = validateAnomaly(anomaly({ type: 'X', severity: 'y', z: 1 }));
    expect(judged.ok ? [] : judged.errors.map(({ field }) => field).sort()).toEqual(['spec.severity', 'spec.type', 'spec.z']);
  });
});

describe('a bad action or plan is refused by field:', () => {
  test.each([
    { what: 'an operation nobody knows', judged: validateAction(action({ operation: 'reboot_everything' })), field: 'spec.operation' },
    { what: 'priority 0', judged: validateAction(action({ priority: 0 })), field: 'spec.priority' },
    { what: 'priority 5.5', judged: validateAction(action({ priority: 2.5 })), field: 'spec.priority' },
    {
      what: 'two intents of one step',
      judged: validateAction(action({}, { status: { intents: [intent(), intent()] } })),
      field: 'status.intents',
    },
    { what: 'no steps', judged: validatePlan(plan({ steps: [] })), field: 'spec.steps' },
    { what: '51 steps', judged: validatePlan(plan({ steps: steps(51) })), field: 'spec.steps' },
    { what: 'two steps of one name', judged: validatePlan(plan({ steps: [step, { ...step, order: 2 }] })), field: 'spec.steps' },
    {
      what: 'a step that does not say its undo',
      judged: validatePlan(plan({ steps: [{ ...step, undo: undefined }] })),
      field: 'spec.steps[0].undo',
    },
    { what: 'a layer twice', judged: validatePlan(plan({ layers: ['platform', 'platform'] })), field: 'spec.layers' },
  ])('$what', ({ judged, field }) => {
    expect(judged.ok ? [] : judged.errors.map((error) => error.field)).toContain(field);
  });

  function steps(count: number): object[] {
    return Array.from({ length: count }, (_, index) => ({ ...step, name: `s${index}`, order: index + 1 }));
  }

  function intent(): object {
    return { step: 'cordon', token: 't', at: '2026-01-01T00:00:00Z' };
  }
});
