import { describe, expect, test } from '@jest/globals';
import type { RemediationAction } from '../../api/generated/types.ts';
import { Terminal } from '../../kube/errors.ts';
import { kinds } from '../../kube/kinds.ts';
import { asAlice, openDesk } from '../../testing/open-desk.ts';
import type { Access } from '../auth/authorize.ts';
import { remediateRoutes } from './remediate.ts';

const kubelet = {
  action_type: 'node_remediation',
  target: 'worker-1',
  priority: 1,
  source: 'deterministic',
  parameters: { remediation_type: 'restart_kubelet' },
};
const restart = { action_type: 'application_remediation', target: 'shop/pay', parameters: { remediation_type: 'restart_deployment' } };
const system = 'self-healing-platform';

function remediating(may?: (access: Access) => boolean) {
  const open = openDesk(remediateRoutes, may ? { may } : {});
  const post = async (payload: object) => {
    const answer = await open.door.inject({ method: 'POST', url: '/api/v1/remediate', headers: asAlice, payload });
    return { code: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const stored = async () => (await open.cluster.list<RemediationAction>(kinds.RemediationAction)).items;
  return { ...open, post, stored };
}

test('the request of the document is queued, and is what kubectl users see', async () => {
  const { desk, post, stored } = remediating();
  const { code, body } = await post(kubelet);
  expect({ code, body }).toEqual({
    code: 202,
    body: { action_id: expect.stringMatching(/^act-\d{8}-[a-z0-9]{5,10}$/), status: 'queued', position_in_queue: 1 },
  });
  const [action] = await stored();
  expect(action).toMatchObject({
    metadata: { namespace: system, name: body['action_id'] },
    spec: { operation: 'restart_kubelet', requestedBy: 'alice', source: 'deterministic', priority: 1 },
  });
  expect(desk.caches.actions.get({ namespace: system, name: String(body['action_id']) })).toBeDefined();
});

test('the place is that of the action as it is stored', async () => {
  const seen: RemediationAction[] = [];
  const placeOf = (action: RemediationAction): number => 6 + seen.push(action);
  const { door, desk, cluster } = openDesk((door, desk) => remediateRoutes(door, () => ({ ...desk(), placeOf })));
  const answer = await door.inject({ method: 'POST', url: '/api/v1/remediate', headers: asAlice, payload: kubelet });
  expect(answer.json()).toMatchObject({ position_in_queue: 7 });
  expect(seen).toEqual((await cluster.list(kinds.RemediationAction)).items);
  expect(desk.caches.actions.size).toBe(1);
});

describe('whoever asks is asked for', () => {
  test.each<{ request: object; rights: string[] }>([
    { request: kubelet, rights: [`create remediationactions ${system}/*`, `use sources ${system}/deterministic`] },
    { request: restart, rights: ['create remediationactions shop/*'] },
    { request: { ...restart, target: 'shop/statefulset/db' }, rights: ['create remediationactions shop/*'] },
    {
      request: { ...restart, source: 'ai_driven', confidence_score: 0.8 },
      rights: ['create remediationactions shop/*', 'use sources shop/ai_driven'],
    },
    {
      request: { ...restart, target: 'kube-system/coredns' },
      rights: ['create remediationactions kube-system/*', 'remediate-protected targets kube-system/coredns'],
    },
    {
      request: { ...kubelet, source: 'manual', target: 'precious' },
      rights: [`create remediationactions ${system}/*`, 'remediate-protected targets */precious'],
    },
    {
      request: { action_type: 'node_remediation', target: 'precious', parameters: { remediation_type: 'monitor_mco' } },
      rights: [`create remediationactions ${system}/*`],
    },
    { request: { action_type: 'alert_correlation', target: 'namespace/shop' }, rights: ['create remediationactions shop/*'] },
  ])('$rights', async ({ request, rights }) => {
    const { post, asked } = remediating();
    expect((await post(request)).code).toBe(202);
    expect(asked).toEqual(rights);
  });

  test.each<{ when: string; denied: string; request: object; problem: object }>([
    {
      when: 'they may not ask there',
      denied: 'create',
      request: restart,
      problem: { message: 'alice may not create remediationactions.coordination.selfheal.dev in shop' },
    },
    {
      when: 'they are no model',
      denied: 'use',
      request: { ...restart, source: 'ai_driven', confidence_score: 1 },
      problem: { message: 'alice may not use sources/ai_driven of coordination.selfheal.dev in shop' },
    },
    {
      when: 'it is protected',
      denied: 'remediate-protected',
      request: { ...restart, target: 'kube-system/coredns' },
      problem: {
        code: 'ProtectedTarget',
        message:
          'Deployment/kube-system/coredns is protected, and alice may not remediate-protected targets/coredns of coordination.selfheal.dev in kube-system',
      },
    },
  ])('and nothing is stored when $when', async ({ denied, request, problem }) => {
    const { post, stored } = remediating(({ verb }) => verb !== denied);
    expect(await post(request)).toMatchObject({ code: 403, body: { error: 'Forbidden', ...problem } });
    expect(await stored()).toEqual([]);
  });
});

describe('a body is refused before anybody is asked for', () => {
  test.each<{ change: object; field: string; message?: string }>([
    { change: { action_type: 'reboot_everything' }, field: 'action_type' },
    { change: { action_type: undefined }, field: 'action_type', message: 'action_type is required' },
    { change: { target: '' }, field: 'target' },
    { change: { target: 7 }, field: 'target', message: 'target must be string' },
    { change: { priority: 0 }, field: 'priority', message: 'priority must be between 1 and 5' },
    { change: { priority: 6 }, field: 'priority', message: 'priority must be between 1 and 5' },
    { change: { priority: '1' }, field: 'priority', message: 'priority must be integer' },
    { change: { priority: 1.5 }, field: 'priority', message: 'priority must be integer' },
    { change: { source: 'my-notebook' }, field: 'source', message: 'source must be one of deterministic, ai_driven, manual' },
    { change: { confidence_score: 1.2 }, field: 'confidence_score', message: 'confidence_score must be between 0.0 and 1.0' },
    { change: { prioritiy: 1 }, field: 'prioritiy', message: 'prioritiy is not known' },
    { change: { parameters: [] }, field: 'parameters', message: 'parameters must be object' },
    { change: { parameters: { remediation_type: 1 } }, field: 'parameters.remediation_type' },
    { change: { parameters: { remediation_type: 'nothing' } }, field: 'parameters.remediation_type' },
  ])('$change', async ({ change, field, message }) => {
    const { post, stored, asked } = remediating();
    const { code, body } = await post({ ...kubelet, ...change });
    expect({ code, body }).toMatchObject({ code: 400, body: { error: 'Invalid request', field, ...(message && { message }) } });
    expect([asked, await stored()]).toEqual([[], []]);
  });
});

test('while everything is suspended the words of the policy are passed on', async () => {
  const { cluster, post } = remediating();
  const message = 'ValidatingAdmissionPolicy denied request: Suspended: RemediationPolicy cluster has suspended everything';
  cluster.failNext('create RemediationAction', new Terminal({ reason: 'Forbidden', code: 403, message }));
  expect(await post(kubelet)).toMatchObject({ code: 403, body: { message } });
});
