import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Layer, RemediationAction } from '../../api/generated/types.ts';
import { validateAction, validateAnomaly } from '../../api/validate.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { buildAnomaly, type AnomalyWish } from '../../testing/anomaly-builder.ts';
import { aNode } from '../../testing/cluster-objects.ts';
import { seenAlone } from '../../testing/seen-alone.ts';
import { seenTarget, world } from '../../testing/seen-world.ts';
import { target } from '../../testing/targets.ts';
import { diagnose, type Diagnosis } from '../diagnosis/diagnose.ts';
import { decideAnomaly } from './decide-anomaly.ts';

const now = new Date('2026-01-01T12:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const model = target('InferenceService/ml/layers');
const wish: AnomalyWish = { name: 'anom-1', type: 'queue_grows', description: 'orders are slow', severity: 'critical' };
const reported = buildAnomaly(wish);
const words: Diagnosis = diagnose(world([]), reported.spec);
const node: Diagnosis = diagnose(world([seenTarget(aNode('w1', { conditions: { MemoryPressure: 'True' } }))]), reported.spec);

/** The question as it ended; `owner` is the uid of whoever it says controls it. */
function asked(result: object | undefined, { phase = 'Succeeded', owner = reported.metadata.uid } = {}): RemediationAction {
  const action = buildAction({ name: 'act-1-vote-01', operation: 'predict', target: 'InferenceService/ml/layers' });
  const ownerReferences = [{ apiVersion: reported.apiVersion, kind: 'Anomaly', name: 'anom-1', uid: owner, controller: true }];
  const status = { phase, ...(result && { result }) } as RemediationAction['status'];
  return { ...action, metadata: { ...action.metadata, ownerReferences }, status };
}
const says = (...data: unknown[]) => ({ protocol: 'v2', model: 'layers', outputs: [{ name: 'layers', shape: [1, data.length], data }] });

interface Around {
  readonly action?: RemediationAction;
  readonly found?: Diagnosis;
  readonly status?: AnomalyWish['status'];
  readonly at?: Date;
}
function decide({ action, found = words, status, at = now }: Around = {}) {
  const anomaly = buildAnomaly({ ...wish, ...(status && { status }) });
  const analysis = { kind: 'read', diagnosis: found } as const;
  return decideAnomaly({ ...seenAlone, anomaly, fingerprint: 'f', analysis, model: { target: model, ...(action && { action }) } }, at);
}

describe('a model that may vote', () => {
  test('is asked first, with numbers, and the plan waits', () => {
    const { status, effects, requeueAfter } = decide();
    const by = 'RemediationAction/self-healing-platform/act-1-vote-01';
    expect(status).toMatchObject({ phase: 'Pending', reason: 'ModelAsked', blocked: { by } });
    expect(requeueAfter).toBe(5);
    const question = effects.find((effect) => effect.kind === 'askModel')?.action;
    expect(question).toMatchObject({
      metadata: { name: 'act-1-vote-01', ownerReferences: [{ kind: 'Anomaly', uid: 'uid-anom-1', controller: true }] },
      spec: {
        operation: 'predict',
        target: model,
        priority: 1,
        parameters: { inputs: [[4, 0, 0, 0, expect.anything(), expect.anything(), expect.anything()]] },
      },
    });
    const stored = { ...buildAction({}), spec: { ...buildAction({}).spec, ...question?.spec } };
    expect(validateAction(JSON.parse(JSON.stringify(stored)))).toMatchObject({ ok: true });
  });

  test('is waited for while it thinks, and asked once', () => {
    const { status } = decide();
    const again = decide({ action: asked(undefined, { phase: 'Running' }), status, at: later(2) });
    expect(again).toMatchObject({ status: { phase: 'Pending' }, effects: [], requeueAfter: 3 });
  });

  test('that gives no answer in time is not waited for any longer, and that is recorded', () => {
    const { status } = decide();
    const after = decide({ action: asked(undefined, { phase: 'Running' }), status, at: later(5) }).status;
    expect(after).toMatchObject({ phase: 'Planned', vote: { used: false, model: 'InferenceService/ml/layers' } });
    expect(after?.vote?.infrastructure).toBeUndefined();
  });

  test('counts where only words speak', () => {
    const { status } = decide({ action: asked(says(0.9, 0.2, 0.1)) });
    expect(status).toMatchObject({
      phase: 'Planned',
      rootCause: { layer: 'infrastructure', evidence: [{ what: expect.stringContaining('0.9') }, {}] },
      vote: { used: true, infrastructure: 0.9, platform: 0.2, application: 0.1 },
    });
    expect(status?.affectedLayers).toContain('infrastructure');
    expect(validateAnomaly(JSON.parse(JSON.stringify({ ...reported, status })))).toMatchObject({ ok: true });
  });

  test('that is sure against what was found changes nothing but the record', () => {
    const [without, { status, effects }] = [
      decide({ found: node, at: later(5), status: decide().status }),
      decide({ found: node, action: asked(says(0, 0, 0.99)) }),
    ];
    const planOf = (decision: ReturnType<typeof decide>) => decision.effects.find((effect) => effect.kind === 'createPlan')?.plan.spec;
    expect(planOf({ status, effects })).toEqual(planOf(without));
    expect(status).toMatchObject({
      rootCause: { layer: 'infrastructure', target: target('Node/w1') },
      vote: { used: false, application: 0.99 },
    });
  });

  test.each<{ when: string; action: RemediationAction; known: boolean }>([
    { when: 'it is not sure', action: asked(says(0.84, 0.2, 0.1)), known: true },
    { when: 'it failed', action: asked(undefined, { phase: 'Failed' }), known: false },
    { when: 'it says something else', action: asked(says(0.9, 0.2)), known: false },
    { when: 'it says what is no probability', action: asked(says(9, 0.2, 'high')), known: false },
  ])('does not count when $when', ({ action, known }) => {
    const { status } = decide({ action });
    expect(status).toMatchObject({ phase: 'Planned', rootCause: words.rootCause, vote: { used: false } });
    expect(status?.vote?.infrastructure !== undefined).toBe(known);
  });

  test('is not believed by an action that somebody else made', () => {
    const { status } = decide({ action: asked(says(0.99, 0, 0), { owner: 'somebody' }) });
    expect(status).toMatchObject({ phase: 'Pending', reason: 'ModelAsked' });
  });
});

interface Row {
  readonly infra: number;
  readonly platform: number;
  readonly app: number;
}
interface Case {
  readonly id: string;
  readonly input: { readonly rows?: Row[]; readonly ml?: Readonly<Record<string, unknown>> };
  readonly expected: { readonly rows?: Layer[]; readonly root_cause_layer?: Layer };
}
const file = new URL('../../../../shared/cases/engine-cases.json', import.meta.url);
const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : [];

/** What the model of the case gives that layer. */
function probability({ input }: Case, layer: Layer): number {
  const said = input.ml?.[layer];
  return typeof said === 'object' && said !== null && 'probability' in said ? Number(said.probability) : 0;
}
const table = cases
  .filter(({ id }) => id.startsWith('layer-ml-'))
  .flatMap((one) => [
    ...(one.input.rows ?? []).map(({ infra, platform, app }, i) => ({ said: [infra, platform, app], layer: one.expected.rows?.[i] })),
    ...(one.input.ml
      ? [
          {
            said: [...(['infrastructure', 'platform', 'application'] as const)].map((layer) => probability(one, layer)),
            layer: one.expected.root_cause_layer,
          },
        ]
      : []),
  ]);

(table.length > 0 ? describe : describe.skip)('the root causes of a related engine', () => {
  test.each(table.length > 0 ? table : [{ said: [0, 0, 0], layer: undefined }])('$said make it $layer', ({ said, layer }) => {
    const silent: Diagnosis = { ...words, affectedLayers: ['application'], rootCause: { layer: 'application', evidence: [] } };
    expect(decide({ found: silent, action: asked(says(...said)) }).status?.rootCause?.layer).toBe(layer);
  });
});
