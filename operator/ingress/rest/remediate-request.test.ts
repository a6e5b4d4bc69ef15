import { describe, expect, test } from '@jest/globals';
import type { ActionType } from '../../api/generated/types.ts';
import { validateAction } from '../../api/validate.ts';
import { buildAction } from '../../testing/action-builder.ts';
import { openDesk } from '../../testing/open-desk.ts';
import { actionSpecFrom, remediateRequestSchema, type RemediateRequest } from './remediate-request.ts';

const { operations } = openDesk(() => undefined).desk;
const kubelet: RemediateRequest = {
  action_type: 'node_remediation',
  target: 'worker-1',
  priority: 1,
  source: 'deterministic',
  parameters: { remediation_type: 'restart_kubelet' },
};
const specOf = (request: RemediateRequest) => actionSpecFrom(request, 'alice', operations);

test('the request of the document becomes an action', () => {
  expect(specOf(kubelet)).toEqual({
    type: 'node_remediation',
    operation: 'restart_kubelet',
    target: { apiVersion: 'v1', kind: 'Node', name: 'worker-1' },
    source: 'deterministic',
    priority: 1,
    requestedBy: 'alice',
    dryRun: false,
    retries: { attempts: 3, backoffSeconds: 5 },
    approvalRequired: false,
    cancel: false,
  });
});

test.each<{ what: string; request: RemediateRequest; spec: object }>([
  {
    what: 'says only what it must',
    request: { action_type: 'application_remediation', target: 'shop/pay', parameters: { remediation_type: 'restart_deployment' } },
    spec: { operation: 'restart_deployment', priority: 3, source: 'manual' },
  },
  {
    what: 'is of a type with one operation',
    request: { action_type: 'alert_correlation', target: 'namespace/shop' },
    spec: { operation: 'correlate', target: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' } },
  },
  {
    what: 'has parameters',
    request: { action_type: 'resource_scaling', target: 'shop/pay', parameters: { remediation_type: 'scale_workload', replicas: 4 } },
    spec: { operation: 'scale_workload', parameters: { replicas: 4 } },
  },
  {
    what: 'is of a model',
    request: { ...kubelet, source: 'ai_driven', confidence_score: 0.42 },
    spec: { source: 'ai_driven', confidence: 0.42 },
  },
])('a request that $what becomes what the schema allows', ({ request, spec: expected }) => {
  const spec = specOf(request);
  expect(spec).toMatchObject(expected);
  expect(validateAction(JSON.parse(JSON.stringify({ ...buildAction(), spec })))).toMatchObject({ ok: true });
});

describe('a request is refused', () => {
  test.each<{ when: string; change: Partial<RemediateRequest>; field: string; says: RegExp }>([
    { when: 'a model does not say how sure it is', change: { source: 'ai_driven' }, field: 'confidence_score', says: /is required when/ },
    {
      when: 'the type has several operations and none is named',
      change: { parameters: {} },
      field: 'parameters.remediation_type',
      says: /is required; those of node_remediation are .*cordon_node.*restart_kubelet/,
    },
    {
      when: 'the operation is unknown',
      change: { parameters: { remediation_type: 'reboot_everything' } },
      field: 'parameters.remediation_type',
      says: /"reboot_everything" is not an operation of node_remediation; those of node_remediation are /,
    },
    {
      when: 'the operation is of another type',
      change: { action_type: 'platform_remediation' },
      field: 'parameters.remediation_type',
      says: /those of platform_remediation are monitor_cluster_operator, observe, restart_operator/,
    },
    {
      when: 'the operation is done to something else',
      change: { target: 'shop/pay' },
      field: 'target',
      says: /^restart_kubelet cannot be done to Deployment\/shop\/pay, only to a Node; name it as node\/NAME/,
    },
    {
      when: 'a parameter is not known',
      change: { parameters: { remediation_type: 'restart_kubelet', force: true } },
      field: 'parameters.force',
      says: /^parameters\.force is not a known parameter$/,
    },
    {
      when: 'a parameter has an odd name',
      change: { parameters: { remediation_type: 'restart_kubelet', 'a b': true } },
      field: 'parameters',
      says: /^parameters\.a b is not a known parameter$/,
    },
    {
      when: 'a parameter is out of range',
      change: { action_type: 'resource_scaling', target: 'shop/pay', parameters: { remediation_type: 'scale_workload', replicas: -1 } },
      field: 'parameters.replicas',
      says: /^parameters\.replicas must be /,
    },
  ])('when $when', ({ change, field, says }) => {
    expect(() => specOf({ ...kubelet, ...change })).toThrow(
      expect.objectContaining({ status: 400, field, message: expect.stringMatching(says) }),
    );
  });
});

test('the types of the request are those that some operation is of', () => {
  const known = new Set<ActionType>([...operations.values()].flatMap(({ types }) => types));
  expect(new Set(remediateRequestSchema.properties.action_type.enum)).toEqual(known);
});
