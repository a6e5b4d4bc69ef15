import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Anomaly } from '../../operator/api/generated/types.ts';
import { currentRevision, historySince, versionsOf } from '../harness/history.ts';
import { setNodeCondition } from '../harness/nodes.ts';
import { journey } from '../journeys/bench/journey.ts';
import { planNow, report, system, untilAnomaly } from '../journeys/bench/plans.ts';
import { applyPolicy, dropPolicy } from '../journeys/bench/policy.ts';

/** What the model says; without it, it says nothing at all. */
let says: readonly number[] | undefined;
const asked: ServerResponse[] = [];
const server = createServer((request, response) => {
  asked.push(response);
  request.resume();
  if (!says) return;
  const outputs = [{ name: 'layers', datatype: 'FP64', shape: [1, says.length], data: says }];
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ model_name: 'layers', outputs }));
});

const env: Record<string, string> = {};
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  env['MODEL_URL'] = `http://localhost:${(server.address() as AddressInfo).port}`;
});
const seen = journey({ nodes: ['vote-w1'], operator: { env } });
beforeAll(() => applyPolicy(seen.cluster, { diagnosis: { model: { name: 'layers' } } }));
afterAll(async () => {
  await dropPolicy(seen.cluster);
  server.closeAllConnections();
  server.close();
});

/** The anomaly once there is a plan, which waits for a person. */
async function planned(name: string, wish: { type?: string; targets?: string[] } = {}): Promise<Anomaly> {
  await report(seen.cluster, { name, type: 'orders_wait', mode: 'Approval', ...wish });
  return untilAnomaly(seen.cluster, name, ({ status }) => status?.planRef?.uid !== undefined);
}

describe('a model that the policy names', () => {
  test('is asked before the plan is made, and has a say where nothing was found in the cluster', async () => {
    says = [0.97, 0.2, 0.1];
    const start = await currentRevision(seen.cluster);
    const { status } = await planned('anom-vote-words');
    expect(status).toMatchObject({
      rootCause: { layer: 'infrastructure' },
      vote: {
        model: `InferenceService/${system}/layers`,
        action: 'act-vote-words-vote-01',
        used: true,
        infrastructure: 0.97,
        application: 0.1,
      },
    });
    expect(status?.affectedLayers).toContain('infrastructure');
    const versions = versionsOf(await historySince(seen.cluster, start), 'Anomaly', 'anom-vote-words', system);
    const reasons = versions.map(({ object }) => (object as unknown as Anomaly).status?.reason).filter((reason) => reason !== undefined);
    expect(reasons[0]).toBe('ModelAsked');
    expect(asked).toHaveLength(1);
  });

  test('changes nothing against what was found, sure as it may be', async () => {
    says = [0, 0, 0.99];
    await setNodeCondition(seen.cluster, 'vote-w1', { type: 'DiskPressure', status: 'True' });
    const { status } = await planned('anom-vote-node', { targets: ['Node/vote-w1'] });
    expect(status).toMatchObject({
      affectedLayers: ['infrastructure'],
      rootCause: { layer: 'infrastructure', target: { kind: 'Node', name: 'vote-w1' } },
      vote: { used: false, application: 0.99 },
    });
    const plan = await planNow(seen.cluster, 'plan-vote-node');
    expect(plan?.spec.steps.map(({ action }) => action.operation)).toEqual(['drain_and_reboot_node']);
  });

  test('that says nothing does not keep a plan, and that is recorded', async () => {
    says = undefined;
    const { status } = await planned('anom-vote-silence', { type: 'orders_lost' });
    expect(status?.vote).toMatchObject({ used: false, message: expect.stringContaining('no answer') });
  });
});
