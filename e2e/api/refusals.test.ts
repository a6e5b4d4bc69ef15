import { beforeAll, describe, expect, test } from '@jest/globals';
import { kindOf, loadCrds, schemaOf } from '../../scripts/schema/crd.ts';
import { rulesOf } from '../../scripts/schema/reference.ts';
import { api } from '../harness/cluster.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { badInputs } from './bad-inputs.ts';
import { badPolicies } from './bad-policies.ts';
import type { Refusal } from './bad-shapes.ts';
import { fixedFields } from './fixed-fields.ts';
import { goodSpecs, objectOf } from './good-objects.ts';
import { crdFolder, kindNames, pathOf, prepare } from './kinds.ts';
import { ruleRefusals } from './rule-refusals.ts';
import { judge, refusalOf, type Verdict } from './verdict.ts';

const namespace = 'api-refusals';
let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await prepare(cluster, namespace);
});

function create({ kind, name = kind === 'RemediationPolicy' ? 'cluster' : 'x', ...row }: Refusal): Promise<Verdict> {
  const spec = 'spec' in row ? row.spec : goodSpecs[kind];
  return judge(cluster, { method: 'POST', path: pathOf(kind, namespace), body: { ...objectOf(kind, name), spec }, dryRun: true });
}

/** Stores what was there before, tries the patch, and takes the object away again: of policies there is only one. */
async function update({ kind, was, patch }: Refusal, row: string): Promise<Verdict> {
  const name = kind === 'RemediationPolicy' ? 'cluster' : row;
  await api(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, name) });
  const path = pathOf(kind, namespace, name);
  if (was?.spec) await api(cluster, { method: 'PATCH', path, body: { spec: was.spec } });
  if (was?.status) await api(cluster, { method: 'PATCH', path: `${path}/status`, body: { status: was.status } });
  const verdict = await judge(cluster, { method: 'PATCH', path: patch?.status ? `${path}/status` : path, body: patch, dryRun: true });
  await api(cluster, { method: 'DELETE', path });
  return verdict;
}

describe('the API server refuses', () => {
  const rows = [...badInputs, ...ruleRefusals, ...badPolicies].map((row, index) => ({ ...row, index }));

  test.each(rows)('$kind: $what', async ({ index, ...row }) => {
    const refusal = refusalOf(await (row.patch ? update(row, `row-${index}`) : create(row)));
    expect(refusal).toMatch(/^(400|422) /);
    expect(refusal).toContain(row.says);
  });
});

test('good objects of all kinds are accepted', async () => {
  for (const kind of kindNames) expect(refusalOf(await create({ what: 'good', kind, says: '' }))).toBe('accepted');
});

test('a plan of 50 steps and 20 checkpoints of 20 checks stays within the cost budget of the rules', async () => {
  const [first] = goodSpecs.RemediationPlan['steps'] as object[];
  const steps = Array.from({ length: 50 }, (_, index) => ({
    ...first,
    name: `s${index}`,
    order: index + 1,
    description: 'x'.repeat(1024),
  }));
  const checks = Array.from({ length: 20 }, (_, index) => ({ name: `c${index}`, type: 'node_ready' }));
  const checkpoints = Array.from({ length: 20 }, (_, index) => ({ name: `p${index}`, layer: 'infrastructure', afterStep: 50, checks }));
  const spec = { steps, checkpoints };
  expect(refusalOf(await create({ what: 'large', kind: 'RemediationPlan', spec, says: '' }))).toBe('accepted');
});

test('every CEL rule of the CRDs has a row that it refuses', () => {
  const said = [
    ...ruleRefusals,
    ...badPolicies,
    ...fixedFields.map(({ kind, field }) => ({ kind, says: `spec.${field} cannot be changed after creation` })),
  ];
  const rules = loadCrds(crdFolder).flatMap((crd) =>
    rulesOf(schemaOf(crd)).map(({ rule }) => ({ kind: kindOf(crd), message: rule.message })),
  );
  const known = 'spec is fixed but for resolvedAt, reports and lastReportedAt'; // shown with spec.details, in the test of the fixed fields
  const silent = rules.filter(
    ({ kind, message }) => message !== known && !said.some((row) => row.kind === kind && row.says.includes(message)),
  );
  expect(silent).toEqual([]);
});
