import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateAction, validateAnomaly, type Validated, validatePlan, validatePolicy } from '../../operator/api/validate.ts';
import { kindOf, loadCrds, type Schema, schemaOf } from '../../scripts/schema/crd.ts';
import { rulesOf } from '../../scripts/schema/reference.ts';
import { api } from '../harness/cluster.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { valueOf } from './arbitrary.ts';
import { goodSpecs, objectOf } from './good-objects.ts';
import { crdFolder, type KindName, kindNames, pathOf, prepare } from './kinds.ts';
import { mutantOf } from './mutation.ts';
import { judge, type Verdict } from './verdict.ts';

const namespace = 'api-agreement';
const runs = Number(process.env['AGREEMENT_RUNS'] ?? 150);
const seed = Number(process.env['AGREEMENT_SEED'] ?? 20260708);
const crds = loadCrds(crdFolder);
let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await prepare(cluster, namespace);
  for (const kind of kindNames) await api(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, baseOf(kind)) });
});

/** Name of the stored object of the kind. */
const baseOf = (kind: KindName): string => (kind === 'RemediationPolicy' ? 'cluster' : 'base');

const validators: Readonly<Record<KindName, (value: unknown) => Validated<object>>> = {
  Anomaly: validateAnomaly,
  RemediationPlan: validatePlan,
  RemediationAction: validateAction,
  RemediationPolicy: validatePolicy,
};

type Part = 'spec' | 'status';

const parts: readonly Part[] = ['spec', 'status'];
const cells = kindNames.flatMap((kind) => parts.map((part) => ({ kind, part })));

function schemaFor(kind: KindName, part: Part): Schema {
  const schema = crds.filter((crd) => kindOf(crd) === kind).map((crd) => schemaOf(crd).properties?.[part])[0];
  if (!schema) throw new Error(`${kind} has no ${part}`);
  return schema;
}

/** The known difference: the rules in CEL, which only the API server judges, and only when nothing else is wrong. */
const rules = new Set(crds.flatMap((crd) => rulesOf(schemaOf(crd)).map(({ rule }) => rule.message)));

function isRefusedByRulesOnly(verdict: Verdict): boolean {
  return (
    verdict.kind === 'refused' &&
    verdict.causes.length > 0 &&
    verdict.causes.every(({ message = '' }) => [...rules].some((rule) => message.endsWith(rule)))
  );
}

/** The API server's verdict on an object with that spec, or on a stored object that gets that part; nothing is written. */
function serverVerdict(kind: KindName, part: Part, value: unknown): Promise<Verdict> {
  if (part === 'spec' && kind !== 'RemediationPolicy') {
    return judge(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, 'tried', value), dryRun: true });
  }
  const body = [{ op: 'add', path: `/${part}`, value }];
  const path = pathOf(kind, namespace, baseOf(kind));
  return judge(cluster, { method: 'PATCH', path: part === 'status' ? `${path}/status` : path, body, dryRun: true });
}

/** The other known difference: where a string has a format the API server takes any list; in a status, which only we write, we do not. */
function isListForDate(verdict: Validated<object>, object: object): boolean {
  return (
    !verdict.ok && verdict.errors.every(({ field, message }) => message.startsWith('must be string') && Array.isArray(at(object, field)))
  );
}

function at(object: object, field: string): unknown {
  const path = field.replaceAll('[', '.').replaceAll(']', '').split('.');
  return path.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], object);
}

/** Fails when one of the two takes what the other refuses, or fills in other defaults; tells whether it is taken. */
async function expectAgreement(kind: KindName, part: Part, given: unknown): Promise<boolean> {
  const value = overTheWire(given);
  const object = part === 'spec' ? objectOf(kind, 'tried', value) : objectOf(kind, 'tried', goodSpecs[kind], { status: value });
  const ours = validators[kind](object);
  const theirs = await serverVerdict(kind, part, value);
  const taken = theirs.kind === 'accepted' || isRefusedByRulesOnly(theirs);
  if (taken && part === 'status' && isListForDate(ours, object)) return true;
  if (ours.ok !== taken) throw new Error(`we say ${JSON.stringify(ours)}, the API server says ${JSON.stringify(theirs)}`);
  if (ours.ok && theirs.kind === 'accepted') expect(at(ours.value, part)).toEqual(theirs.object[part]);
  return taken;
}

function overTheWire(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

describe.each(cells)('ajv and the API server judge alike the $part of $kind', ({ kind, part }) => {
  const schema = schemaFor(kind, part);

  test('when it is good', async () => {
    await fc.assert(
      fc.asyncProperty(valueOf(schema), async (value) => expect(await expectAgreement(kind, part, value)).toBe(true)),
      { numRuns: Math.ceil(runs / 3), seed },
    );
  });

  test('when something is wrong with it', async () => {
    await fc.assert(
      fc.asyncProperty(mutantOf(schema, valueOf(schema)), async (value) => void (await expectAgreement(kind, part, value))),
      { numRuns: runs, seed },
    );
  });
});
