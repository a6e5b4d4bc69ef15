import { check, manySteps, plan, type Refusal, target, withStep } from './bad-shapes.ts';
import { cordon, goodSpecs, steps } from './good-objects.ts';

const second = steps[1];

/** Rows of "Forty bad inputs" that the schema answers: 1 to 6, 12, 18 to 22. */
export const badInputs: readonly Refusal[] = [
  { what: '1 no target', kind: 'RemediationAction', spec: { ...cordon, target: undefined }, says: 'spec.target: Required value' },
  {
    what: '2 an unknown type',
    kind: 'RemediationAction',
    spec: { ...cordon, type: 'reboot_everything' },
    says: 'spec.type: Unsupported value: "reboot_everything": supported values: "node_remediation", "resource_scaling"',
  },
  {
    what: '3 priority 0',
    kind: 'RemediationAction',
    spec: { ...cordon, priority: 0 },
    says: 'spec.priority in body should be greater than or equal to 1',
  },
  {
    what: '3 priority 6',
    kind: 'RemediationAction',
    spec: { ...cordon, priority: 6 },
    says: 'spec.priority in body should be less than or equal to 5',
  },
  {
    what: '3 priority as text',
    kind: 'RemediationAction',
    spec: { ...cordon, priority: '3' },
    says: 'spec.priority in body must be of type integer: "string"',
  },
  {
    what: '3 priority 4.5',
    kind: 'RemediationPlan',
    spec: { ...plan, priority: 4.5 },
    says: 'spec.priority in body must be of type int32: "float64"',
  },
  {
    what: '4 confidence 1.01',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, confidence: 1.01 },
    says: 'spec.confidence in body should be less than or equal to 1',
  },
  {
    what: '4 confidence -0.1',
    kind: 'RemediationAction',
    spec: { ...cordon, confidence: -0.1 },
    says: 'should be greater than or equal to 0',
  },
  {
    what: '4 confidence NaN',
    kind: 'RemediationPlan',
    spec: { ...plan, confidence: 'NaN' },
    says: 'spec.confidence in body must be of type number: "string"',
  },
  {
    what: '6 a misspelt field',
    kind: 'RemediationAction',
    spec: { ...cordon, priorty: 1 },
    says: 'strict decoding error: unknown field "spec.priorty"',
  },
  {
    what: '12 a path as a name',
    kind: 'RemediationAction',
    spec: target({ name: '../../nodes/x' }),
    says: 'spec.target.name in body should match',
  },
  {
    what: '12 a name of 300 characters',
    kind: 'RemediationAction',
    spec: target({ name: 'x'.repeat(300) }),
    says: 'spec.target.name: Too long: may not be more than 253',
  },
  { what: '12 a name in capitals', kind: 'RemediationAction', spec: target({ name: 'W1' }), says: 'spec.target.name in body should match' },
  {
    what: '12 NUL in a name',
    kind: 'RemediationAction',
    spec: target({ name: 'w\u00001' }),
    says: 'spec.target.name in body should match',
  },
  {
    what: '12 a right-to-left mark in a name',
    kind: 'RemediationAction',
    spec: target({ name: 'w\u200f1' }),
    says: 'spec.target.name in body should match',
  },
  {
    what: '18 a plan without steps',
    kind: 'RemediationPlan',
    spec: { steps: [] },
    says: 'spec.steps in body should have at least 1 items',
  },
  {
    what: '19 a plan with 51 steps',
    kind: 'RemediationPlan',
    spec: { steps: manySteps(51) },
    says: 'spec.steps: Too many: 51: must have at most 50 items',
  },
  {
    what: '20 two steps of one name',
    kind: 'RemediationPlan',
    spec: withStep({ name: second?.name }),
    says: 'spec.steps[1]: Duplicate value: {"name":"restart"}',
  },
  {
    what: '22 a timeout of 0 s',
    kind: 'RemediationPlan',
    spec: check({ timeoutSeconds: 0 }),
    says: 'timeoutSeconds in body should be greater than or equal to 1',
  },
  {
    what: '22 a timeout of -5 s',
    kind: 'RemediationPlan',
    spec: check({ timeoutSeconds: -5 }),
    says: 'timeoutSeconds in body should be greater than or equal to 1',
  },
  {
    what: '22 a timeout of 9999 h',
    kind: 'RemediationPlan',
    spec: check({ timeoutSeconds: 35_996_400 }),
    says: 'timeoutSeconds in body should be less than or equal to 3600',
  },
  {
    what: 'S37 a step that does not say its undo',
    kind: 'RemediationPlan',
    spec: withStep({ undo: undefined }),
    says: 'spec.steps[0].undo: Required value',
  },
  {
    what: 'an object in details',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, details: { a: { b: 1 } } },
    says: 'spec.details.a: Too many: 1: must have at most 0 items',
  },
  {
    what: 'an empty list in details',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, details: { a: [] } },
    says: 'spec.details.a in body should have at least 1 items',
  },
  {
    what: 'the 30th of February',
    kind: 'Anomaly',
    spec: { ...goodSpecs.Anomaly, detectedAt: '2026-02-30T00:00:00Z' },
    says: 'spec.detectedAt in body must be of type date-time',
  },
  { what: 'no spec', kind: 'Anomaly', spec: undefined, says: 'spec: Required value' },
];
