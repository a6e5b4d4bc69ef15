import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { AuditIntent, AuditOutcome, AuditRecord } from '../../operator/audit/audit-record.ts';
import { engineApiVersion } from '../../operator/kube/kinds.ts';
import { missingFrom, shellBlocks } from '../docs/shell-blocks.ts';
import { openBench, type Bench } from '../faults/bench.ts';
import { auditPosition, auditSince, committedWrites, isByEngine, type AuditEntry } from '../harness/audit.ts';
import { installEngine } from '../harness/engine.ts';
import { eventually } from '../harness/eventually.ts';
import { applyObjects } from '../harness/kubectl.ts';
import { createNodes, getNode, untilNode } from '../harness/nodes.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { createDeployment, untilRolledOut } from '../harness/workloads.ts';
import { applyPlan, untilPlanPhase } from '../journeys/bench/plans.ts';
import { request, untilAction, untilBlocked, untilEnded } from '../operations/actions.ts';
import { expectSameEndWhenKilled } from '../operations/crash-contract.ts';
import { holdPods, isFree, letPodsGo, nodeWithPods, untilUnlocked } from '../operations/drain-scene.ts';

jest.setTimeout(240_000);

const namespace = 'audit-shop';
const system = 'self-healing-platform';
const dir = mkdtempSync(join(tmpdir(), 'audit-'));
const auditLog = join(dir, 'audit.log');
let cluster: WorkerCluster;
let bench: Bench;
let position: number;

beforeAll(async () => {
  cluster = await workerCluster();
  await installEngine(cluster);
  await createNodes(cluster, [{ name: 'worker-1' }, { name: 'audit-w2' }]);
  await createDeployment(cluster, { namespace, name: 'web', node: 'audit-w2' });
  await untilRolledOut(cluster, namespace, 'web');
  position = await auditPosition(cluster);
  bench = await openBench(cluster, { env: { AUDIT_LOG: auditLog } });
}, 240_000);

afterAll(async () => {
  await bench.stop();
  rmSync(dir, { recursive: true });
});

const records = (): AuditRecord[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditRecord);
const isIntent = (record: AuditRecord): record is AuditIntent => record.stage === 'intent';
const isOutcome = (record: AuditRecord): record is AuditOutcome => record.stage === 'outcome';

/** What the engine keeps for itself: its kinds, Events, tokens, and its notes in its own namespace. */
function isItsOwn({ group, resource, subresource, namespace: where }: AuditEntry): boolean {
  if (group === 'coordination.selfheal.dev' || resource === 'events' || subresource === 'token') return true;
  return where === system && ['configmaps', 'controllerrevisions', 'leases'].includes(resource);
}

/** The ids of what the API server says that the engine wrote on objects that are not its own. */
async function written(): Promise<string[]> {
  const entries = committedWrites(await auditSince(cluster, position));
  return entries
    .filter((entry) => isByEngine(entry) && !isItsOwn(entry))
    .map(({ id }) => id)
    .sort();
}

/** Fails unless each such write has one record that was there before it, and each record of a success such a write. */
async function expectToAgree(): Promise<void> {
  await eventually(
    async () => {
      const [committed, all] = [await written(), records()];
      const intents = all.filter(isIntent).map(({ auditID }) => auditID);
      const outcomes = all.filter(isOutcome);
      expect(committed.filter((id) => intents.filter((one) => one === id).length !== 1)).toEqual([]);
      expect(outcomes.filter(({ outcome, auditID }) => outcome === 'committed' && !committed.includes(auditID))).toEqual([]);
      expect(new Set(intents).size).toBe(intents.length);
      expect(new Set(outcomes.map(({ auditID }) => auditID)).size).toBe(outcomes.length);
      return true;
    },
    { within: 20_000, describe: 'the two audit logs agree' },
  );
}

const intentsOf = (action: string): AuditIntent[] =>
  records()
    .filter(isIntent)
    .filter((record) => record.action?.name === action);

test('an effect is recorded with who asked, what let it through, and from what to what', async () => {
  await request(cluster, {
    name: 'act-audit-scale',
    target: `Deployment/${namespace}/web`,
    type: 'resource_scaling',
    operation: 'scale_workload',
    parameters: { replicas: 2 },
    requestedBy: 'erin',
  });
  const ended = await untilEnded(cluster, 'act-audit-scale', 60_000);
  expect(ended.status?.phase).toBe('Succeeded');
  const [intent, ...others] = intentsOf('act-audit-scale');
  expect(others).toEqual([]);
  const { uid } = ended.metadata;
  expect(intent).toMatchObject({
    ...{ stage: 'intent', verb: 'update', direction: 'forward', operation: 'scale_workload', step: 'scale', replica: 'engine-0' },
    actor: { source: 'deterministic', requestedBy: ended.spec.requestedBy },
    allowedBy: { rule: 'Admitted', at: expect.any(String) },
    action: { namespace: system, name: 'act-audit-scale', uid },
    target: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      subresource: 'scale',
      namespace,
      name: 'web',
      uid: ended.status?.intents?.[0]?.targetUid,
    },
    token: ended.status?.intents?.[0]?.token,
    changes: [{ field: 'spec.replicas', from: 1, to: 2 }],
  });
  const outcome = records().find((record) => record.stage === 'outcome' && record.auditID === intent?.auditID);
  expect(outcome).toMatchObject({ outcome: 'committed', action: { uid }, step: 'scale' });
  await expectToAgree();
});

