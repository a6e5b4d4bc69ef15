import { beforeAll, describe, expect, test } from '@jest/globals';
import { api } from '../harness/cluster.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { fixedFields, knobs } from './fixed-fields.ts';
import { goodSpecs, objectOf } from './good-objects.ts';
import { type KindName, pathOf, prepare } from './kinds.ts';
import { judge, refusalOf } from './verdict.ts';

const namespace = 'api-fixed-fields';
let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await prepare(cluster, namespace);
});

const create = (kind: KindName, name: string, spec: object): Promise<unknown> =>
  api(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, name, spec) });

async function change(kind: KindName, name: string, spec: object, dryRun = true): Promise<string> {
  return refusalOf(await judge(cluster, { method: 'PATCH', path: pathOf(kind, namespace, name), body: { spec }, dryRun }));
}

describe.each(fixedFields)('$kind spec.$field', ({ kind, field, value, other, always, besides }) => {
  const name = field.toLowerCase();
  const refused = `spec.${field}: Forbidden: spec.${field} cannot be changed after creation`;

  beforeAll(() => create(kind, name, { ...goodSpecs[kind], ...besides, [field]: value }));

  test('cannot become another one', async () => {
    expect(await change(kind, name, { [field]: other })).toContain(refused);
  });

  test('may be written again as it is', async () => {
    expect(await change(kind, name, { [field]: value })).toBe('accepted');
  });

  if (!always) {
    test('cannot be dropped', async () => expect(await change(kind, name, { [field]: null })).toContain(refused));

    test('cannot be added', async () => {
      const bare = { ...goodSpecs[kind], ...besides, [field]: undefined };
      await create(kind, `no-${name}`, bare);
      expect(await change(kind, `no-${name}`, { [field]: value })).toContain(refused);
    });
  }
});

describe('Anomaly spec.details', () => {
  const refused = 'spec: Forbidden: spec is fixed but for resolvedAt, reports and lastReportedAt';

  beforeAll(() => create('Anomaly', 'details', { ...goodSpecs.Anomaly, details: { a: 1, b: 'x' } }));

  test.each([
    { what: 'another value', details: { a: 2 } },
    { what: 'a new key', details: { c: 1 } },
    { what: 'a dropped key', details: { a: null } },
    { what: 'nothing', details: null },
  ])('cannot become $what', async ({ details }) => {
    expect(await change('Anomaly', 'details', { details })).toContain(refused);
  });
});

test('steps in another sequence are the same steps: the list is keyed by name', async () => {
  await create('RemediationPlan', 'sequence', goodSpecs.RemediationPlan);
  const reversed = [...(goodSpecs.RemediationPlan['steps'] as object[])].reverse();
  expect(await change('RemediationPlan', 'sequence', { steps: reversed })).not.toContain('cannot be changed');
});

test.each(knobs.map((knob, index) => ({ ...knob, name: `knob-${index}` })))(
  '$kind: the knobs $turns can be turned',
  async ({ kind, turns, name }) => {
    await create(kind, name, goodSpecs[kind]);
    for (const turn of turns) expect(await change(kind, name, turn, false)).toBe('accepted');
  },
);
