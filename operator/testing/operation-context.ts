import type { RemediationAction } from '../api/generated/types.ts';
import { usualNamespace } from '../api/usual-namespace.ts';
import type { KubeClient } from '../kube/client.ts';
import type { OperationContext } from '../operations/operation.ts';
import { target as targetOf } from './targets.ts';

/** When the action of `operationContext` started. */
export const startedAt = '2026-01-01T10:00:00Z';

interface ContextParts {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Seconds since the action started. */
  readonly after?: number;
}

/** What an operation is given for a running action in namespace `shop` on that target. */
export function operationContext(client: KubeClient, on: string, { parameters = {}, after = 0 }: ContextParts = {}): OperationContext {
  const target = targetOf(on);
  const action: RemediationAction = {
    apiVersion: 'coordination.selfheal.dev/v1alpha1',
    kind: 'RemediationAction',
    metadata: { namespace: 'shop', name: 'act-1', uid: 'uid-act-1', resourceVersion: '1', creationTimestamp: startedAt },
    spec: {
      type: 'node_remediation',
      operation: 'observe',
      target,
      parameters: { ...parameters },
      source: 'manual',
      priority: 3,
      dryRun: false,
      approvalRequired: false,
      cancel: false,
      retries: { attempts: 3, backoffSeconds: 5 },
    },
    status: { phase: 'Running', startedAt },
  };
  return {
    client,
    action,
    target,
    claim: 'uid-plan-1',
    before: {},
    result: {},
    parameters,
    ownAccount: `${usualNamespace}/coordination-engine-sa`,
    nodeJobImage: 'busybox:1.37',
    timeoutSeconds: 300,
    approved: false,
    now: new Date(Date.parse(startedAt) + after * 1000),
  };
}