test('what a plan does and takes back is recorded with its plan, and so is the mark that is released', async () => {
  await applyPlan(cluster, {
    name: 'plan-audit',
    steps: [{ target: 'Node/worker-1' }, { target: 'Node/audit-nowhere' }],
  });
  const plan = await untilPlanPhase(cluster, 'plan-audit', 'RolledBack', 60_000);
  await untilNode(cluster, 'worker-1', isFree);
  expect((await getNode(cluster, 'worker-1')).spec.unschedulable ?? false).toBe(false);
  const told = records()
    .filter(isIntent)
    .filter((record) => record.target.name === 'worker-1');
  expect(told.map(({ direction, step }) => ({ direction, step }))).toEqual([
    { direction: 'forward', step: 'cordon' },
    { direction: 'undo', step: 'undo-cordon' },
  ]);
  expect(told.map(({ plan: of }) => of?.uid)).toEqual([plan.metadata.uid, plan.metadata.uid]);
  expect(told[0]?.changes).toContainEqual({ field: 'spec.unschedulable', from: null, to: true });
  expect(told[1]?.changes?.find(({ field }) => field === 'spec.unschedulable')?.from).toBe(true);
  await expectToAgree();
});

test('the command of docs/audit.md finds what was done to a node, and what it prints', async () => {
  const [block] = shellBlocks(readFileSync(join(import.meta.dirname, '../../docs/audit.md'), 'utf8'));
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', block?.commands ?? ''], { cwd: dir });
  expect({ missing: missingFrom(stdout, block?.prints ?? []), stdout }).toMatchObject({ missing: [] });
  const found = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditRecord);
  expect(found).toEqual(records().filter(({ target }) => target.name === 'worker-1'));
});

test('no write is missed, and none recorded twice, when the engine is killed right before or after it', async () => {
  await expectSameEndWhenKilled(cluster, bench, {
    prepare: async (name) => {
      await nodeWithPods(cluster, namespace, { name, replicas: 1 });
      return { type: 'node_remediation', operation: 'drain_node', target: `Node/${name}` };
    },
    effect: () => ({ verb: 'create', resource: 'pods', subresource: 'eviction' }),
    state: async (name) => {
      await untilUnlocked(cluster, name);
      return { cordoned: (await getNode(cluster, name)).spec.unschedulable };
    },
  });
  await expectToAgree();
  const all = records();
  const answered = new Set(all.filter(isOutcome).map(({ auditID }) => auditID));
  const open = all.filter(isIntent).filter(({ auditID }) => !answered.has(auditID));
  // Each of the two kills left one question open: of these one write was made, and the other was made again under another id.
  expect(open.map(({ verb, target }) => `${verb} ${target.kind}/${target.subresource ?? ''}`)).toEqual([
    'create Pod/eviction',
    'create Pod/eviction',
  ]);
  const madeOf = async (): Promise<number> => {
    const committed = await written();
    return open.filter(({ auditID }) => committed.includes(auditID)).length;
  };
  await eventually(async () => (await madeOf()) === 1, { within: 30_000, describe: 'one of the two writes was made' });
});

test('the log has the six lines of the document, as they stand there', async () => {
  const anomaly = { apiVersion: engineApiVersion, kind: 'Anomaly', metadata: { namespace: system, name: 'anom-log' } };
  await applyObjects(cluster, [{ ...anomaly, spec: { type: 'noise', severity: 'low' } }]);
  await nodeWithPods(cluster, namespace, { name: 'audit-w3', replicas: 1 });
  await holdPods(cluster, namespace, 'audit-w3');
  const drain = { target: 'Node/audit-w3', type: 'node_remediation', operation: 'drain_node', priority: 2 } as const;
  await request(cluster, { ...drain, name: 'act-log-a' });
  await untilAction(cluster, 'act-log-a', ({ status }) => status?.phase === 'Running');
  await request(cluster, { ...drain, name: 'act-log-b', parameters: { force: true } });
  await untilBlocked(cluster, 'act-log-b', 'TargetBusy');
  await letPodsGo(cluster, namespace, 'audit-w3');
  await untilEnded(cluster, 'act-log-a', 60_000);
  const lines = [
    'INFO: Anomaly submitted: anom-log',
    'INFO: Action queued: act-log-a \\(priority: 2\\)',
    'WARNING: Conflict detected: act-log-b vs act-log-a',
    'INFO: Conflict resolved using rule: oldest',
    'INFO: Executing action: act-log-a',
    'INFO: Action completed: act-log-a \\(duration: \\d+s\\)',
  ].map((line) => new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ${line}$`, 'm'));
  const missing = (): RegExp[] => lines.filter((line) => !line.test(bench.operator().logs()));
  await eventually(() => missing().length === 0, { within: 30_000, describe: 'every line was logged' }).catch(() => undefined);
  expect(missing()).toEqual([]);
});
