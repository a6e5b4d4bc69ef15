import { beforeAll, describe, expect, test } from '@jest/globals';
import { phaseEdges } from '../../operator/testing/phase-edges.ts';
import { api } from '../harness/cluster.ts';
import { workerCluster, type WorkerCluster } from '../harness/worker-cluster.ts';
import { condition, objectOf } from './good-objects.ts';
import { type EndingKind, endingKinds, pathOf, prepare } from './kinds.ts';
import { judge, refusalOf, type Verdict } from './verdict.ts';

const namespace = 'api-phases';
const edges: Readonly<Record<EndingKind, Readonly<Record<string, readonly string[]>>>> = phaseEdges;
let cluster: WorkerCluster;

beforeAll(async () => {
  cluster = await workerCluster();
  await prepare(cluster, namespace);
});

const statusIn = (kind: EndingKind, phase: string): object => ({
  phase,
  ...(kind === 'RemediationPlan' && phase === 'Succeeded' && { conditions: [condition('Complete')] }),
});

/** Stores an object with that status. */
async function stored(kind: EndingKind, name: string, status: object): Promise<void> {
  await api(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, name) });
  await api(cluster, { method: 'PATCH', path: `${pathOf(kind, namespace, name)}/status`, body: { status } });
}

/** The verdict on a new status in place of the stored one; nothing is written. */
function trial(kind: EndingKind, name: string, status: object | undefined): Promise<Verdict> {
  const change = status === undefined ? { op: 'remove', path: '/status' } : { op: 'add', path: '/status', value: status };
  return judge(cluster, { method: 'PATCH', path: `${pathOf(kind, namespace, name)}/status`, body: [change], dryRun: true });
}

const froms = endingKinds.flatMap((kind) => Object.keys(edges[kind]).map((from) => ({ kind, from })));

describe.each(froms)('$kind in $from', ({ kind, from }) => {
  const name = `from-${from.toLowerCase()}`;
  const legal = edges[kind][from] ?? [];
  const others = Object.keys(edges[kind]).filter((phase) => phase !== from);
  const terminal = legal.length === 0;
  const refused = terminal ? 'status.phase is terminal and cannot change' : 'status.phase cannot go there from where it is';

  beforeAll(() => stored(kind, name, statusIn(kind, from)));

  test('may stay', async () => {
    expect(refusalOf(await trial(kind, name, statusIn(kind, from)))).toBe('accepted');
  });

  if (!terminal) {
    test.each(legal)('may become %s', async (to) => {
      expect(refusalOf(await trial(kind, name, statusIn(kind, to)))).toBe('accepted');
    });
  }

  test.each(others.filter((to) => !legal.includes(to)))('may not become %s', async (to) => {
    const refusal = refusalOf(await trial(kind, name, statusIn(kind, to)));
    expect(refusal).toMatch(/^422 /);
    expect(refusal).toContain(refused);
  });

  test('cannot lose its phase, nor its status', async () => {
    expect(refusalOf(await trial(kind, name, { reason: 'Gone' }))).toContain(refused);
    expect(refusalOf(await trial(kind, name, undefined))).toContain(refused);
  });
});

test.each([
  { when: 'it has no intent', intents: undefined, verdict: 'accepted' },
  {
    when: 'an intent is recorded',
    intents: [{ step: 'cordon', token: 't', at: '2026-01-01T00:00:00Z' }],
    verdict: 'status.phase cannot go there',
  },
])('an admitted action that goes back to Blocked: $verdict when $when', async ({ intents, verdict }) => {
  const name = `admitted-${intents ? 'with' : 'without'}-intent`;
  await stored('RemediationAction', name, { phase: 'Admitted', intents });
  expect(refusalOf(await trial('RemediationAction', name, { phase: 'Blocked', intents }))).toContain(verdict);
});

test('the table of edges has every phase of the CRDs', async () => {
  for (const kind of endingKinds) {
    const message = refusalOf(await trialOfUnknownPhase(kind));
    const phases = [...message.matchAll(/"([A-Z][A-Za-z]+)"/g)].map(([, phase]) => phase).filter((phase) => phase !== 'Unheard');
    expect([...new Set(phases.filter((phase) => phase !== kind))].sort()).toEqual(Object.keys(edges[kind]).sort());
  }
});

async function trialOfUnknownPhase(kind: EndingKind): Promise<Verdict> {
  const name = 'unheard-phase';
  await api(cluster, { method: 'POST', path: pathOf(kind, namespace), body: objectOf(kind, name) });
  return trial(kind, name, { phase: 'Unheard' });
}
